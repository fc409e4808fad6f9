"""Random names that people can read aloud, and signed ones that strangers cannot make."""

from __future__ import annotations

import hashlib
import hmac
import secrets

# Crockford's base32 in lower case: no i, l, o, u, so a key survives a phone call and a case-blind mail server.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_key(length: int = 12) -> str:
    """A random key of `length` characters (5 bits each)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def signature(secret: str, purpose: str, value: str, length: int = 10) -> str:
    """The first `length` characters (5 bits each) of HMAC-SHA256 over purpose and value."""
    digest = hmac.new(secret.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte & 31] for byte in digest[:length])


def sign(secret: str, purpose: str, value: str) -> str:
    """`value.signature`; `purpose` keeps a token of one use from serving another."""
    return f"{value}.{signature(secret, purpose, value)}"


def verify(secret: str, purpose: str, token: str) -> str | None:
    """The value inside `token`, or None where the signature is not ours. Constant time."""
    value, dot, given = token.lower().rpartition(".")
    if not dot or not hmac.compare_digest(given.encode(), signature(secret, purpose, value).encode()):
        return None
    return value


def hash_secret(secret: str) -> str:
    """How secrets of invitations and API keys are kept: they are long and random, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
