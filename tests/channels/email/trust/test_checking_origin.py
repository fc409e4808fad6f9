"""Our own check of DKIM and DMARC, with DNS played by a dictionary."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from nahbar.channels.contract import Proof
from nahbar.channels.email.smtp.dkim_signing import signed
from nahbar.channels.email.trust.checking_origin import Policy, check, dmarc, policy
from nahbar.toolbox import clock

KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)
PUBLIC = b64encode(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
MAIL = b"From: Anna <anna@waldrand.example>\r\nTo: info@lindenhof.example\r\nSubject: Rad\r\n\r\nGuten Tag\r\n"
ZONE = {
    "s1._domainkey.waldrand.example": [f"v=DKIM1; k=rsa; p={PUBLIC}"],
    "_dmarc.waldrand.example": ["v=DMARC1; p=reject"],
}


def by(domain: str, content: bytes = MAIL) -> bytes:
    return signed(content, domain=domain, selector="s1", key=KEY, at=clock.now())


def results(proofs: Sequence[Proof]) -> list[tuple[str, str, str]]:
    return [(one.method, one.result, one.domain) for one in proofs]


def test_a_sound_signature_of_the_author() -> None:
    found = check(by("waldrand.example"), lambda name: ZONE.get(name, []))
    assert results(found) == [("dkim", "pass", "waldrand.example"), ("dmarc", "pass", "waldrand.example")]
    assert {one.server for one in found} == {""}


def test_line_ends_of_a_file_do_not_matter() -> None:
    found = check(by("waldrand.example").replace(b"\r\n", b"\n"), lambda name: ZONE.get(name, []))
    assert found[0].result == "pass"


def test_a_changed_text_fails() -> None:
    found = check(by("waldrand.example").replace(b"Guten Tag", b"Geld her"), lambda name: ZONE.get(name, []))
    assert [one.result for one in found] == ["fail", "fail"]


def test_a_sound_signature_of_somebody_else_proves_nothing_about_the_author() -> None:
    zone = {**ZONE, "s1._domainkey.fremd.example": [f"v=DKIM1; k=rsa; p={PUBLIC}"]}
    found = check(by("fremd.example"), lambda name: zone.get(name, []))
    assert results(found) == [("dkim", "pass", "fremd.example"), ("dmarc", "fail", "waldrand.example")]


def test_two_signatures_are_two_proofs() -> None:
    zone = {**ZONE, "s1._domainkey.fremd.example": [f"v=DKIM1; k=rsa; p={PUBLIC}"]}
    found = check(by("fremd.example", by("waldrand.example")), lambda name: zone.get(name, []))
    assert results(found)[:2] == [("dkim", "pass", "fremd.example"), ("dkim", "pass", "waldrand.example")]
    assert found[2].result == "pass"


def test_without_signature_and_policy_nothing_is_known() -> None:
    assert results(check(MAIL, lambda _: [])) == [("dkim", "none", ""), ("dmarc", "none", "waldrand.example")]


def test_no_answer_is_no_failure() -> None:
    def silent(name: str) -> list[str]:
        raise TimeoutError(name)

    assert [one.result for one in check(by("waldrand.example"), silent)] == ["temperror", "temperror"]


@pytest.mark.parametrize(
    "broken",
    [
        b"DKIM-Signature: v=1; a=rsa-sha256; d=x; s=y; h=from; bh=!; b=!\r\n",
        b"DKIM-Signature: \xff\xfe\r\n",
        b"DKIM-Signature: v=1; a=ed25519-sha256; d=waldrand.example; s=s1; h=from; bh=AAAA; b=AAAA\r\n",
    ],
)
def test_broken_signatures_are_never_an_exception(broken: bytes) -> None:
    found = check(broken + MAIL, lambda name: ZONE.get(name, []))
    assert found[0].result in ("permerror", "fail")
    assert found[-1].result == "fail"


def test_garbage_is_never_an_exception() -> None:
    for content in (b"", b"\0\0", b"no header at all", b": :\r\n\r\n"):
        assert check(content, lambda _: [])


def test_the_policy_of_the_house_above_counts() -> None:
    zone = {"_dmarc.firma.example": ["v=DMARC1; p=none; sp=quarantine"]}
    found = policy("shop.de.firma.example", lambda name: zone.get(name, []))
    assert found == Policy("firma.example", "quarantine")


def test_a_public_suffix_is_no_house() -> None:
    zone = {"_dmarc.gov.example": ["v=DMARC1; p=reject; psd=y"]}
    found = policy("amt.gov.example", lambda name: zone.get(name, []))
    assert found == Policy("amt.gov.example", "reject")


def test_two_records_are_none() -> None:
    assert policy("x.example", lambda _: ["v=DMARC1; p=none", "v=DMARC1; p=reject"]) is None


@pytest.mark.parametrize(
    ("proof", "strict", "result"),
    [
        (Proof("dkim", "pass", "mail.firma.example"), False, "pass"),
        (Proof("dkim", "pass", "mail.firma.example"), True, "fail"),
        (Proof("dkim", "pass", "firma.example"), True, "pass"),
        (Proof("dkim", "pass", "nichtfirma.example"), False, "fail"),
        (Proof("dkim", "fail", "firma.example"), False, "fail"),
        (Proof("dkim", "temperror", "firma.example"), False, "temperror"),
    ],
)
def test_alignment(proof: Proof, strict: bool, result: str) -> None:
    found = Policy("firma.example", "reject", strict_dkim=strict)
    assert dmarc("firma.example", found, [proof]).result == result


def test_spf_of_the_receiving_server_counts_too() -> None:
    found = Policy("firma.example", "reject")
    assert dmarc("firma.example", found, [], Proof("spf", "pass", "bounce.firma.example")).result == "pass"
    assert dmarc("firma.example", found, [], Proof("spf", "pass", "fremd.example")).result == "fail"
