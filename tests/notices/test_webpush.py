from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from nahbar.notices.webpush import (
    MOST_PLAIN_BYTES,
    Sender,
    encrypt,
    house_key,
    packed,
    public_bytes,
    topic_of,
    unpacked,
)
from nahbar.toolbox import clock
from notices.browser import Browser, sender_of

ENDPOINT = "https://push.example:8443/send/abc?x=1"


def test_the_example_of_rfc_8291_section_5() -> None:
    browser = Browser(
        ENDPOINT, private="q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94", secret="BTBZMqHH6r4Tts7J_aSIgg"
    )
    own = int.from_bytes(unpacked("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    body = encrypt(
        b"When I grow up, I want to be a watermelon",
        key="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        secret="BTBZMqHH6r4Tts7J_aSIgg",
        own=ec.derive_private_key(own, ec.SECP256R1()),
        salt=unpacked("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert packed(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBr"
        "u3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert browser.decrypt(body) == b"When I grow up, I want to be a watermelon"


def test_only_the_browser_it_is_for_can_read_it() -> None:
    browser, other = Browser(ENDPOINT), Browser(ENDPOINT)
    keys = browser.subscription
    bodies = {encrypt(b"Sattel", key=keys["key"], secret=keys["secret"]) for _ in range(3)}
    assert len(bodies) == 3
    for body in bodies:
        assert b"Sattel" not in body
        assert browser.decrypt(body) == b"Sattel"
        with pytest.raises(InvalidTag):
            other.decrypt(body)


def test_the_longest_text_still_fits_into_what_services_take() -> None:
    keys = Browser(ENDPOINT).subscription
    assert len(encrypt(b"x" * MOST_PLAIN_BYTES, key=keys["key"], secret=keys["secret"])) == 4096
    with pytest.raises(ValueError, match="too long"):
        encrypt(b"x" * (MOST_PLAIN_BYTES + 1), key=keys["key"], secret=keys["secret"])


@pytest.mark.parametrize("key", ["", "AAAA", packed(b"\x04" + b"\x01" * 64)])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        encrypt(b"x", key=key, secret=packed(b"0" * 16))


def test_the_house_says_who_it_is() -> None:
    sender = Sender(house_key("a secret"), "https://desk.example")
    at = clock.now()
    point, claims = sender_of({"Authorization": sender.authorization(ENDPOINT, at)})
    assert point == public_bytes(sender.key)
    assert claims["aud"] == "https://push.example:8443"
    assert claims["sub"] == "https://desk.example"
    assert 0 < claims["exp"] - at.timestamp() <= 24 * 60 * 60
    assert "sub" not in sender_of({"Authorization": Sender(sender.key).authorization(ENDPOINT, at)})[1]


def test_the_key_stays_the_same_for_the_same_secret_only() -> None:
    assert public_bytes(house_key("a")) == public_bytes(house_key("a"))
    assert public_bytes(house_key("a")) != public_bytes(house_key("b"))
    assert len(public_bytes(house_key("a"))) == 65


def test_topics_are_what_services_take() -> None:
    assert len(topic_of("message:7")) == 32
    assert topic_of("message:7") != topic_of("message:8")
    assert set(topic_of("x")) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
