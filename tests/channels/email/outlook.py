"""TNEF as Outlook writes it, built from its specification (MS-OXTNEF) for the tests."""

from __future__ import annotations

import struct
from collections.abc import Sequence

UNICODE, STRING8, BINARY, OBJECT, LONG = 0x1F, 0x1E, 0x102, 0x0D, 0x03


def prop(key: int, kind: int, value: bytes | str | int) -> bytes:
    """One MAPI property."""
    head = struct.pack("<HH", kind, key)
    if isinstance(value, int):
        return head + struct.pack("<I", value)
    if isinstance(value, str):
        value = f"{value}\0".encode("utf-16-le" if kind == UNICODE else "cp1252")
    return head + struct.pack("<II", 1, len(value)) + value + b"\0" * (-len(value) % 4)


def props(*given: bytes) -> bytes:
    return struct.pack("<I", len(given)) + b"".join(given)


def attribute(level: int, key: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, key, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def file(name: str, content: bytes, *more: bytes) -> bytes:
    """An attachment with a short name, its content, and its long name as a property."""
    return (
        attribute(2, 0x00069002, b"\0" * 14)
        + attribute(2, 0x00018010, b"KURZ~1.TXT\0")
        + attribute(2, 0x0006800F, content)
        + attribute(2, 0x00069005, props(prop(0x3707, UNICODE, name), *more))
    )


def tnef(message: Sequence[bytes] = (), files: Sequence[bytes] = (), *attributes: bytes) -> bytes:
    """A whole winmail.dat."""
    head = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
    return head + b"".join(attributes) + attribute(1, 0x00069003, props(*message)) + b"".join(files)


def packed(rtf: bytes) -> bytes:
    """Compressed RTF that only uses literal bytes, and the reference that marks the end."""
    out, place = bytearray(), 207
    chunks = [rtf[start : start + 8] for start in range(0, len(rtf), 8)]
    for chunk in chunks:
        out += (b"\0" if len(chunk) == 8 else bytes([1 << len(chunk)])) + chunk
        place += len(chunk)
    end = struct.pack(">H", (place % 4096) << 4)
    out += end if len(rtf) % 8 else b"\x01" + end
    return struct.pack("<II4sI", len(out) + 12, len(rtf), b"LZFu", 0) + bytes(out)
