"""A person's own words out of a message's text, and the way back from their places to the text's."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from nahbar.conversations.models import Message


@dataclass(frozen=True, slots=True)
class OwnWords:
    """`text` is the message's without its folds. `pieces` say where a stretch begins, here and in the message."""

    text: str
    pieces: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, message: Message) -> OwnWords:
        """What is not folded, as it stands."""
        kept, pieces, length, position = [], [], 0, 0
        for start, end in [*((start, end) for start, end, _kind in message.folds), (len(message.text),) * 2]:
            if start > position:
                kept.append(message.text[position:start])
                pieces.append((length, position))
                length += start - position
            position = end
        return cls("".join(kept), tuple(pieces) or ((0, 0),))

    def place(self, position: int) -> int:
        """Where the character at `position` stands in the message's text."""
        here, there = self.pieces[bisect_right(self.pieces, position, key=lambda piece: piece[0]) - 1]
        return there + position - here

    def placed(self, data: dict[str, Any]) -> dict[str, Any]:
        """A reading of `text` whose places are those of the message's."""
        evidence = {label: [self._span(span) for span in spans] for label, spans in data["evidence"].items()}
        return {**data, "questions": [self._span(span) for span in data["questions"]], "evidence": evidence}

    def _span(self, span: dict[str, Any]) -> dict[str, Any]:
        start, end = span["start"], span["end"]
        if end <= start:
            return span
        return {**span, "start": self.place(start), "end": self.place(end - 1) + 1}
