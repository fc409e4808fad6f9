"""From when to when somebody is away, as their automatic answer says it.

`last` is the last day away. Who is "back on 5 January" is away until the 4th; "until Friday" includes Friday, as most
people mean it. Years that are not written are those that lie nearest to the day of sending. Where a day has no word
before or after it that says what it is, it is not used: no date is better than a wrong one.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from nahbar.channels.contract import Absence
from nahbar.channels.email import day_words
from nahbar.channels.email.day_words import Day
from nahbar.channels.email.headers import Headers

MAX_TEXT = 4000
LONGEST = 750  # days; beyond, the year was misread

_FIRST = re.compile(
    r"(?:\b(?:vom|von|ab|ab dem|ab den|seit|seit dem|zwischen(?: dem)?|from|starting(?: on)?|beginning(?: on)?|as of|since"
    r"|between|du|depuis le|à partir du|dal|dall.|a partire dal|desde el|desde|del|a partir del|van|vanaf|sinds|od)"
    r"(?: am| dem| the| le| el)?)[\s:(,]*\Z",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:\b(?:bis|bis zum|bis zu|bis einschlie(?:ß|ss)lich|until|till|til|to|through|thru|up to|jusqu.(?:au|à)|au|al|fino al|a"
    r"|hasta el|hasta|t/m|tot|tot en met|do|and|und(?: dem)?|et le)|[-–—])"
    r"(?:\s*(?:einschlie(?:ß|ss)lich|einschl\.|inkl\.?|inklusive|incl\.?|including|zum|dem|den|the|and including|y compris le"
    r"|le|el|il))*[\s:(,]*\Z",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\bwieder\b|\bzurück\b|\bback\b|\breturn|\bretour\b|\brentr|\brevien|\britorn|\brientr|\bdi nuovo\b|\bvuelta\b|\bregres"
    r"|\bvolver|\bterug\b|\bweer\b|\brückkehr\b|\bresum|\bde nouveau\b|\bnuevamente\b|\bz powrotem\b|\bwracam\b",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:\bnot?\b|n.t\b|nicht|kein|erst)[^.!?]{0,40}(?:until|before|vor(?: dem)?|ab(?: dem)?|am|till)?[\s:]*\Z",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\bnicht\b|urlaub|abwesend|außer haus|ausser haus|geschlossen|ferien|\bout of\b|\bout\b|\bnot\b|\baway\b|vacation|holiday"
    r"|\bleave\b|closed|absent|congé|vacances|fermé|ferie|assent|fuori|chius|fuera|vacaciones|ausente|cerrad|afwezig|vakantie"
    r"|niet\b|gesloten",
    re.IGNORECASE,
)
_ON = re.compile(r"(?:\b(?:am|an|on|le|il|el|op)|\A|[.!?\n(:])\s*\Z", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|will|office|until|out|back|from|leave)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[!?\n;]|\.(?=\s+[A-ZÄÖÜ])")
_APPLE = re.compile(r"(start|end)Date=(\d{4}-\d\d-\d\d)")


def read(fields: Headers, subject: str, text: str, sent: date | None) -> Absence | None:
    """The absence that an automatic answer tells of, None where it names no day. `sent` is the day of sending."""
    apple = _from_apple(fields.first("x-apple-criteria"))
    if apple is not None or sent is None:
        return apple
    for part in (text[:MAX_TEXT], subject):
        found = in_words(part, sent)
        if found is not None:
            return found
    return None


def in_words(text: str, sent: date) -> Absence | None:
    """The absence that a text tells of, relative to the day on which it was sent."""
    english = len(_ENGLISH.findall(text)) > 2
    found = day_words.days(text, sent, english=english)
    first: date | None = None
    last: date | None = None
    single: date | None = None
    for place, day in enumerate(found):
        before = text[found[place - 1].end if place else 0 : day.start][-80:]
        after = text[day.end : found[place + 1].start if place + 1 < len(found) else len(text)][:80]
        role = _role(before, after, opened=first is not None)
        if role == "first" and first is None and last is None:
            first = day.value
        elif role == "last" and last is None:
            last = day.value
        elif role == "back" and last is None:
            last = day.value - timedelta(days=1)
        elif role == "single" and single is None:
            single = day.value
    if first is None and last is None:
        first = last = single
    return _checked(first, last, found)


def _role(before: str, after: str, *, opened: bool) -> str:
    """What a day is: "first", "last", "back", "single" (a day off), or an empty text."""
    clause = _SENTENCE_END.split(before)[-1]
    rest = _SENTENCE_END.split(after)[0]
    back_after, away_after = _BACK.search(rest), _AWAY.search(rest)
    comes_back = back_after is not None and (away_after is None or back_after.start() < away_after.start())
    back_before = _BACK.search(clause) is not None
    if _UNTIL.search(before):
        if before.strip() in ("-", "–", "—", "and", "und", "to", "a", "al", "au", "do", "et le") and not opened:
            return ""
        return "back" if back_before and _NOT_BEFORE.search(clause) else "last"
    if back_before or comes_back:
        return "back"
    if _FIRST.search(before):
        return "first"
    away = _AWAY.search(clause) or _AWAY.search(rest)
    return "single" if away and (_ON.search(before) or clause.strip() == "" or away_after) else ""


def _checked(first: date | None, last: date | None, found: list[Day]) -> Absence | None:
    """A first day after the last one was read a year too late, where nobody wrote the year."""
    if first is None and last is None:
        return None
    if first is not None and last is not None and first > last:
        given = {day.value for day in found if day.year_given}
        if first in given and last not in given:
            last = day_words.near(last.day, last.month, first) or last
        elif first not in given:
            first = _year_before(first)
        if first > last:
            return Absence(None, last)
    if first is not None and last is not None and (last - first).days > LONGEST:
        return Absence(None, last)
    return Absence(first, last)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _from_apple(criteria: str) -> Absence | None:
    """iCloud writes the dates of the absence into a header of its own (UTC moments; the day is taken)."""
    days = {}
    for which, day in _APPLE.findall(criteria[:1000]):
        try:
            days[which] = date.fromisoformat(day)
        except ValueError:
            continue
    return Absence(days.get("start"), days.get("end")) if days else None
