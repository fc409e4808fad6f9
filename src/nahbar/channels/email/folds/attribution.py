"""The line above a quote: "Am 3. Mai 2024 um 10:00 schrieb Anna <anna@...>:", wrapped or not, in any language.

No list of whole phrases: what counts is which signs come together (a verb of writing, a date, a time, an address,
a colon) and whether marked lines follow. So programs and languages that nobody listed are mostly found too.
"""

from __future__ import annotations

import re

from nahbar.channels.email.folds import markers
from nahbar.channels.email.folds.text_lines import TextLines

REACH = 5  # lines that one attribution may be wrapped over
LONGEST = 420
_EDGES = " \t*_-—–\u200b\ufeff"
_COLONS = (":", "：")
# Nothing but a preposition, a weekday or a dash before the date.
_DATE_FIRST = re.compile(r"[\W_]*(?:[^\W\d_]{1,12}[.,]{0,2}\s){0,4}[\W_]{0,3}\d")
# "schrieb mir Herr Kurz" is told, not written by a mail program.
_TOLD = re.compile(
    r"(?<![\w.@-])(?:mir|uns|ihnen|ich|wir|er|me|us|i|we|herr|frau|ihr|ihre|mein|meine|unser|unsere|mr|mrs|ms|to|dass|that|da|als"
    r"|m'a|nous|mi|ci|nos)(?![\w@-])",
    re.IGNORECASE,
)
_TOLD_NEAR = re.compile(r"(?<![\w.@-])(?:mir|uns|ich|wir|me|us|i|we|dass|that)(?![\w@-])", re.IGNORECASE)
_YOU_WROTE = re.compile(r"(?:you wrote|schrieben sie|schriebst du|vous avez écrit)\s*:\Z", re.IGNORECASE)
_NAME_ONLY = re.compile(r"[\w.'’\"“”„() -]{2,60}\s(?:schrieb|wrote|writes|schreibt|a écrit|ha scritto)\s?:")
_CLOSED_ADDRESS = re.compile(r"(?:[>)\]]|@[\w.-]+)\s*[\"”]?\s*[:：]\Z")
_QUOTATION_MARKS = "„\"“”»«‚'‘"


def start_of(sheet: TextLines, end: int, floor: int) -> int | None:
    """If an attribution ends with line `end`: the line at which it begins, not before `floor`. Else None."""
    tail = sheet.lines[end].rstrip(_EDGES)
    below = sheet.next_filled(end + 1)
    marked = sheet.quoted(below)
    if not (tail.endswith(_COLONS) or marked or tail.lower().endswith(markers.WROTE_ENDINGS)):
        return None
    joined = ""
    found: int | None = None
    for number in range(end, max(floor, end - REACH) - 1, -1):
        if number < 0 or not sheet.visible(number):
            break
        line = sheet.lines[number].strip()
        joined = f"{line} {joined}".strip() if joined else line.rstrip(_EDGES)
        if len(joined) > LONGEST:
            break
        if _is_attribution(sheet, joined, number, below, marked=marked):
            found = number
            if markers.DATE.search(joined) and joined.count("<") >= joined.count(">"):
                break
        elif found is not None:
            break
    return found


def _is_attribution(sheet: TextLines, joined: str, start: int, below: int, *, marked: bool) -> bool:
    dated = markers.DATE.search(joined) is not None
    address = "@" in joined and markers.ADDRESS.search(joined) is not None
    verb = _last_verb(joined)
    closed = joined.endswith(_COLONS)
    date_first = dated and _DATE_FIRST.match(joined) is not None
    if marked:
        return _above_marked(joined, verb, dated=dated, address=address, closed=closed, date_first=date_first)
    if address:
        if verb is None:
            return date_first and _CLOSED_ADDRESS.search(joined) is not None and _stands_apart(sheet, start)
        closed = closed or joined[verb.end() :].strip(_EDGES) == ""
        return closed and (dated or _stands_apart(sheet, start)) and not _talks(joined, verb)
    if verb is None or not closed or not date_first or _quotation_follows(sheet, below):
        return False
    if markers.TIME.search(joined) and not _TOLD.search(joined):
        return True
    alone = _stands_apart(sheet, start) and below > start + 1 and not sheet.filled[below - 1]
    return alone and _YOU_WROTE.search(joined) is not None and markers.YEAR.search(joined) is not None


def _above_marked(
    joined: str, verb: re.Match[str] | None, *, dated: bool, address: bool, closed: bool, date_first: bool
) -> bool:
    """Directly above marked lines fewer signs are enough, but a sentence of the writer's stays."""
    if verb is None:
        return (dated and address) or (date_first and closed and markers.TIME.search(joined) is not None)
    if _talks(joined, verb):
        return False
    if dated or address:
        return closed or date_first or joined[verb.end() :].strip(_EDGES + ">") == ""
    return closed and _NAME_ONLY.fullmatch(joined) is not None and _TOLD.search(joined) is None


def _last_verb(joined: str) -> re.Match[str] | None:
    found = None
    for match in markers.WROTE.finditer(joined):
        found = match
    return found


def _talks(joined: str, verb: re.Match[str]) -> bool:
    """More than one sentence, or told to somebody ("schrieb mir")."""
    told = _TOLD_NEAR.search(joined, max(0, verb.start() - 12))
    return "? " in joined or "! " in joined or (told is not None and told.start() < verb.end() + 12)


def _stands_apart(sheet: TextLines, start: int) -> bool:
    return start == 0 or not sheet.filled[start - 1] or sheet.kinds[start - 1] is not None


def _quotation_follows(sheet: TextLines, below: int) -> bool:
    """Quotation marks are set by people, not by mail programs."""
    return below < len(sheet) and sheet.lines[below].lstrip()[:1] in _QUOTATION_MARKS
