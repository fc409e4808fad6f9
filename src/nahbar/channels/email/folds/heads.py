"""Heads of earlier messages inside a text: blocks of labels, words between dashes, lines of attribution."""

from __future__ import annotations

from dataclasses import dataclass

from nahbar.channels.contract import FoldKind
from nahbar.channels.email.folds import attribution, marked_quotes, markers
from nahbar.channels.email.folds.text_lines import TextLines

BLOCK_REACH = 14
LONGEST_MARKER = 120
MAX_CANDIDATES = 1500  # a thread of hundreds of mails has fewer; what comes later stays visible
LABEL_REACH = 40
MAX_POINTER = 80  # a longer line says more than where the answers stand
_PROCESSED = " processed by "  # groupware that names itself above the earlier message
_SIGNS = "-_*=—–>#:：®"


@dataclass(frozen=True, slots=True)
class Head:
    """Lines `start` to `end` (exclusive). `block` is where its labels begin, or None where it has none."""

    start: int
    end: int
    kind: FoldKind
    block: int | None = None


def mark(sheet: TextLines, *, forwarding: bool, hints: frozenset[int] = frozenset()) -> None:
    """Fold heads and what stands below them.

    The head alone is folded where marked lines follow (answers may stand between) or where nothing stands above:
    some write below an unmarked quote, and some forward without a word. Where some lines are marked, a greeting or
    "answers see below" is nothing: the answers stand in between. `hints` are lines at which the HTML of the mail says
    that an earlier message begins.
    """
    floor = tried = 0
    own_words_above = False
    answered_between = FoldKind.QUOTE in sheet.kinds
    for number in sheet.visible_lines():
        if number < floor or not sheet.visible(number):
            continue
        hinted = number in hints
        head = None
        if hinted or (tried < MAX_CANDIDATES and _may_be_head(sheet.lines[number], sheet, number)):
            tried += 1
            head = find(sheet, number, floor, hinted=hinted)
        if head is None:
            own_words_above = own_words_above or not (answered_between and _only_leads_in(sheet.lines[number]))
            continue
        kind = FoldKind.FORWARDED if forwarding and head.block is not None else head.kind
        above = own_words_above and sheet.next_visible(0) < head.start
        below = sheet.next_filled(head.end)
        marked = sheet.quoted(below) or marked_quotes.mark_other_signs(sheet, head.end)
        if above and not marked:
            sheet.mark(head.start, len(sheet), kind)
            return
        sheet.mark(head.start, head.end, kind)
        floor = head.end


def _only_leads_in(line: str) -> bool:
    return markers.GREETING.fullmatch(line) is not None or (
        len(line) < MAX_POINTER and bool(markers.POINTER.search(line))
    )


def _may_be_head(line: str, sheet: TextLines, number: int) -> bool:
    """Cheap, for every line: it begins or ends with a sign, has a label, ends with a verb or stands above a quote."""
    bare = line.strip()
    if bare[0] in _SIGNS or bare[-1] in _SIGNS or ":" in line[:LABEL_REACH] or "：" in line[:LABEL_REACH]:
        return True
    tail = bare[-12:].lower()
    if tail[-1] in markers.WROTE_LETTERS and tail.endswith(markers.WROTE_ENDINGS):
        return True
    return sheet.quoted(sheet.next_filled(number + 1))


def find(sheet: TextLines, number: int, floor: int = 0, *, hinted: bool = False) -> Head | None:
    """The head that begins with line `number`, or whose attribution ends with it (not before `floor`)."""
    line = sheet.lines[number]
    after = number
    kind = FoldKind.QUOTE
    separated = False
    if len(line) < LONGEST_MARKER:
        if markers.FORWARDED.fullmatch(line) and _is_marker(sheet, number):
            kind, after = FoldKind.FORWARDED, number + 1
        elif markers.ORIGINAL.fullmatch(line) and _is_marker(sheet, number):
            after = number + 1
        elif markers.SEPARATOR.fullmatch(line):
            separated, after = True, number + 1
    first = sheet.next_filled(after) if after > number else number
    end = _block(sheet, first, sure=hinted or (after > number and not separated))
    if end is not None:
        return Head(number, end, kind, first)
    if after > number and not separated:
        return Head(number, after, kind)
    start = attribution.start_of(sheet, number, floor)
    if start is not None:
        return Head(start, number + 1, kind)
    return Head(number, number + 1, kind) if hinted else None


def _is_marker(sheet: TextLines, number: int) -> bool:
    """Between dashes, or closed by a colon with a block of labels below it: not a sentence of the writer's."""
    line = sheet.lines[number].strip()
    if line.startswith(("--", "__", "**", "==", "——", "––", ">>", "##")) or line.endswith(("--", "__", "==")):
        return True
    if _PROCESSED in line.lower():
        return True
    below = sheet.next_filled(number + 1)
    return sheet.quoted(below) or _block(sheet, below, sure=True) is not None


def _block(sheet: TextLines, start: int, *, sure: bool) -> int | None:
    """The end of a block of labels ("Von: / Gesendet: / An: / Betreff:") that begins at `start`, or None.

    Somebody else may list "Von: Köln, An: Bonn": without a separator of a mail program (`sure`) there has to be an
    address, a date with its time, a subject beside a date, or four different labels.
    """
    if start >= len(sheet) or role_of(sheet.lines[start]) is None:
        return None
    roles: set[str] = set()
    number = start
    address = timed = False
    last_empty = False
    while number < min(len(sheet), start + BLOCK_REACH):
        line = sheet.lines[number]
        role = role_of(line)
        if role is None and not (last_empty and sheet.filled[number]) and not _continues(sheet, number):
            break
        if role is not None and role in roles and role in ("from", "subject", "date"):
            break
        found = _roles_in(line) if role is not None else set()
        roles |= found
        address = address or "@" in line
        timed = timed or (role == "date" and _has_time(line))
        last_empty = role is not None and not value_of(line)
        number += 1
    others = roles & {"date", "to", "subject"}
    if "from" not in roles or not others:
        return None
    enough = sure or address or timed or len(others) == 3 or others >= {"date", "subject"}
    return number if enough else None


def _continues(sheet: TextLines, number: int) -> bool:
    """A wrapped address list, or a blank line between labels (some programs double every newline)."""
    line = sheet.lines[number]
    following = sheet.next_filled(number + 1)
    near = following < len(sheet) and following <= number + 2 and role_of(sheet.lines[following]) is not None
    return near and (not sheet.filled[number] or line[:1] in " \t<" or "@" in line or ";" in line or ">" in line)


def role_of(line: str) -> str | None:
    """What a label at the beginning of this line announces (from, date, to, cc, subject, other), or None."""
    if ":" not in line[:LABEL_REACH] and "：" not in line[:LABEL_REACH]:
        return None
    match = markers.LABEL.match(line)
    return markers.ROLES.get(" ".join(match["label"].lower().replace("’", "'").split())) if match else None


def value_of(line: str) -> str:
    """What stands behind the label of this line, up to a further label in it."""
    match = markers.LABEL.match(line)
    if match is None:
        return ""
    value = match["value"]
    inner = markers.INNER_LABEL.search(value)
    return (value[: inner.start()] if inner else value).strip(" \t*_")


def _roles_in(line: str) -> set[str]:
    """The role of the line, and those of labels further on in it."""
    role = role_of(line)
    roles = {role} if role else set()
    for match in markers.INNER_LABEL.finditer(line):
        roles.add(markers.ROLES[match["label"].lower()])
    return roles


def _has_time(line: str) -> bool:
    return markers.CLOCK.search(line) is not None and markers.YEAR.search(line) is not None
