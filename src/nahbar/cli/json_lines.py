"""One JSON object a line in, one a line out: a bad line is answered with its error, and the others go on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from nahbar.toolbox.faults import Fault

# No message that a person wrote is near it; what is longer is a log or a mistake.
MOST_CHARACTERS = 1_000_000
# What such a text may take as JSON: six bytes for a character written as an escape, and as much for other fields.
MOST_BYTES = 12 * MOST_CHARACTERS


class BadLine(Fault):
    """One line cannot be answered; the sentence says why."""


def answer_lines(answer: Callable[[Mapping[str, Any]], Mapping[str, Any]], source: BinaryIO | None = None) -> int:
    """Answer every line of standard input on standard output, each as soon as it is read. Always 0."""
    for found in answers(answer, source or sys.stdin.buffer):
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


def answers(
    answer: Callable[[Mapping[str, Any]], Mapping[str, Any]], lines: Iterable[bytes]
) -> Iterator[Mapping[str, Any]]:
    """The answer to each line, or `{"error": ..., "line": ...}` with lines counted from 1."""
    for number, raw in enumerate(lines, start=1):
        try:
            yield answer(object_in(raw))
        except BadLine as bad:
            yield {"error": bad.sentence, "line": number}


def object_in(raw: bytes) -> Mapping[str, Any]:
    """The JSON object of a line. Raises BadLine."""
    if len(raw) > MOST_BYTES:
        raise BadLine(f"The line is too long: {len(raw)} bytes, at most {MOST_BYTES}.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadLine(f"The line is not UTF-8 (byte {error.start}).") from error
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadLine("The line is not JSON." if text.strip() else "The line is empty.") from error
    if not isinstance(found, dict):
        raise BadLine('The line is no JSON object, such as {"text": "..."}.')
    return found


def text_in(asked: Mapping[str, Any], name: str, *, required: bool = True) -> str:
    """The text of a field; empty where it may be missing and is. Raises BadLine."""
    value = asked.get(name)
    if value is None and not required:
        return ""
    if value is None:
        raise BadLine(f'"{name}" is missing.')
    if not isinstance(value, str):
        raise BadLine(f'"{name}" must be a text.')
    if len(value) > MOST_CHARACTERS:
        raise BadLine(f'"{name}" is too long: {len(value)} characters, at most {MOST_CHARACTERS}.')
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise BadLine(f'"{name}" holds broken Unicode: half of a surrogate pair.')
    return value
