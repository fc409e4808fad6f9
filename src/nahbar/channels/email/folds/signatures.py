"""What a mail program or its user adds below every text: the lines of phones, letterheads, footers of lists.

The closing words and the name below them are the writer's own and stay visible (docs/developing/mail-text.md says
why); what follows the name is the signature if it has a telephone number, an address or the like.
"""

from __future__ import annotations

import re

from nahbar.channels.contract import FoldKind
from nahbar.channels.email.folds import letterhead, markers
from nahbar.channels.email.folds.text_lines import TextLines

MAX_LINES = 30
MAX_PHONE_LINE = 160
MAX_PHONE_WORDS = 14
TAIL = 150  # lines at the end of a stretch in which a signature may begin
MAX_CLOSING = 80
NAME_LINES = 3
SHORT = 3
MAX_REST = 40
_WRAPPED = ("diese ", "die ", "gesendet ", "sent ", "von ", "this ")
_DELIMITER = re.compile(r"(?:--|[—–]{1,10})\s?")
_RULE = re.compile(r"\s*(?:[-_=*~—–#]{3,}|(?:[-_*] ){3,}[-_*]?)\s*")
_RULES = frozenset("-_=*~—–#")  # what both of them begin with
_RULES_AND_BLANK = _RULES | {" "}
_AFTERTHOUGHT = re.compile(r"\s*(?:p\.?\s?p?\.?s\.?|nachtrag|übrigens|btw)\s?[:.!,)\s-]", re.IGNORECASE)
_LIST_FOOTER = re.compile(
    r"mailing[ -]?list|mailingliste|liste de diffusion|mailinglijst|listinfo|google groups|unsubscribe|abbestellen"
    r"|abzumelden|abmelden|désabonner|subscribed to|gruppe abonniert",
    re.IGNORECASE,
)


def mark_phones(sheet: TextLines) -> None:
    """Whole lines like "Von meinem iPhone gesendet", also where they are wrapped or carry a link."""
    for number in sheet.visible_lines():
        line = sheet.lines[number]
        if len(line) > MAX_PHONE_LINE or line.count(" ") > MAX_PHONE_WORDS or not sheet.visible(number):
            continue
        if _is_phone_line(line):
            sheet.kinds[number] = FoldKind.SIGNATURE
            above = number - 1
            if above >= 0 and _DELIMITER.fullmatch(sheet.lines[above]):
                sheet.mark(above, number, FoldKind.SIGNATURE)
        elif _is_wrapped_phone_line(sheet, number):
            sheet.mark(number, number + 2, FoldKind.SIGNATURE)


def _is_wrapped_phone_line(sheet: TextLines, number: int) -> bool:
    below = number + 1
    if below >= len(sheet) or not sheet.visible(below) or len(sheet.lines[below]) > MAX_REST:
        return False
    line = sheet.lines[number]
    return line.lower().startswith(_WRAPPED) and _is_phone_line(f"{line.rstrip()} {sheet.lines[below]}")


def _is_phone_line(line: str) -> bool:
    if "](" in line:
        line = markers.MARKDOWN_LINK.sub(r"\1", line)
    if "://" in line or "mailto:" in line:
        line = markers.TRAILING_LINK.sub("", line)
    return markers.PHONE.fullmatch(line) is not None


def mark_told(sheet: TextLines, start: int, end: int) -> None:
    """What the HTML calls a signature is one, except where somebody wrote into it."""
    lines = [line for number, line in enumerate(sheet.lines[start:end], start) if sheet.visible(number)]
    personal = any(line.rstrip().endswith("?") for line in lines)
    if personal or not markers.FIRST_PERSON.isdisjoint(markers.words(" ".join(lines))):
        end = letterhead.reach(sheet, start, min(end, len(sheet)))
    sheet.mark(start, min(end, len(sheet)), FoldKind.SIGNATURE)


def mark(sheet: TextLines) -> None:
    """Fold signatures in every stretch of own words: at a delimiter, below a closing, or a letterhead at the end."""
    for start, end in sheet.stretches():
        reach = _at_list_footer(sheet, start, end)
        reach = _at_delimiter(sheet, start, reach)
        if not _below_closing(sheet, start, reach):
            _at_the_end(sheet, start, reach)


def _at_list_footer(sheet: TextLines, start: int, end: int) -> int:
    """A rule and, right below it, the words of a mailing list. The line at which own words end."""
    for number in range(max(start, end - MAX_LINES), end):
        line = sheet.lines[number]
        if line.lstrip()[:1] in _RULES and (_RULE.fullmatch(line) or _DELIMITER.fullmatch(line)):
            below = " ".join(sheet.lines[number + 1 : min(end, number + 4)])
            if _LIST_FOOTER.search(below) and markers.FIRST_PERSON.isdisjoint(markers.words(below)):
                sheet.mark(number, end, FoldKind.SIGNATURE)
                return number
    return end


