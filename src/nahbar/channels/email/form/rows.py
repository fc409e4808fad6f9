"""Rows of a form as programs put them into a mail: "Name: Anna", "Name<tab>Anna", or the label on its own line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

MAX_LINES = 1000
MAX_VALUE = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """`text[start:end]` is the value, `text[label:start]` the label before it."""

    label: int
    start: int
    end: int
    value: str


def read(text: str, labels: Mapping[str, tuple[str, ...]]) -> dict[str, Row]:
    """The first row with a value of each field; `labels` says how a field may be called, in any case.

    A value that stands below its label ends at the first blank line.
    """
    pattern, fields = _pattern(tuple((field, tuple(names)) for field, names in labels.items()))
    found: dict[str, Row] = {}
    waiting: tuple[str, int] | None = None  # a label whose value is expected on the next line
    position = 0
    for line in text.split("\n", MAX_LINES)[:MAX_LINES]:
        match = pattern.match(line)
        if match:
            field = fields[" ".join(match.group(1).lower().split())]
            start = position + match.end()
            value = line[match.end() :].strip(" \t*_|")
            waiting = (field, position) if not value else None
            if value and field not in found:
                found[field] = Row(position, start, position + len(line), value[:MAX_VALUE])
        elif waiting and line.strip():
            field, label = waiting
            found.setdefault(field, Row(label, position, position + len(line), line.strip(" \t*_|")[:MAX_VALUE]))
            waiting = None
        position += len(line) + 1
    return found


@lru_cache(maxsize=256)
def _pattern(labels: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for the beginning of a row, and which field a label means."""
    fields: dict[str, str] = {}
    for field, names in labels:
        for name in names:
            fields.setdefault(" ".join(name.lower().rstrip(" :*").split()), field)
    fields.pop("", None)
    longest_first = sorted(fields, key=len, reverse=True)
    words = "|".join(re.escape(name).replace(r"\ ", r"[ \t]+") for name in longest_first) or r"(?!)"
    return (
        re.compile(
            rf"[ \t>*•|_\-]{{0,8}}({words})[ \t]?(?:\([^)\n]{{0,40}}\))?[ \t]?[*_]{{0,2}}"
            rf"(?:[ \t]?[:=|]|\t|[ ]{{2}}|[ \t]*$)[ \t*_|]{{0,40}}",
            re.IGNORECASE,
        ),
        fields,
    )
