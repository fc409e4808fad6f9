"""Words too long for a line (web addresses, mostly) get places where they may break, so that none leaves the page."""

from __future__ import annotations

import re

BODY = 40  # characters that fit into a line of the body even in capitals; longer German compounds are rare
NARROW = 16  # the same for the information block
BREAK = "\u200b"  # zero width space: allows a line to end, prints nothing
PLACES = re.compile(r"(?<=[/?&=._@,;:+-])(?=\w)")


def breakable(text: str, longest: int = BODY) -> str:
    """`text` with break places in words longer than `longest`: after punctuation, else every `longest` characters."""
    return re.sub(rf"[^\s{BREAK}]{{{longest + 1},}}", lambda word: BREAK.join(_pieces(word[0], longest)), text)


def _pieces(word: str, longest: int) -> list[str]:
    parts = PLACES.split(word)
    return [part[start : start + longest] for part in parts for start in range(0, len(part), longest)]
