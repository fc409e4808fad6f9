"""MAPI properties as TNEF writes them (MS-OXTNEF section 2.1.3.4)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from nahbar.channels.email.text import charsets
from nahbar.toolbox.faults import Fault

MAX_PROPERTIES = 20_000
MAX_VALUES = 10_000

_OBJECT, _STRING8, _UNICODE, _BINARY = 0x000D, 0x001E, 0x001F, 0x0102
_VARIABLE = {_OBJECT, _STRING8, _UNICODE, _BINARY}
_MULTIPLE = 0x1000
_NAMED_FROM = 0x8000
_SIZES = {0x0001: 0, 0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0048: 16}  # all others: 8


class MapiFault(Fault):
    """The properties are damaged."""


@dataclass(slots=True)
class Properties:
    """Values by property id; of those with several values, the first."""

    code_page: str
    values: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    def raw(self, key: int) -> bytes:
        """The bytes of a binary or object value, or nothing."""
        kind, value = self.values.get(key, (0, b""))
        return value if kind in (_BINARY, _OBJECT) else b""

    def is_object(self, key: int) -> bool:
        return self.values.get(key, (0, b""))[0] == _OBJECT

    def text(self, key: int) -> str:
        kind, value = self.values.get(key, (0, b""))
        if kind == _UNICODE:
            return charsets.clean(value.decode("utf-16-le", "replace").rstrip("\0"))
        return charsets.decode(value.rstrip(b"\0"), self.code_page)[0] if kind == _STRING8 else ""

    def number(self, key: int) -> int:
        value = self.values.get(key, (0, b""))[1]
        return int(struct.unpack_from("<I", value)[0]) if len(value) >= 4 else 0


def properties(data: bytes, code_page: str) -> Properties:
    """Read a block of properties. Raises MapiFault or struct.error where it is damaged."""
    found = Properties(code_page)
    (count,) = struct.unpack_from("<I", data)
    place = 4
    for _ in range(min(count, MAX_PROPERTIES)):
        kind, key = struct.unpack_from("<HH", data, place)
        place += 4
        if key >= _NAMED_FROM:
            place = _skip_name(data, place)
        value, place = _value(data, place, kind)
        found.values.setdefault(key, (kind & ~_MULTIPLE, value))
    return found


def _skip_name(data: bytes, place: int) -> int:
    (is_text,) = struct.unpack_from("<I", data, place + 16)  # behind the GUID of its set
    (number,) = struct.unpack_from("<I", data, place + 20)
    return place + 24 + (_padded(number) if is_text else 0)


def _value(data: bytes, place: int, kind: int) -> tuple[bytes, int]:
    """The (first) value of a property and the place behind all of its values."""
    plain = kind & ~_MULTIPLE
    count = 1
    if plain in _VARIABLE or kind & _MULTIPLE:
        (count,) = struct.unpack_from("<I", data, place)
        place += 4
    if count > MAX_VALUES:
        raise MapiFault("A property of the message has too many values.")
    first = b""
    for number in range(count):
        size = _SIZES.get(plain, 8)
        if plain in _VARIABLE:
            (size,) = struct.unpack_from("<I", data, place)
            place += 4
        if place + size > len(data):
            raise MapiFault("A property of the message reaches beyond its end.")
        first = data[place : place + size] if number == 0 else first
        place += _padded(size)
    return first, place


def _padded(size: int) -> int:
    return (size + 3) & ~3
