"""Which lines of a mail are not the writer's own words: they are marked, never removed.

When in doubt a line stays visible. Every rule works on lines, goes through the text once and looks at most a few
lines ahead, so the time is linear in the length of the text.
"""

from __future__ import annotations

from itertools import islice

from nahbar.channels.contract import Fold, FoldKind
from nahbar.channels.email import markers

MAX_LINES = 50_000  # lines beyond stay visible
MAX_LINE = 500  # a longer line is no marker; looking at its beginning is enough
MAX_SIGNATURE_LINES = 25
HEADER_BLOCK_REACH = 12

_ROLES = markers.role_of_labels()


def fold(text: str, subject: str = "") -> tuple[Fold, ...]:
    """The spans of `text` that a page hides at first, in order and without overlap.

    A text that would be hidden as a whole is not: then only the line or block above the quote is folded, since
    some write below an unmarked quote and some forward without a word.
    """
    lines = _Lines(text)
    lines.mark_quotes()
    lines.mark_messages_below(forwarding=markers.FORWARD_SUBJECT.match(subject) is not None)
    lines.mark_signatures()
    lines.mark_disclaimers()
    return lines.folds()


def own_words(text: str, folds: tuple[Fold, ...]) -> str:
    """`text` without its folds, for those who want only what was written."""
    kept: list[str] = []
    position = 0
    for one in folds:
        kept.append(text[position : one.start])
        position = one.end
    kept.append(text[position:])
    return "\n".join(piece.strip("\n") for piece in kept if piece.strip()).strip()


def folded(text: str, folds: tuple[Fold, ...], *kinds: FoldKind) -> str:
    """The folded words of these kinds."""
    return "\n".join(text[one.start : one.end].strip("\n") for one in folds if one.kind in kinds).strip()


