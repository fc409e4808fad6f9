"""Legal caution, environmental reminders and the banners of mail gateways: whole paragraphs, never the whole text."""

from __future__ import annotations

from nahbar.channels.contract import FoldKind
from nahbar.channels.email.folds import markers
from nahbar.channels.email.folds.text_lines import TextLines

ENOUGH_WORDS = 3  # different words of caution in one paragraph, two where it begins like one
SHORT_BANNER = 220
SHORTEST = 100  # characters, roughly, of a paragraph that says all that without saying what it is
MAX_HEADING = 40


def mark(sheet: TextLines) -> None:
    """Fold paragraphs of caution. One in which somebody says "I" is that person's own, whatever it speaks of."""
    heading: int | None = None
    for start, end in sheet.stretches():
        for first, last in sheet.paragraphs(start, end):
            beginning = _beginning(sheet, first, last)
            if beginning is None:
                if heading is not None and not _personal(sheet, first, last):
                    beginning = first
                else:
                    heading = None
                    continue
            elif last - first == 1 and len(sheet.lines[first]) < MAX_HEADING and not _banner(sheet, first, last):
                heading = first
                continue
            sheet.mark(first if heading is None else heading, last, FoldKind.DISCLAIMER)
            sheet.mark(beginning, last, FoldKind.DISCLAIMER)


def _beginning(sheet: TextLines, first: int, last: int) -> int | None:
    """The line at which caution begins in this paragraph (its first, or one below a name or a rule), or None."""
    for number in range(first, last):
        line = sheet.lines[number]
        if number > first and len(sheet.lines[number - 1]) > MAX_HEADING:
            continue  # in the middle of running text
        opens = markers.CAUTION.match(line) is not None
        if opens and last - first == 1 and len(line) < MAX_HEADING and _is_heading(line):
            return number
        if _banner(sheet, number, last) and not _personal(sheet, number, last):
            return number
        long = number == first and len(line) + 60 * (last - first - 1) > SHORTEST
        if (opens or long) and _words(sheet, number, last) >= ENOUGH_WORDS - opens:
            return None if _personal(sheet, number, last) else number
    return None


def _is_heading(line: str) -> bool:
    bare = line.strip(" *_:#-")
    return bool(bare) and len(bare.split()) <= 3 and not bare.endswith((".", "!", "?"))


def _banner(sheet: TextLines, number: int, last: int) -> bool:
    line = sheet.lines[number]
    return markers.BANNER.match(line) is not None and (last - number <= 3 or len(line) > SHORT_BANNER)


def _words(sheet: TextLines, first: int, last: int) -> int:
    return markers.caution_words(" ".join(sheet.lines[first:last]))


def _personal(sheet: TextLines, first: int, last: int) -> bool:
    return not markers.FIRST_PERSON.isdisjoint(markers.words(" ".join(sheet.lines[first:last])))
