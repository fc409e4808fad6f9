"""The browser's side of Web Push: its keys, and taking apart what a push service brings (RFC 8291, 8188, 8292)."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()


def packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")


class Browser:
    """One browser that has subscribed at `endpoint`."""

    def __init__(self, endpoint: str, *, private: str = "", secret: str = "") -> None:
        self.endpoint = endpoint
        number = int.from_bytes(unpacked(private)) if private else 0
        self.key = ec.derive_private_key(number, CURVE) if private else ec.generate_private_key(CURVE)
        self.secret = unpacked(secret) if secret else os.urandom(16)

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def subscription(self) -> dict[str, str]:
        return {
            "endpoint": self.endpoint,
            "key": packed(self.public),
            "secret": packed(self.secret),
            "name": "Firefox",
        }

    def decrypt(self, body: bytes) -> bytes:
        """What was sent to this browser. Raises InvalidTag where it is for another one."""
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        theirs, record = body[21 : 21 + length], body[21 + length :]
        assert len(record) <= size
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
        info = b"WebPush: info\x00" + self.public + theirs
        material = HKDF(hashes.SHA256(), 32, self.secret, info).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(material)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(material)
        plain = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\x00")
        assert plain.endswith(b"\x02"), "the last record ends with 2"
        return plain[:-1]


def sender_of(headers: Mapping[str, str]) -> tuple[bytes, dict[str, Any]]:
    """Public key and claims of whoever sent it; the signature is checked."""
    scheme, _space, rest = headers["Authorization"].partition(" ")
    assert scheme == "vapid"
    fields = dict(part.strip().split("=", 1) for part in rest.split(","))
    point = unpacked(fields["k"])
    head, claims, signature = fields["t"].split(".")
    raw = unpacked(signature)
    assert len(raw) == 64
    found = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    public.verify(found, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(unpacked(head)) == {"typ": "JWT", "alg": "ES256"}
    return point, json.loads(unpacked(claims))