class _Lines:
    """The lines of a text and what each of them is."""

    def __init__(self, text: str) -> None:
        self.whole = text.split("\n")
        self.lines = [line[:MAX_LINE] for line in islice(self.whole, MAX_LINES)]
        self.kinds: list[FoldKind | None] = [None] * len(self.lines)

    def mark(self, start: int, end: int, kind: FoldKind) -> None:
        for number in range(start, end):
            if self.kinds[number] is None:
                self.kinds[number] = kind

    def next_filled(self, number: int) -> int:
        """The next line from `number` on that is not blank, or the count of lines."""
        while number < len(self.lines) and not self.lines[number].strip():
            number += 1
        return number

    def mark_quotes(self) -> None:
        """Lines with ">". Two of them in a whole text may be anything (a shell, an arrow), but folding is no loss."""
        for number, line in enumerate(self.lines):
            if markers.QUOTED.match(line):
                self.kinds[number] = FoldKind.QUOTE

    def mark_messages_below(self, *, forwarding: bool) -> None:
        """Header lines and blocks above earlier messages, and what stands below them."""
        number = 0
        own_words_above = False
        while number < len(self.lines):
            visible = self.kinds[number] is None and bool(self.lines[number].strip())
            head = self._head(number) if visible else None
            if head is None:
                own_words_above = own_words_above or visible
                number += 1
                continue
            end, kind = head
            if forwarding and kind is FoldKind.QUOTE and not self._is_attribution(number):
                kind = FoldKind.FORWARDED
            self._fold_below(number, end, kind, whole_rest=own_words_above)
            number = end

    def _fold_below(self, start: int, end: int, kind: FoldKind, *, whole_rest: bool) -> None:
        """The head alone where a marked quote follows (answers may stand between) or nothing stands above."""
        below = self.next_filled(end)
        marked_quote = below < len(self.lines) and self.kinds[below] is FoldKind.QUOTE
        self.mark(start, len(self.lines) if whole_rest and not marked_quote else end, kind)

    def _head(self, number: int) -> tuple[int, FoldKind] | None:
        """If a head of an earlier message begins at this line: the line after it, and what it leads."""
        line = self.lines[number]
        kind = FoldKind.QUOTE
        after = number
        if markers.FORWARDED.fullmatch(line):
            kind, after = FoldKind.FORWARDED, number + 1
        elif markers.ORIGINAL.fullmatch(line) or markers.SEPARATOR.fullmatch(line):
            after = number + 1
        block_start = self.next_filled(after) if after > number else number
        block = self._header_block(block_start)
        if block is not None:
            return block, kind
        if after > number:
            return None if markers.SEPARATOR.fullmatch(line) else (after, kind)
        attribution = self._attribution(number)
        return None if attribution is None else (attribution, kind)

    def _header_block(self, start: int) -> int | None:
        """The end of a "Von: / Gesendet: / An: / Betreff:" block at `start`, or None."""
        roles: set[str] = set()
        number = start
        while number < min(len(self.lines), start + HEADER_BLOCK_REACH):
            line = self.lines[number]
            role = _role(line)
            if role is None and (number == start or not self._continues_block(number)):
                break
            if role in roles and role in ("from", "subject"):
                break
            roles.add(role or "")
            number += 1
        if "from" not in roles or not roles & {"date", "to", "subject"}:
            return None
        return number

    def _continues_block(self, number: int) -> bool:
        """A wrapped address list, or a blank line between labels (some programs double every newline)."""
        line = self.lines[number]
        following = self.next_filled(number + 1)
        near = following < len(self.lines) and following <= number + 2 and _role(self.lines[following]) is not None
        return near and (not line.strip() or line[:1] in " \t" or "@" in line or ";" in line)

    def _is_attribution(self, number: int) -> bool:
        return self._attribution(number) is not None

    def _attribution(self, start: int) -> int | None:
        """The line after "Am ... schrieb ...:" (wrapped or not) that begins at `start`, or None."""
        first = self.lines[start]
        for opening, closing in markers.HEADER_STARTS:
            if not opening.match(first):
                continue
            joined = ""
            for number in range(start, min(start + markers.QUOTE_HEADER_LINES, len(self.lines))):
                line = self.lines[number].rstrip(" *_")
                begins_anew = number > start and opening.match(line)
                if not line.strip() or begins_anew or self.kinds[number] is not None:
                    break
                joined = f"{joined} {line.strip()}"
                if closing.search(joined) and self._leads_to_quote(joined, number + 1):
                    return number + 1
        if (
            first.rstrip().endswith(":")
            and markers.NAMED_HEADER.fullmatch(first)
            and self._leads_to_quote(first, start + 1, named=True)
        ):
            return start + 1
        return None

    def _leads_to_quote(self, header: str, after: int, *, named: bool = False) -> bool:
        """Whether it is a head indeed: a marked quote follows, or it ends with ":" and has a date or an address."""
        below = self.next_filled(after)
        if below < len(self.lines) and self.kinds[below] is FoldKind.QUOTE:
            return True
        closed = header.rstrip(" *_").endswith(":")
        dated = any(sign.isdigit() for sign in header)
        if named:
            return closed and "@" in header
        return (dated and "@" in header) or (closed and (dated or "@" in header))

    def mark_signatures(self) -> None:
        for number, line in enumerate(self.lines):
            if self.kinds[number] is not None:
                continue
            if markers.MOBILE.fullmatch(line):
                self.kinds[number] = FoldKind.SIGNATURE
            elif markers.SIGNATURE_LINE.fullmatch(line):
                self._mark_signature(number)

    def _mark_signature(self, start: int) -> None:
        """From "-- " to the next fold or the end. Too long, it is a ruler between parts of the text."""
        end = start
        while end < len(self.lines) and self.kinds[end] is None:
            end += 1
        filled = sum(1 for line in self.lines[start:end] if line.strip())
        if filled > 1 and (filled <= MAX_SIGNATURE_LINES or self.lines[start] == "-- "):
            self.mark(start, end, FoldKind.SIGNATURE)

    def mark_disclaimers(self) -> None:
        """Paragraphs of legal caution; only at the beginning of a paragraph, and never the whole text."""
        begins = True
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            if begins and self.kinds[number] is None and markers.DISCLAIMER.match(line):
                end = number
                while end < len(self.lines) and self.lines[end].strip() and self.kinds[end] is None:
                    end += 1
                self.mark(number, end, FoldKind.DISCLAIMER)
                number = end
                continue
            begins = not line.strip() or self.kinds[number] is not None
            number += 1

    def folds(self) -> tuple[Fold, ...]:
        """Neighbours of one kind joined, blank lines between them included."""
        if all(kind is not None or not line.strip() for kind, line in zip(self.kinds, self.lines, strict=True)):
            self._show_something()
        spans: list[Fold] = []
        position = 0
        blank_only = False
        for kind, line, whole in zip(self.kinds, self.lines, self.whole, strict=False):
            end = position + len(whole)
            if kind is not None:
                if spans and blank_only and spans[-1].kind is kind:
                    spans[-1] = Fold(spans[-1].start, end, kind)
                else:
                    spans.append(Fold(position, end, kind))
                blank_only = True
            elif line.strip():
                blank_only = False
            position = end + 1
        return tuple(spans)

    def _show_something(self) -> None:
        """Nothing would be visible: take back disclaimers and signatures, which then are the message."""
        if any(kind in (FoldKind.DISCLAIMER, FoldKind.SIGNATURE) for kind in self.kinds):
            self.kinds = [None if kind in (FoldKind.DISCLAIMER, FoldKind.SIGNATURE) else kind for kind in self.kinds]


def _role(line: str) -> str | None:
    match = markers.LABEL.match(line)
    return _ROLES.get(" ".join(match.group("label").lower().split())) if match else None
