"""Words with their places, made even for looking up: case, umlauts, letters stretched for joy ("suuuper")."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]*@[\w.-]+|[^\W_]+(?:['’][^\W\d_]+)?|[.,;:!?()…\n]|[^\w\s]", re.UNICODE
)
# Words return: a few thousand make up most of what people write. About 100 bytes each.
REMEMBERED = 20_000
_STRETCHED = re.compile(r"(\w)\1{2,}")
# "für" and "fuer", "Straße" and "Strasse" are the same word.
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'"})
# Emoji carry a modifier that changes the colour or asks for a picture; it says nothing.
_SILENT = frozenset(map(chr, [0xFE0F, 0x200D, *range(0x1F3FB, 0x1F400)]))


class Token(NamedTuple):
    """A word, a mark or an emoji: `word` made even, and its place in the text."""

    word: str
    start: int
    end: int


@lru_cache(REMEMBERED)
def even(word: str) -> str:
    """`word` as the lexicons and models know it."""
    word = word.lower().translate(_SPELLED)
    return _STRETCHED.sub(r"\1", word) if len(word) > 3 else word


@lru_cache(REMEMBERED)
def _known(written: str) -> str:
    """Addresses and people's handles are all alike; what they are called says nothing."""
    if "@" in written:
        return "@"
    return "www" if "://" in written or written.startswith("www.") else even(written)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words and marks of `text[start:end]`, with places in `text`."""
    return [
        Token(_known(match.group()), match.start(), match.end())
        for match in _WORD.finditer(text, start, len(text) if end is None else end)
        if match.group() not in _SILENT
    ]
