"""OpenPGP keys as files: out of their armour, and whose they are (RFC 9580 sections 4, 5.11 and 6)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from nahbar.channels.email.header import headers

_ARMOUR = re.compile(rb"-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n(.*?)-----END PGP PUBLIC KEY BLOCK-----", re.DOTALL)
_PUBLIC_KEY, _USER_ID = 6, 13


def binary(content: bytes) -> bytes:
    """The packets of a key file, armoured or not; several blocks one after the other."""
    if b"-----BEGIN PGP " not in content:
        return content
    return b"".join(_bare(match.group(1)) for match in _ARMOUR.finditer(content))


def _bare(block: bytes) -> bytes:
    """Base64 without the fields above it and the checksum below."""
    lines = block.replace(b"\r", b"").split(b"\n")
    start = lines.index(b"") + 1 if b"" in lines[:20] else 0
    return headers.base64_bytes(b"".join(line for line in lines[start:] if not line.startswith(b"=")))


def user_ids(keyring: bytes) -> dict[str, list[str]]:
    """The names of each key by its fingerprint (upper case). What cannot be read ends the reading."""
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for tag, body in _packets(keyring):
        if tag == _PUBLIC_KEY:
            names = found.setdefault(_fingerprint(body), [])
        elif tag == _USER_ID:
            names.append(body.decode("utf-8", "replace"))
    return found


def _fingerprint(body: bytes) -> str:
    """Version 4 with SHA-1, as gpgv of today names keys; versions 5 and 6 with SHA-256."""
    if body[:1] == b"\x04":
        return hashlib.sha1(b"\x99" + len(body).to_bytes(2, "big") + body).hexdigest().upper()  # noqa: S324 - a name, not a proof
    mark = b"\x9a" if body[:1] == b"\x05" else b"\x9b"
    return hashlib.sha256(mark + len(body).to_bytes(4, "big") + body).hexdigest().upper()


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 2 <= len(data) and data[place] & 0x80:
        head, place = data[place], place + 1
        if head & 0x40:
            tag, (size, place) = head & 0x3F, _new_size(data, place)
        else:
            tag, width = head >> 2 & 0x0F, 1 << (head & 3)
            size, place = int.from_bytes(data[place : place + width], "big"), place + width
        if size < 0 or place + size > len(data):
            return
        yield tag, data[place : place + size]
        place += size


def _new_size(data: bytes, place: int) -> tuple[int, int]:
    first = data[place]
    if first < 192:
        return first, place + 1
    if first < 224:
        return (first - 192 << 8) + int.from_bytes(data[place + 1 : place + 2], "big") + 192, place + 2
    if first == 255:
        return int.from_bytes(data[place + 1 : place + 5], "big"), place + 5
    return -1, place  # a partial length: keys never have one
