"""IPP requests and answers as bytes (RFC 8010, section 3), as much of it as printing a letter needs."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

PRINT_JOB, GET_JOBS, GET_PRINTER_ATTRIBUTES = 0x0002, 0x000A, 0x000B  # RFC 8011, 5.4.15
OPERATION_GROUP, JOB_GROUP, END = 0x01, 0x02, 0x03
INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23
NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = 0x42, 0x44, 0x45, 0x47, 0x48, 0x49

Value = int | bool | str
Attribute = tuple[int, str, Sequence[str]]  # value tag, name, values


@dataclass(frozen=True, slots=True)
class Answer:
    """A printer's answer: its status (RFC 8011, appendix B) and its groups of attributes, the first being general."""

    status: int
    groups: tuple[dict[str, list[Value]], ...]

    @property
    def good(self) -> bool:
        return self.status < 0x0100


def request(operation: int, uri: str, attributes: Sequence[Attribute], job: Sequence[Attribute] = ()) -> bytes:
    """The head of a request to the printer `uri`; a document's bytes follow it as they are."""
    general: list[Attribute] = [
        (CHARSET, "attributes-charset", ["utf-8"]),
        (LANGUAGE, "attributes-natural-language", ["en"]),
        (URI, "printer-uri", [uri]),
        (NAME, "requesting-user-name", ["nahbar"]),
    ]
    parts = [struct.pack(">BBHI", 1, 1, operation, 1), bytes([OPERATION_GROUP])]
    parts += [_attribute(attribute) for attribute in (*general, *attributes)]
    if job:
        parts += [bytes([JOB_GROUP]), *(_attribute(attribute) for attribute in job)]
    return b"".join([*parts, bytes([END])])


def _attribute(attribute: Attribute) -> bytes:
    """Further values of a set carry an empty name."""
    tag, name, values = attribute
    parts = []
    for number, value in enumerate(values):
        title, content = b"" if number else name.encode(), value.encode()
        parts.append(struct.pack(">BH", tag, len(title)) + title + struct.pack(">H", len(content)) + content)
    return b"".join(parts)


def answer(raw: bytes) -> Answer:
    """Read an answer. Raises ValueError for bytes that are none."""
    try:
        _, status, _ = struct.unpack_from(">HHI", raw)
        return Answer(status, tuple(_groups(raw)))
    except (struct.error, IndexError) as error:
        raise ValueError("This is not an IPP answer.") from error


def _groups(raw: bytes) -> list[dict[str, list[Value]]]:
    groups: list[dict[str, list[Value]]] = []
    place, last = 8, ""
    while (tag := raw[place]) != END:
        place += 1
        if tag < 0x10:  # a delimiter begins the next group
            groups.append({})
            continue
        name, place = _piece(raw, place)
        content, place = _piece(raw, place)
        last = name.decode("utf-8", "replace") or last
        if not groups:
            raise ValueError("An IPP attribute stands before the first group.")
        groups[-1].setdefault(last, []).append(_value(tag, content))
    return groups


def _piece(raw: bytes, place: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", raw, place)
    end = place + 2 + length
    if end > len(raw):
        raise ValueError("An IPP answer ends in the middle of an attribute.")
    return raw[place + 2 : end], end


def _value(tag: int, content: bytes) -> Value:
    if tag in {INTEGER, ENUM}:
        return int.from_bytes(content, "big", signed=True)
    if tag == BOOLEAN:
        return content != b"\x00"
    return content.decode("utf-8", "replace")
