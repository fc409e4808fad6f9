"""Lines that begin with ">": mostly somebody else's words, now and then a list, a comparison or code."""

from __future__ import annotations

import re
from itertools import groupby

from nahbar.channels.contract import FoldKind
from nahbar.channels.email.folds import markers
from nahbar.channels.email.folds.text_lines import TextLines

WIDE = 66  # programs that break quoted lines without a new mark break them at 72 to 78 characters
_COMPARISON = re.compile(r"\s{0,3}>\s?=?\s?(?!\d{1,2}[.)]\s|.*\?\s*\Z)[\d€$%]|\s{0,3}>=|\s{0,3}>>> \w|\s{0,3}>From ")
_ITEM = re.compile(r"\s{0,3}>\s?[^>\s].{0,58}[^.?!:,>]\s*\Z")
# "> Konto", of a path through menus
_STEP = re.compile(r"\s{0,3}>\s?[^\s>]{1,20}(?: [^\s>]{1,15}){0,2}[^.?!:,\s]\s*")
_AL_SIGN = re.compile(r"\s{0,3}(?:\||[A-Za-z]{1,3}>)")


def mark(sheet: TextLines) -> None:
    """Fold the lines with ">"; what may be the writer's own list or comparison stays visible."""
    start = 0
    for marked, run in groupby([">" in line[:4] and markers.QUOTED.match(line) is not None for line in sheet.lines]):
        end = start + len(list(run))
        if marked and not _own(sheet, start, end):
            sheet.mark(start, end, FoldKind.QUOTE)
        start = end
    if FoldKind.QUOTE in sheet.kinds:
        _mark_broken_lines(sheet)


def _own(sheet: TextLines, start: int, end: int) -> bool:
    """A comparison ("> 5 bar"), a line of code, mbox's ">From", or a list under a line that announces it."""
    lines = sheet.lines[start:end]
    above = sheet.lines[start - 1].rstrip() if start else ""
    if len(lines) == 1 and _COMPARISON.match(lines[0]):
        return not markers.WROTE.search(above)
    if all(line.lstrip().startswith(">>> ") for line in lines) and not above.endswith(":"):
        return not markers.WROTE.search(above)
    if above and above[-1] not in ".,!?:;>" and all(_STEP.fullmatch(line) for line in lines):
        return not _leads(above)
    announced = above.endswith(":") and not markers.QUOTED.match(above)
    return announced and not _leads(above) and all(_ITEM.match(line) for line in lines)


def _leads(line: str) -> bool:
    return bool(markers.WROTE.search(line) or markers.ADDRESS.search(line) or markers.DATE.search(line))


def _mark_broken_lines(sheet: TextLines) -> None:
    """Ends of quoted lines that a program broke off without repeating the mark ("comb quoting")."""
    for number in sheet.visible_lines(1, len(sheet) - 1):
        if not sheet.quoted(number - 1) or not sheet.quoted(number + 1):
            continue
        above, line = sheet.lines[number - 1].rstrip(), sheet.lines[number]
        soft_break = above.endswith("=") and len(above) >= WIDE  # of quoted-printable that nobody decoded
        if soft_break or (
            len(above) >= WIDE and above[-1] not in ".?!:>" and line[:1].islower() and len(line) < len(above)
        ):
            sheet.kinds[number] = FoldKind.QUOTE


def mark_other_signs(sheet: TextLines, start: int) -> bool:
    """Below a head: fold lines with "|" or with initials ("AL> "). True where there are any."""
    number = sheet.next_filled(start)
    first = number
    while number < len(sheet) and (_AL_SIGN.match(sheet.lines[number]) or not sheet.filled[number]):
        number += 1
    if number > first:
        sheet.mark(first, number, FoldKind.QUOTE)
    return number > first