def _at_delimiter(sheet: TextLines, start: int, end: int) -> int:
    """Fold below the first line that is a delimiter; the line at which own words end."""
    for number in range(max(start, end - TAIL), end):
        line = sheet.lines[number]
        if line[:1] not in _RULES_AND_BLANK or not sheet.visible(number):
            continue
        if _DELIMITER.fullmatch(line):
            reached = _below_delimiter(sheet, number, start, end)
        elif _RULE.fullmatch(line):
            reached = _below_rule(sheet, number, start, end)
        else:
            continue
        if reached > number:
            sheet.mark(number, reached, FoldKind.SIGNATURE)
            return number
    return end


def _below_delimiter(sheet: TextLines, number: int, start: int, end: int) -> int:
    """Up to where the signature reaches. RFC 3676, section 4.3: all below "-- ", however it looks.

    Without the blank it has to look like a signature as a whole, or be short and follow a quote.
    """
    filled = sum(1 for line in range(number + 1, end) if sheet.visible(line))
    if not filled:  # what stands below is folded already: a disclaimer, the line of a phone
        return number + 1 if start < number and sheet.next_filled(number + 1) < end else number
    if filled > MAX_LINES:
        return number
    if sheet.lines[number] == "-- ":
        return end
    first = sheet.next_visible(number + 1)
    if sheet.next_visible(start) == number and filled <= SHORT and start > 0:
        return end
    reached = letterhead.reach(sheet, first, end)
    if sheet.next_visible(reached) < end:
        return number
    dashes = sheet.lines[number].rstrip() == "--"
    named = letterhead.is_name(sheet.lines[first])
    return end if dashes or named or letterhead.strong(sheet, first, reached) else number


def _below_rule(sheet: TextLines, number: int, start: int, end: int) -> int:
    """Up to where the letterhead below a rule reaches: to the end, or at least some lines where a closing stands "
    "above.
    """
    reached = letterhead.reach(sheet, number + 1, end)
    closed = number > start and markers.CLOSING.fullmatch(sheet.lines[_filled_above(sheet, number, start)])
    complete = sheet.next_visible(reached) >= end or (closed and reached > number + 2)
    return reached if complete and letterhead.strong(sheet, number + 1, reached) else number


def _filled_above(sheet: TextLines, number: int, start: int) -> int:
    above = number - 1
    while above > start and not sheet.filled[above]:
        above -= 1
    return above


def _below_closing(sheet: TextLines, start: int, end: int) -> bool:
    """True where a closing was found; its name stays, a letterhead below the name is folded."""
    for number in reversed(sheet.visible_lines(max(start, end - MAX_LINES), end)):
        line = sheet.lines[number]
        if len(line) > MAX_CLOSING or markers.CLOSES.match(line) is None:
            continue
        if markers.CLOSING.fullmatch(line):
            below = _after_name(sheet, sheet.next_visible(number + 1), end)
        elif markers.CLOSING_WITH_NAME.fullmatch(line):
            below = number + 1
        else:
            continue
        _fold_letterhead(sheet, below, end)
        return True
    return False


def _after_name(sheet: TextLines, number: int, end: int) -> int:
    """The line after the names that sign: one, and more where they go on ("und Peter")."""
    for taken in range(NAME_LINES):
        if number >= end:
            break
        line = sheet.lines[number]
        if not letterhead.is_name(line):
            break
        if taken and not letterhead.goes_on(sheet.lines[number - 1], line):
            break
        number += 1
        if letterhead.announces_name(line):
            number = sheet.next_filled(number)
    return number


def _fold_letterhead(sheet: TextLines, start: int, end: int) -> None:
    first = sheet.next_visible(start)
    if first >= end or _AFTERTHOUGHT.match(sheet.lines[first]):
        return
    reached = letterhead.reach(sheet, first, end)
    if reached > first and letterhead.strong(sheet, first, reached):
        sheet.mark(first, reached, FoldKind.SIGNATURE)


def _at_the_end(sheet: TextLines, start: int, end: int) -> None:
    """A letterhead without any closing: the last paragraphs, if two lines at least have a strong sign.

    Below a colon or a sentence without an end stands what the writer means to tell.
    """
    paragraphs = sheet.paragraphs(max(start, end - TAIL), end)
    first = len(paragraphs)
    while first > 1 and letterhead.is_block(sheet, *paragraphs[first - 1]):
        first -= 1
    if first == len(paragraphs) or first == 0:
        return
    above = sheet.lines[paragraphs[first - 1][1] - 1].rstrip()
    begin = paragraphs[first][0]
    if (
        above.endswith((".", "!", "?", ")"))
        and not sheet.lines[begin].rstrip().endswith(",")
        and letterhead.strength(sheet, begin, end) >= 2
        and (letterhead.is_name(sheet.lines[begin]) or letterhead.is_strong(sheet.lines[begin]))
    ):
        sheet.mark(begin, end, FoldKind.SIGNATURE)
