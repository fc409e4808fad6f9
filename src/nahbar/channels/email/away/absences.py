"""From when to when somebody is away, as their automatic answer says it.

`last` is the last day away. Who is "back on 5 January" is away until the 4th; "until Friday" includes Friday, as most
people mean it, and "not in the office until Monday" does not include Monday. Years that are not written are those
that lie nearest to the day of sending. A day that no word near it explains is not used: no date is better than a
wrong one.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from nahbar.channels.contract import Absence
from nahbar.channels.email.away import day_words
from nahbar.channels.email.away.day_words import Day
from nahbar.channels.email.header.headers import Headers

MAX_TEXT = 4000
LONGEST = 1200  # days, a long parental leave; beyond, a year was misread
REACH = 80  # characters before and after a day that may explain it

_FIRST = re.compile(
    r"\b(?:vom|von|ab|zwischen|from|starting|beginning|as of|between|du|à partir du|dal|dall.|a partire dal|desde|del"
    r"|a partir del|van|vanaf|od)(?: on| am| dem| den| the| le| el)?[\s:(,]*\Z",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:seit(?: dem)?|since|depuis le|sinds)\s*\Z", re.IGNORECASE)
_CONNECTING = (
    r"[-–—]|\b(?:bis|until|till?|to|through|thru|up to|jusqu.(?:au|à)|au|al|fino al|hasta|t/m|tot(?: en met)?"
    r"|do|and|und"
    r"|et)"
)
_ARTICLES = (
    r"(?:\s*(?:einschlie(?:ß|ss)lich|einschl\.|inkl\.?|inklusive|incl\.?|including|and including|y compris"
    r"|zum|zu|dem|den"
    r"|the|le|el|il))*"
)
_UNTIL = re.compile(rf"(?:{_CONNECTING}){_ARTICLES}[\s:(,]*\Z", re.IGNORECASE)
_JOINED = re.compile(rf"[\s.]*(?:{_CONNECTING}){_ARTICLES}\s*", re.IGNORECASE)
# Alone these only join; the others of _UNTIL say "until" without a first day too.
_ONLY_JOINING = re.compile(r"(?:[-–—]|\b(?:to|au|al|do|and|und|et|a))(?: dem| den| the| le| el)?\s*\Z", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:wieder|zurück|rückkehr|back|return|resum|retour|rentr|revien|de nouveau|ritorn|rientr|di nuovo"
    r"|vuel[vt]|regres"
    r"|volver|nuevamente|terug|weer\b|z powrotem|wrac)",
    re.IGNORECASE,
)
# "will not return until", "erst am ... wieder": what looks like an end is the day of return.
_NOT_UNTIL = re.compile(r"(?:\bnot\b|n.t\b|\bnever\b)[^.!?]{0,60}\b(?:until|till|before)\b", re.IGNORECASE)
_AWAY = re.compile(
    r"\bnicht\b|urlaub|abwesend|au(?:ß|ss)er haus|geschlossen|ferien|\bout\b|\bnot\b|\baway\b|vacation"
    r"|holiday|\bleave\b"
    r"|closed|absent|congé|vacances|fermé|ferie|assent|fuori|chius|fuera|vacaciones|ausente|cerrad|afwezig|vakantie"
    r"|\bniet\b|gesloten|nieobec",
    re.IGNORECASE,
)
# A single day off: "Am 15.03. bin ich nicht im Büro", "out of the office today".
_ON = re.compile(r"(?:\b(?:am|an|on|le|il|el|op|office|büro|haus)|\A|[.!?\n(:,])\s*\Z", re.IGNORECASE)
# "Your message of 12 March" has nothing to do with an absence.
_LETTER = re.compile(
    r"(?:nachricht|mail|schreiben|anfrage|brief|message|courriel|messaggio|mensaje|bericht)"
    r"\s+(?:vom|of|from|du|del|van)\s*\Z",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\b(?:the|will|office|until|out|back|from|leave)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[!?\n;]|\.(?=\s+[A-ZÄÖÜ])")
_APPLE = re.compile(r"(start|end)Date=(\d{4}-\d\d-\d\d)")


def read(fields: Headers, subject: str, text: str, sent: date | None) -> Absence | None:
    """The absence that an automatic answer tells of, None where it names no day. `sent` is the day of sending."""
    apple = _from_apple(fields.first("x-apple-criteria"))
    if apple is not None or sent is None:
        return apple
    return in_words(text[:MAX_TEXT], sent) or in_words(subject, sent)


def in_words(text: str, sent: date) -> Absence | None:
    """The absence that a text tells of, relative to the day on which it was sent."""
    found = day_words.days(text, sent, english=len(_ENGLISH.findall(text)) > 2)
    roles: dict[str, Day] = {}
    for place, day in enumerate(found):
        begin = found[place - 1].end if place else 0
        end = found[place + 1].start if place + 1 < len(found) else len(text)
        before, after = text[max(begin, day.start - REACH) : day.start], text[day.end : min(end, day.end + REACH)]
        goes_on = place + 1 < len(found) and _JOINED.fullmatch(after) is not None
        role = _role(before, after, opened="first" in roles or "since" in roles, goes_on=goes_on)
        if role == "first" and roles.keys() & {"last", "back"}:
            continue
        if role:
            roles.setdefault(role, day)
    return _absence(roles, sent)


def _role(before: str, after: str, *, opened: bool, goes_on: bool) -> str:
    """What a day is: "first", "since", "last", "back" (first day at work), "single", or an empty text."""
    if _LETTER.search(before):
        return ""
    clause, rest = _SENTENCE_END.split(before)[-1], _SENTENCE_END.split(after)[0]
    back_before, back_after, away_after = _BACK.search(clause), _BACK.search(rest), _AWAY.search(rest)
    if _UNTIL.search(before) and (opened or not _ONLY_JOINING.search(before)):
        return "back" if _NOT_UNTIL.search(clause) else "last"
    if back_before or (back_after and (away_after is None or back_after.start() < away_after.start())):
        return "back"
    if _SINCE.search(before):
        return "since"
    if goes_on or _FIRST.search(before):
        return "first"
    away = _AWAY.search(clause) or away_after
    return "single" if away and _ON.search(before) else ""


def _absence(roles: dict[str, Day], sent: date) -> Absence | None:
    """The days put together. A first day without a year is the latest one before the last day."""
    opening, since, closing = roles.get("first"), roles.get("since"), roles.get("last") or roles.get("back")
    if opening is None and since is None and closing is None:
        single = roles.get("single")
        return Absence(single.value, single.value) if single else None
    first = opening.value if opening else _not_after(since, sent)
    last = closing.value if closing else None
    if last is not None and "last" not in roles:
        last -= timedelta(days=1)
    if opening is not None and first is not None and last is not None:
        if not opening.year_given and (first > last or (last - first).days > 366):
            first = day_words.latest_such_day(first, last)
        elif first > last and closing is not None and not closing.year_given:
            last = day_words.next_such_day(last, first)
    if first is not None and last is not None and not 0 <= (last - first).days <= LONGEST:
        return Absence(None, last)
    return Absence(first, last)


def _not_after(day: Day | None, sent: date) -> date | None:
    if day is None or day.value <= sent:
        return day.value if day else None
    return day_words.latest_such_day(day.value, sent)


def _from_apple(criteria: str) -> Absence | None:
    """Apple's servers write the dates into a field of its own, as UTC moments; the day is taken."""
    days = {}
    for which, day in _APPLE.findall(criteria[:1000]):
        try:
            days[which] = date.fromisoformat(day)
        except ValueError:
            continue
    return Absence(days.get("start"), days.get("end")) if days else None
