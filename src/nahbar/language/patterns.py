"""Regular expressions made when first needed: importing stays cheap, German never pays for English.

A search looks for the letters that a match needs before it runs: most sentences hold none of them, and that is told
ten times faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from nahbar.language.literals import Needs, alternatives, fits, needs

# Numbered groups count through all alternatives, and flags within hold for all: such an expression stays whole.
_WHOLE = re.compile(r"(?<!\\)\((?!\?)|\(\?P<|\(\?[aiLmsux-]+[:)]|\\\d")
_FLAGS_INSIDE = re.compile(r"\(\?[aiLmsux-]+[:)]")


class Pattern:
    """A regular expression of the standard library, compiled at its first use."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source = source
        self.flags = flags
        self._even = bool(flags & re.IGNORECASE)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression itself."""
        return re.compile(self.source, self.flags)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As of `re`."""
        return self.compiled.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As of `re`."""
        return self.compiled.fullmatch(text)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As of `re`: the first place where any alternative matches, the first alternative where several do."""
        held = _lower(text) if self._even else text
        best = None
        for piece in self._pieces:
            if fits(held, piece.needs):
                found = piece.compiled.search(text, start)
                if found and (best is None or found.start() < best.start()):
                    best = found
        return best

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As of `re`."""
        held = _lower(text) if self._even else text
        if any(fits(held, piece.needs) for piece in self._pieces):
            return self.compiled.finditer(text)
        return iter(())

    def within(self, text: str) -> Pattern:
        """The same for searches in parts of `text`: without the alternatives that can match nowhere in it."""
        held = _lower(text) if self._even else text
        pieces = tuple(piece for piece in self._pieces if fits(held, piece.needs))
        narrow = Pattern(self.source, self.flags)
        narrow._pieces = pieces
        return narrow

    @cached_property
    def _pieces(self) -> tuple[_Piece, ...]:
        split = not self.flags & re.VERBOSE and not _WHOLE.search(self.source)
        return tuple(_Piece(part, self.flags) for part in (alternatives(self.source) if split else (self.source,)))


class _Piece:
    """One alternative of a pattern."""

    def __init__(self, source: str, flags: int) -> None:
        self.source, self.flags = source, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.source, self.flags)

    @cached_property
    def needs(self) -> Needs:
        if self.flags & re.VERBOSE or _FLAGS_INSIDE.search(self.source):
            return ()
        return needs(self.source.lower() if self.flags & re.IGNORECASE else self.source)


@lru_cache(64)
def _lower(text: str) -> str:
    """A sentence is asked by dozens of patterns, one after the other."""
    return text.lower()
