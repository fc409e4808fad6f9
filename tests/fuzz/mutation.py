"""Changing a mail as a mail: lines, parts and fields are moved, doubled and mixed with those of another."""

from __future__ import annotations

import random
from collections.abc import Callable

from fuzz.seeds import FRAGMENTS, SEEDS

MOST = 64 * 1024
Chance = random.Random
_ALL = tuple(SEEDS.values())


def mutate(raw: bytes, chance: Chance, most: int = MOST) -> bytes:
    """One to four changes; the same chance makes the same mail."""
    for _ in range(chance.randint(1, 4)):
        raw = chance.choice(CHANGES)(raw or chance.choice(_ALL), chance)[:most]
    return raw


def _span(raw: bytes, chance: Chance, longest: int = 200) -> tuple[int, int]:
    start = chance.randrange(len(raw) + 1)
    return start, min(len(raw), start + chance.randint(0, longest))


def _insert(raw: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(raw) + 1)
    return raw[:start] + chance.choice(FRAGMENTS) + raw[start:]


def _replace(raw: bytes, chance: Chance) -> bytes:
    start, end = _span(raw, chance, 20)
    return raw[:start] + chance.choice(FRAGMENTS) + raw[end:]


def _delete(raw: bytes, chance: Chance) -> bytes:
    start, end = _span(raw, chance)
    return raw[:start] + raw[end:]


def _double(raw: bytes, chance: Chance) -> bytes:
    start, end = _span(raw, chance)
    return raw[:end] + raw[start:end] * chance.choice((1, 2, 10, 100)) + raw[end:]


def _flip(raw: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(raw)) if raw else 0
    return raw[:start] + bytes([chance.randrange(256)]) + raw[start + 1 :]


def _swap_lines(raw: bytes, chance: Chance) -> bytes:
    lines = raw.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _lines_of_another(raw: bytes, chance: Chance) -> bytes:
    other = chance.choice(_ALL).split(b"\n")
    start = chance.randrange(len(other))
    lines = raw.split(b"\n")
    place = chance.randrange(len(lines) + 1)
    lines[place:place] = other[start : start + chance.randint(1, 12)]
    return b"\n".join(lines)


def _nested(raw: bytes, chance: Chance) -> bytes:
    kind = chance.choice((b"message/rfc822", b"text/rfc822-headers", b"multipart/mixed; boundary=grenze"))
    return b"Content-Type: " + kind + b"\r\n\r\n--grenze\r\n" * (b"multi" in kind) + b"\r\n" + raw


def _repeated(raw: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(raw) + 1)
    return raw[:start] + chance.choice(FRAGMENTS) * chance.choice((3, 50, 1000, 5000)) + raw[start:]


def _cut(raw: bytes, chance: Chance) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


CHANGES: tuple[Callable[[bytes, Chance], bytes], ...] = (
    *(_insert, _insert, _replace, _delete, _double, _flip, _swap_lines, _lines_of_another, _nested, _repeated, _cut),
)
