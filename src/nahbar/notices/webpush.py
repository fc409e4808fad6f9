"""Web Push as it travels: encryption for one browser (RFC 8291, RFC 8188) and the sender's identity (RFC 8292)."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
# The order of the curve's group, SEC 2 section 2.4.2: private keys lie below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
RECORD_SIZE = 4096
# RFC 8030 section 7.2 lets services refuse more than 4,096 bytes; header, delimiter and tag take their part of them.
MOST_PLAIN_BYTES = RECORD_SIZE - 86 - 1 - 16
# RFC 8292 section 2 forbids more than 24 hours.
TOKEN_LIVES = timedelta(hours=12)


def packed(data: bytes) -> str:
    """base64url without padding, as everything here is written."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def house_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """The house's own key pair, made from its secret: nothing more to store, to back up or to share among hosts."""
    seed = HKDF(hashes.SHA256(), 48, None, b"nahbar.webpush.vapid").derive(secret.encode())
    # 128 bits more than the order, so that every key is as likely as the others.
    return ec.derive_private_key(int.from_bytes(seed) % (_ORDER - 1) + 1, CURVE)


def public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypt(
    plain: bytes, *, key: str, secret: str, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b""
) -> bytes:
    """The body of a push for the browser with this public `key` and `secret`, in one record.

    `own` and `salt` are new for each message; they are parameters for the example of RFC 8291 only. Raises ValueError
    where the keys are none, or `plain` is longer than MOST_PLAIN_BYTES.
    """
    if len(plain) > MOST_PLAIN_BYTES:
        raise ValueError("too long for one push")
    own, salt = own or ec.generate_private_key(CURVE), salt or os.urandom(16)
    theirs, ours = unpacked(key), public_bytes(own)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    material = _derived(shared, unpacked(secret), b"WebPush: info\0" + theirs + ours, 32)
    content_key = _derived(material, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(material, salt, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD_SIZE.to_bytes(4) + bytes([len(ours)]) + ours
    # 2 ends the last record, RFC 8188 section 2.
    return header + AESGCM(content_key).encrypt(nonce, plain + b"\x02", None)


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who pushes: the house's key, and the address (https: or mailto:) at which a push service finds somebody."""

    key: ec.EllipticCurvePrivateKey
    contact: str = ""

    def authorization(self, endpoint: str, at: datetime) -> str:
        """The Authorization header for one endpoint, RFC 8292 section 3."""
        parts = urlsplit(endpoint)
        claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((at + TOKEN_LIVES).timestamp())}
        if self.contact:
            claims["sub"] = self.contact
        body = ".".join(
            packed(json.dumps(each, separators=(",", ":")).encode())
            for each in ({"typ": "JWT", "alg": "ES256"}, claims)
        )
        r, s = decode_dss_signature(self.key.sign(body.encode(), ec.ECDSA(hashes.SHA256())))
        # RFC 7518 section 3.4: both numbers with 32 bytes each, where the library writes ASN.1.
        token = f"{body}.{packed(r.to_bytes(32) + s.to_bytes(32))}"
        return f"vapid t={token}, k={packed(public_bytes(self.key))}"


def topic_of(once: str) -> str:
    """A push that still waits at the service is replaced by a later one of the same topic (RFC 8030 section 5.4)."""
    return packed(sha256(once.encode()).digest())[:32]
