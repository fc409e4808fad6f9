"""Signatures that others can verify, the same at each try."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from datetime import timedelta

import dkim
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from channels.email.outgoing import NOON, reply
from nahbar.channels.contract import Attachment, Earlier, SettingsFault
from nahbar.channels.email.compose import compose
from nahbar.channels.email.smtp.dkim_signing import read_key, signed
from nahbar.channels.email.smtp.handover import with_crlf

AWKWARD = [
    compose(reply()),
    compose(
        reply(
            earlier=(Earlier("Petra Voß", NOON, "Hallo  \n\n\n"),), attachments=(Attachment("a", "x/y", b"\0" * 999),)
        )
    ),
    b"From: a@x.example\r\nSubject:   viele   Leerzeichen \r\n\tgefaltet\r\n\r\n\r\n\r\n",
    b"From: a@x.example\r\n\r\n trailing \t \r\n\tx\r\n\r\n\r\n",
    with_crlf(b"From: a@x.example\n\nno end"),
]


def pem(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def sign(content: bytes, key: str) -> bytes:
    return signed(content, domain="lindenhof.example", selector="s1", key=read_key(key), at=NOON)


def verified(content: bytes, key: str) -> bool:
    """By dkimpy, with the DNS entry that belongs to `key`."""
    private = load_pem_private_key(key.encode(), password=None)
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def entry(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"s1._domainkey.lindenhof.example."
        assert timeout
        return b"v=DKIM1; k=rsa; p=" + b64encode(public)

    return bool(dkim.verify(content, dnsfunc=entry))


@pytest.mark.parametrize("content", AWKWARD)
def test_rsa_signature_is_verified_by_another_implementation(content: bytes, dkim_pem: str) -> None:
    result = sign(content, dkim_pem)
    assert result.endswith(content)
    assert verified(result, dkim_pem)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Ihr Rad", b"Mein Rad"),
        (b"steht bereit", b"ist weg"),
        (b"From: Anna", b"From: Evil <e@x.example>\r\nFrom: Anna"),
        (b"Subject: ", b"Subject: Gewinn\r\nSubject: "),
        (b"To: ", b"Reply-To: e@x.example\r\nTo: "),
    ],
)
def test_changed_mail_is_not_verified(old: bytes, new: bytes, dkim_pem: str) -> None:
    result = sign(compose(reply()), dkim_pem)
    assert old in result
    assert not verified(result.replace(old, new, 1), dkim_pem)


def test_signature_is_the_same_at_each_try_and_carries_the_time_of_the_message(dkim_pem: str) -> None:
    content = compose(reply())
    assert sign(content, dkim_pem) == sign(content, dkim_pem)
    later = signed(
        content, domain="lindenhof.example", selector="s1", key=read_key(dkim_pem), at=NOON + timedelta(seconds=1)
    )
    assert later != sign(content, dkim_pem)


def test_header_lines_are_folded(dkim_pem: str) -> None:
    head = sign(compose(reply()), dkim_pem).split(b"\r\nFrom:")[0]
    assert max(len(line) for line in head.split(b"\r\n")) <= 78


@pytest.mark.parametrize("content", AWKWARD)
def test_ed25519_signs_the_digest_of_what_rfc_8463_says(content: bytes) -> None:
    """Dkimpy verifies Ed25519 only with a library that we do not need, so this follows RFC 6376 3.7 by hand."""
    key = ed25519.Ed25519PrivateKey.generate()
    result = sign(content, pem(key))
    header, _, _ = result.partition(b"\r\nFrom:")
    tags = dict(part.strip().split("=", 1) for part in re.sub(r"\s+", "", header.decode()[15:]).split(";"))
    assert (tags["a"], tags["c"]) == ("ed25519-sha256", "relaxed/relaxed")
    left: dict[str, list[bytes]] = {}
    for name, value in dkim.rfc822_parse(content)[0]:
        left.setdefault(name.decode().lower(), []).append(b" ".join(value.split()))
    signed_lines = [f"{name}:".encode() + left[name].pop() for name in tags["h"].split(":") if left.get(name)]
    own = b" ".join(re.sub(rb"b=[A-Za-z0-9+/=\s]*$", b"b=", header[15:]).split())
    digest = hashlib.sha256(b"\r\n".join([*signed_lines, b"dkim-signature:" + own])).digest()
    key.public_key().verify(b64decode(tags["b"]), digest)
    with pytest.raises(InvalidSignature):
        key.public_key().verify(b64decode(tags["b"]), digest[::-1])


def test_key_that_lost_its_line_ends_in_a_form_is_read(dkim_pem: str) -> None:
    assert read_key(dkim_pem.replace("\n", "\r\n"))
    assert read_key(dkim_pem.strip().replace("\n", "\\n"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ssh-rsa AAAA",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        pem(ec.generate_private_key(ec.SECP256R1())),
    ],
)
def test_what_is_no_dkim_key_is_refused_in_words(text: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        read_key(text)
    assert caught.value.field == "dkim_key"


def test_key_with_a_password_is_refused() -> None:
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption

    key = ed25519.Ed25519PrivateKey.generate()
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")).decode()
    with pytest.raises(SettingsFault, match="without a password"):
        read_key(locked)
