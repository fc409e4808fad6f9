"""The outer shell of S/MIME (CMS, RFC 5652): which kind it is, and the signed content inside.

Only what is needed to show an opaquely signed mail is read here; certificates and signatures are left to openssl.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import StrEnum

MAX_INFLATED = 64 * 1024 * 1024
MAX_PIECES = 200_000
MAX_DEPTH = 20


class Shell(StrEnum):
    """What a CMS object does with its content."""

    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    COMPRESSED = "compressed"
    UNKNOWN = "unknown"


_PKCS7 = bytes.fromhex("2a864886f70d0107")
_SMIME = bytes.fromhex("2a864886f70d01091001")
_KINDS = {
    _PKCS7 + b"\x02": Shell.SIGNED,
    _PKCS7 + b"\x03": Shell.ENCRYPTED,
    _PKCS7 + b"\x04": Shell.ENCRYPTED,  # signed and enveloped, of PKCS #7
    _PKCS7 + b"\x06": Shell.ENCRYPTED,
    _SMIME + b"\x17": Shell.ENCRYPTED,  # authenticated and enveloped (RFC 5083)
    _SMIME + b"\x09": Shell.COMPRESSED,  # RFC 3274
}
_OCTETS, _OID, _SEQUENCE, _EXPLICIT = 0x04, 0x06, 0x30, 0xA0
_CONSTRUCTED = 0x20


class _DamagedError(ValueError):
    """The bytes are no sound BER."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The kind, and the content where it can be read without a key (empty where a signature stands apart)."""

    shell: Shell
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class _Item:
    tag: int
    start: int
    end: int  # of the content
    after: int


def opened(data: bytes) -> Opened:
    """Look into a CMS object in DER or BER. Never fails: what cannot be read is `UNKNOWN`."""
    try:
        outer = _expect(_item(data, 0, len(data)), _SEQUENCE)
        kind, body = _typed(data, outer)
        shell = _KINDS.get(kind, Shell.UNKNOWN)
        if body is None or shell not in (Shell.SIGNED, Shell.COMPRESSED):
            return Opened(shell)
        _, inner = _typed(data, _third(data, _expect(_item(data, body.start, body.end), _SEQUENCE)))
        content = _octets(data, _item(data, inner.start, inner.end)) if inner else b""
        return Opened(shell, _inflated(content) if shell is Shell.COMPRESSED else content)
    except (_DamagedError, zlib.error):
        return Opened(Shell.UNKNOWN)


def _inflated(content: bytes) -> bytes:
    return zlib.decompressobj().decompress(content, MAX_INFLATED)


def _third(data: bytes, body: _Item) -> _Item:
    """EncapsulatedContentInfo: behind version and algorithm(s), in signed and in compressed data alike."""
    place = body.start
    for _ in range(2):
        place = _item(data, place, body.end).after
    return _expect(_item(data, place, body.end), _SEQUENCE)


def _typed(data: bytes, sequence: _Item) -> tuple[bytes, _Item | None]:
    """The object identifier at the head of a sequence, and the [0] behind it."""
    oid = _item(data, sequence.start, sequence.end)
    if oid.tag != _OID:
        return b"", None
    if oid.after >= sequence.end:
        return data[oid.start : oid.end], None
    body = _item(data, oid.after, sequence.end)
    return data[oid.start : oid.end], body if body.tag == _EXPLICIT else None


def _octets(data: bytes, item: _Item) -> bytes:
    """The content of an octet string, which large mails write in pieces."""
    if item.tag == _OCTETS:
        return data[item.start : item.end]
    if item.tag != _OCTETS | _CONSTRUCTED:
        raise _DamagedError
    pieces: list[bytes] = []
    place = item.start
    while place < item.end and len(pieces) < MAX_PIECES:
        piece = _item(data, place, item.end)
        if piece.tag != _OCTETS:
            break  # the two zero bytes at the end of an indefinite length
        pieces.append(data[piece.start : piece.end])
        place = piece.after
    return b"".join(pieces)


def _expect(item: _Item, tag: int) -> _Item:
    if item.tag != tag:
        raise _DamagedError
    return item


def _item(data: bytes, place: int, end: int, depth: int = 0) -> _Item:
    """Tag and place of the value at `place`, of definite or indefinite length."""
    if place + 2 > end or depth > MAX_DEPTH or data[place] & 0x1F == 0x1F:
        raise _DamagedError
    tag, length, start = data[place], data[place + 1], place + 2
    if length == 0x80:
        stop = _end_of_indefinite(data, start, end, depth)
        return _Item(tag, start, stop, stop + 2)
    if length > 0x80:
        size = length & 0x7F
        if size > 8 or start + size > end:
            raise _DamagedError
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
    if start + length > end:
        raise _DamagedError
    return _Item(tag, start, start + length, start + length)


def _end_of_indefinite(data: bytes, place: int, end: int, depth: int) -> int:
    for _ in range(MAX_PIECES):
        if data[place : place + 2] == b"\0\0":
            return place
        place = _item(data, place, end, depth + 1).after
    raise _DamagedError
