"""What a member says about the folds of a message: this belongs to it, that does not. Whole lines only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nahbar.channels.contract import FoldKind

Span = tuple[int, int, str]


def spans_of(folds: Iterable[Sequence[int | str]]) -> list[Span]:
    """Stored folds as spans."""
    return [(int(start), int(end), str(kind)) for start, end, kind in folds]


def shown(text: str, spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """`spans` without the lines from `start` to `end`."""
    first, last = _lines_around(text, start, end)
    kept: list[Span] = []
    for begin, stop, kind in spans:
        kept += [(begin, min(stop, first), kind), (max(begin, last), stop, kind)]
    return [span for span in kept if text[span[0] : span[1]].strip()]


def hidden(text: str, spans: Sequence[Span], start: int, end: int, kind: str = FoldKind.QUOTE) -> list[Span]:
    """`spans` with the lines from `start` to `end` folded as `kind`; neighbours of one kind become one."""
    first, last = _lines_around(text, start, end)
    if not text[first:last].strip():
        return list(spans)
    joined: list[Span] = []
    for begin, stop, what in sorted([*shown(text, spans, first, last), (first, last, str(kind))]):
        if joined and joined[-1][2] == what and not text[joined[-1][1] : begin].strip():
            joined[-1] = (joined[-1][0], stop, what)
        else:
            joined.append((begin, stop, what))
    return joined


def _lines_around(text: str, start: int, end: int) -> tuple[int, int]:
    """From the beginning of the line in which `start` stands to the end of the one in which `end` does."""
    first, last = max(0, min(start, end)), min(len(text), max(start, end))
    # A selection that ends at the very beginning of a line means the line before.
    if last > first and text[last - 1] == "\n":
        last -= 1
    stop = text.find("\n", last)
    return text.rfind("\n", 0, first) + 1, len(text) if stop < 0 else stop
