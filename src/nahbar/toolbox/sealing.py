"""Sealing of what must not be read from a stolen database: mailbox passwords, tokens, DKIM keys."""

from __future__ import annotations

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken

from nahbar.toolbox.faults import Fault


class SealBroken(Fault):
    """A sealed value cannot be opened with this server's key."""


class Seal:
    """Seals small dictionaries with Fernet (AES-128-CBC and HMAC-SHA256); the key comes from the secret."""

    def __init__(self, secret: str) -> None:
        key = hashlib.sha256(b"nahbar.sealing\0" + secret.encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def close(self, values: dict[str, str]) -> str:
        return self._fernet.encrypt(json.dumps(values).encode()).decode("ascii")

    def open(self, sealed: str) -> dict[str, str]:
        """The values of `sealed` (empty for an empty text). Raises SealBroken."""
        if not sealed:
            return {}
        try:
            values: dict[str, str] = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken as error:
            raise SealBroken(
                "The stored passwords were sealed with another secret key. "
                "Put back the old secret.key, or enter the passwords of the inboxes again."
            ) from error
        return values
