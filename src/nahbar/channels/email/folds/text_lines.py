"""The lines of a text and what each of them is: the sheet on which the rules of folding write."""

from __future__ import annotations

import re
from itertools import groupby, islice

from nahbar.channels.contract import Fold, FoldKind

MAX_LINES = 50_000  # lines beyond stay visible
MAX_LINE = 500  # a longer line is no marker; looking at its beginning is enough


# Marks of direction and of no width: Windows Mail sets them between all digits, phones before a quote.
INVISIBLE = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_QUOTE, _FORWARDED = FoldKind.QUOTE, FoldKind.FORWARDED  # asked of every line; a member looked up takes longer


class TextLines:
    """`lines` are cut at MAX_LINE; `kinds` has None for the writer's own."""

    def __init__(self, text: str) -> None:
        self.whole = text.split("\n")
        self.lines = [line[:MAX_LINE] for line in islice(self.whole, MAX_LINES)]
        if not text.isascii() and any(sign in text for sign in INVISIBLE):
            self.lines = [_INVISIBLE.sub("", line) for line in self.lines]
        self.filled = [bool(line) and not line.isspace() for line in self.lines]
        self.kinds: list[FoldKind | None] = [None] * len(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def mark(self, start: int, end: int, kind: FoldKind) -> None:
        """Lines `start` to `end` (exclusive) are of this kind, as far as they are nothing else yet."""
        self.kinds[start:end] = [kind if one is None else one for one in self.kinds[start:end]]

    def visible(self, number: int) -> bool:
        """Whether this line has words and is not folded."""
        return self.kinds[number] is None and self.filled[number]

    def visible_lines(self, start: int = 0, end: int | None = None) -> list[int]:
        """The lines from `start` to `end` (exclusive) that have words and are not folded by now."""
        pairs = zip(self.kinds[start:end], self.filled[start:end], strict=True)
        return [number for number, (kind, filled) in enumerate(pairs, start) if filled and kind is None]

    def next_visible(self, number: int) -> int:
        """The next line from `number` on that has words and is not folded, or the count of lines."""
        for later in range(number, len(self.lines)):
            if self.kinds[later] is None and self.filled[later]:
                return later
        return max(number, len(self.lines))

    def next_filled(self, number: int) -> int:
        """The next line from `number` on that is not blank, or the count of lines."""
        while number < len(self.lines) and not self.filled[number]:
            number += 1
        return number

    def quoted(self, number: int) -> bool:
        """Whether this line is there and marked as a quote."""
        return number < len(self.kinds) and self.kinds[number] is _QUOTE

    def stretches(self) -> list[tuple[int, int]]:
        """Runs of lines between quotes and forwarded mails, (start, end), with a visible word in each."""
        foreign = [kind is _QUOTE or kind is _FORWARDED for kind in self.kinds]
        found: list[tuple[int, int]] = []
        start = 0
        for between, run in groupby(foreign):
            end = start + len(list(run))
            if not between and self.visible_lines(start, end):
                found.append((start, end))
            start = end
        return found

    def paragraphs(self, start: int, end: int) -> list[tuple[int, int]]:
        """Runs of visible lines between `start` and `end`."""
        found: list[tuple[int, int]] = []
        for number in self.visible_lines(start, end):
            if found and found[-1][1] == number:
                found[-1] = (found[-1][0], number + 1)
            else:
                found.append((number, number + 1))
        return found

    def take_back(self, *kinds: FoldKind) -> None:
        """These kinds are the writer's own after all."""
        self.kinds = [None if kind in kinds else kind for kind in self.kinds]

    def all_folded(self) -> bool:
        """Whether no word would be visible."""
        return not any(kind is None and filled for kind, filled in zip(self.kinds, self.filled, strict=True))

    def folds(self) -> tuple[Fold, ...]:
        """Neighbours of one kind joined, blank lines between them included."""
        if not any(self.kinds):
            return ()
        spans: list[tuple[int, int, FoldKind]] = []
        position = 0
        blank_only = False
        for kind, filled, whole in zip(self.kinds, self.filled, self.whole, strict=False):
            end = position + len(whole)
            if kind is not None:
                if spans and blank_only and spans[-1][2] is kind:
                    spans[-1] = (spans[-1][0], end, kind)
                elif end > position:
                    spans.append((position, end, kind))
                blank_only = True
            elif filled:
                blank_only = False
            position = end + 1
        return tuple(Fold(*span) for span in spans)
