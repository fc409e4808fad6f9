"""A piece of a text, by its place. Places count Unicode code points, as Python does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of the text that was looked at, with those words."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The part of `text` from `start` to `end`, without white space around it."""
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        return cls(start, start + len(piece.strip()), piece.strip())

    @property
    def line(self) -> str:
        """The words on one line, for showing."""
        return " ".join(self.text.split())
