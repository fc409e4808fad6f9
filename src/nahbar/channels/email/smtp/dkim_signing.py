"""DKIM signatures (RFC 6376, RFC 8463), relaxed/relaxed.

Canonicalisation, folding and the choice of header instances are dkimpy's; the key operation is done by
`cryptography`, because dkimpy's own RSA is plain Python (11 ms a mail against 1) and its Ed25519 needs a
further library. The time of the signature is the message's, so that every retry carries the same bytes.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from datetime import datetime
from functools import lru_cache

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from dkim.canonicalization import CanonicalizationPolicy

from nahbar.channels.contract import SettingsFault

Key = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey

RELAXED = CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")
# RFC 6376 5.4.1, RFC 8058 (list-unsubscribe must be covered) and what our own readers act on (auto-submitted).
SIGNED = frozenset(
    b"from sender reply-to to cc subject date message-id in-reply-to references mime-version content-type "
    b"content-transfer-encoding auto-submitted list-id list-unsubscribe list-unsubscribe-post".split()
)
# Signed once more than they occur, so that nobody can add a second one that a client would show (RFC 6376 8.15).
FROZEN = (b"from", b"to", b"subject", b"date", b"reply-to")
SMALLEST_RSA = 1024  # bits; RFC 8301 section 3.2


@lru_cache(maxsize=64)
def read_key(pem: str) -> Key:
    """The private key in `pem`, parsed once per process. Raises SettingsFault."""
    # A key pasted through a form may have lost its line ends
    text = pem.strip().replace("\\n", "\n").replace("\r\n", "\n")
    try:
        key = load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SettingsFault(
            "This is no private key in PEM form without a password. It begins with -----BEGIN PRIVATE KEY-----.",
            field="dkim_key",
        ) from error
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= SMALLEST_RSA:
        return key
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key
    raise SettingsFault("DKIM takes an RSA key of 1024 bits or more (better 2048), or Ed25519.", field="dkim_key")


def signed(content: bytes, *, domain: str, selector: str, key: Key, at: datetime) -> bytes:
    """`content` (lines ending in CRLF) with a DKIM-Signature header in front, dated `at`."""
    header = _signature(content, domain, selector, key, int(at.timestamp()))
    return header + content


def _signature(content: bytes, domain: str, selector: str, key: Key, time: int) -> bytes:
    headers, body = dkim.rfc822_parse(content)
    names = [name.lower() for name, _ in headers if name.lower() in SIGNED] + list(FROZEN)
    algorithm = b"rsa-sha256" if isinstance(key, rsa.RSAPrivateKey) else b"ed25519-sha256"
    fields = [
        (b"v", b"1"),
        (b"a", algorithm),
        (b"c", RELAXED.to_c_value()),
        (b"d", domain.encode()),
        (b"s", selector.encode()),
        (b"t", str(time).encode()),
        (b"h", b" : ".join(names)),
        (b"bh", b64encode(hashlib.sha256(RELAXED.canonicalize_body(body)).digest())),
        (b"b", b""),
    ]
    value: bytes = b" " + dkim.fold(b"; ".join(b"=".join(pair) for pair in fields), namelen=len("DKIM-Signature"))
    digest = hashlib.sha256()
    dkim.hash_headers(
        digest, RELAXED, RELAXED.canonicalize_headers(headers), names, (b"DKIM-Signature", value), dict(fields)
    )
    # `b` is the last tag and empty while hashing (RFC 6376 3.7); relaxed ignores how it is folded afterwards.
    words = b64encode(_sign(key, digest.digest()))
    folded = b"\r\n ".join(words[start : start + 72] for start in range(0, len(words), 72))
    return b"DKIM-Signature:" + value + b"\r\n " + folded + b"\r\n"


def _sign(key: Key, digest: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(digest, padding.PKCS1v15(), Prehashed(hashes.SHA256()))
    return key.sign(digest)  # RFC 8463 section 3: Ed25519 signs the SHA-256 digest
