# ruff: noqa: E501 - one pattern or sentence a line reads better than its pieces
"""Days that people name in German and English, and which day that is, seen from now."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nahbar.language.patterns import Pattern

_I = re.IGNORECASE
_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_EN_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_EN_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = {
    "einem": 1, "einer": 1, "eines": 1, "ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
    "neun": 9, "zehn": 10, "vierzehn": 14, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "fourteen": 14,
}  # fmt: skip
_NUMBER = r"(?P<number>\d{1,3}|" + "|".join(_NUMBERS) + r")"
_WEEKDAY = r"(?P<weekday>montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
_TIME_OF_DAY = r"(?:abend|morgen|vormittag|mittag|nachmittag|früh)?"
_MONTH = r"(?P<month>jan(?:uar)?|jänner|feb(?:ruar)?|märz|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dez(?:ember)?)\b"
_EN_WEEKDAY = r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_EN_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
_BY = r"(?:(?:bis (?:spätestens )?|spätestens (?:bis )?|noch |schon |gleich |ab |seit )?(?:zum |am |im Lauf(?:e)? (?:des |der )?|vor )?(?:kommenden? |nächsten? |diesen? |dem |den )?)"
_BY_EN = r"(?:(?:by|on|no later than|before|until|at the latest by|within|sometime)\s+)?(?:the )?"
_LATEST = r"(?:\s+at the latest|\s+spätestens)?"

Resolver = Callable[[re.Match[str], date, datetime], "date | None"]


@dataclass(frozen=True, slots=True)
class Day:
    """A day named in a text: its place there, and which day it is; None where only a known now could tell."""

    start: int
    end: int
    day: date | None


def _count(match: re.Match[str]) -> int:
    written = match.group("number").lower()
    return int(written) if written.isdigit() else _NUMBERS[written]


def _next(weekday: int, today: date) -> date:
    """The coming day of this name; today's own name means the one in a week."""
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


def _workdays(count: int, today: date) -> date:
    day = today
    while count > 0:
        day += timedelta(1)
        count -= day.weekday() < 5
    return day


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _week(today: date, weeks: int, weekday: int) -> date:
    return today + timedelta(7 * weeks + weekday - today.weekday())


def _weekday_number(name: str) -> int:
    name = name.lower()
    if name == "sonnabend":
        return 5
    return _DAYS.index(name) if name in _DAYS else _EN_DAYS.index(name)


def _month_number(name: str) -> int:
    short = name.lower()[:3].replace("jän", "jan")
    return (_MONTHS.index(short) if short in _MONTHS else _EN_MONTHS.index(short)) + 1


def _calendar(day: int, month: int, year: str | None, today: date) -> date | None:
    try:
        if year:
            number = int(year)
            return date(number + 2000 if number < 100 else number, month, day)
        found = date(today.year, month, day)
        # "Am 5. Januar", said in December, is the next one.
        return found if (today - found).days <= 183 else date(today.year + 1, month, day)
    except ValueError:
        return None


def _named_day(match: re.Match[str], today: date, _now: datetime) -> date | None:
    said = match.group().lower()
    found = _next(_weekday_number(match.group("weekday")), today)
    of_next_week = re.search(r"nächste[rn]? woche|kommende[rn]? woche|next week", said)
    if of_next_week or (said.find("next ") >= 0 and found.isocalendar().week == today.isocalendar().week):
        return _week(today, 1, found.weekday())
    return found


def _in_units(match: re.Match[str], today: date, now: datetime) -> date | None:
    unit, count = match.group("unit").lower(), _count(match)
    if unit.startswith(("werktag", "arbeitstag", "working", "business")):
        return _workdays(count, today)
    if unit.startswith(("stunde", "hour", "minute")):
        return (now + timedelta(**{"minutes" if unit.startswith("minute") else "hours": count})).date()
    if unit.startswith(("monat", "month")):
        month = today.month - 1 + count
        year, month = today.year + month // 12, month % 12 + 1
        return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    return today + timedelta(count * (7 if unit.startswith(("woche", "week")) else 1))


def _part_of_week(match: re.Match[str], today: date, _now: datetime) -> date | None:
    said = match.group().lower()
    weeks = 1 if re.search(r"nächste|kommende|next|coming|following", said) else 0
    if re.search(r"anfang|beginning|start|early", said):
        return _week(today, weeks, 0 if weeks else 1)
    if re.search(r"mitte|middle|mid", said):
        return _week(today, weeks, 2)
    return _week(today, weeks, 4)


def _part_of_month(match: re.Match[str], today: date, _now: datetime) -> date | None:
    said = match.group().lower()
    name = match.groupdict().get("month")
    if name:
        month = _month_number(name)
        first = date(today.year + (month < today.month), month, 1)
    elif re.search(r"jahres|year", said):
        first = date(today.year, 12, 1)
    elif re.search(r"nächst|kommend|next", said):
        first = _month_end(today) + timedelta(1)
    else:
        first = today.replace(day=1)
    if "mitte" in said or "mid" in said:
        return first.replace(day=15)
    if "anfang" in said or "early" in said or "beginning" in said:
        return first.replace(day=5)
    return _month_end(first)


def _date(match: re.Match[str], today: date, _now: datetime) -> date | None:
    found = match.groupdict()
    month = found.get("month")
    number = int(month) if month and month.isdigit() else _month_number(month) if month else 0
    return _calendar(int(match.group("day")), number, found.get("year"), today) if number else None


def _day_alone(match: re.Match[str], today: date, _now: datetime) -> date | None:
    day = int(match.group("day"))
    first = today if day >= today.day else _month_end(today) + timedelta(1)
    return _calendar(day, first.month, str(first.year), today) if day <= 31 else None


def _iso(match: re.Match[str], _today: date, _now: datetime) -> date | None:
    try:
        return date.fromisoformat(match.group("iso"))
    except ValueError:
        return None


def _week_number(match: re.Match[str], today: date, _now: datetime) -> date | None:
    number = int(match.group("number"))
    year = today.year + (number < today.isocalendar().week - 26)
    try:
        return date.fromisocalendar(year, number, 5)
    except ValueError:
        return None


def _fixed(days: int) -> Resolver:
    return lambda _match, today, _now: today + timedelta(days)


def _weekend(match: re.Match[str], today: date, _now: datetime) -> date | None:
    before = re.match(r"(?i)(?:bis (?:zum|spätestens)|vor dem|before|by)", match.group())
    return _week(today, 1 if re.search(r"(?i)nächste|next", match.group()) else 0, 4 if before else 6)


def _feast(match: re.Match[str], today: date, _now: datetime) -> date | None:
    said = match.group().lower()
    month, day = (
        (12, 31) if "silvester" in said or "new year" in said else (12, 6) if "nikolaus" in said else (12, 24)
    )
    return date(today.year, month, day)


_DE: tuple[tuple[Pattern, Resolver], ...] = (
    (Pattern(rf"\b{_BY}(?P<iso>\d{{4}}-\d\d-\d\d)\b", _I), _iso),
    (
        Pattern(rf"\b{_BY}(?:{_WEEKDAY}{_TIME_OF_DAY},? (?:den |dem )?)?(?P<day>\d{{1,2}})\. ?(?P<month>\d{{1,2}})\.(?: ?(?P<year>\d{{4}}|\d\d)\b(?!:| uhr))?", _I),
        _date,
    ),
    (
        Pattern(rf"\b{_BY}(?:{_WEEKDAY}{_TIME_OF_DAY},? (?:den |dem )?)?(?P<day>\d{{1,2}})\. ?{_MONTH}(?: (?P<year>\d{{4}}))?", _I),
        _date,
    ),
    (Pattern(rf"\b{_BY}(?:(?:die |der )?(?:nächste|kommende)r? woche (?:am )?{_WEEKDAY}{_TIME_OF_DAY})\b", _I), _named_day),
    (Pattern(rf"\b{_BY}{_WEEKDAY}{_TIME_OF_DAY}(?: (?:der |in der )?(?:nächsten|kommenden|nächster|kommender) woche)?\b(?:früh| früh| abend| mittag| nachmittag| vormittag)?", _I), _named_day),
    (Pattern(rf"\b{_BY}übermorgen\b", _I), _fixed(2)),
    (Pattern(rf"\b(?<!guten )(?<!schönen )(?<!heute ){_BY}morgen(?: früh| vormittag| mittag| nachmittag| abend)?\b(?! ?,? (?:lieb|herr|frau))", _I), _fixed(1)),
    (Pattern(r"\b(?:bis |noch |gleich )?(?:heute(?: noch| abend| nachmittag| mittag| vormittag| früh)?|noch heute)\b", _I), _fixed(0)),
    (
        Pattern(rf"\b(?:in|innerhalb(?: von)?|binnen|spätestens in|innert|innerhalb der nächsten|in den nächsten) (?:den nächsten |der nächsten |spätestens )?{_NUMBER} (?P<unit>werktage?n?|arbeitstage?n?|tage?n?|wochen?|monate?n?|stunden?|minuten)\b", _I),
        _in_units,
    ),
    (Pattern(rf"\b{_BY}(?:zu(?:m|r)? )?(?:anfang|mitte|ende|wochenende|monatsende|jahresende) (?:der |dieser |des |dieses |nächster |kommender |nächste[rsn]? |kommende[rsn]? )+(?:woche)\b", _I), _part_of_week),
    (Pattern(rf"\b{_BY}(?:anfang|mitte|ende)(?: der| dieser| nächster| kommender| der nächsten| der kommenden)? woche\b", _I), _part_of_week),
    (Pattern(rf"\b{_BY}(?:zum )?(?:monatsende|jahresende|(?:ende|mitte|anfang) (?:des monats|dieses monats|(?:des )?nächsten monats|(?:des )?kommenden monats|des jahres|dieses jahres))\b", _I), _part_of_month),
    (Pattern(rf"\b{_BY}(?:anfang|mitte|ende) {_MONTH}", _I), _part_of_month),
    (Pattern(r"\b(?:bis zum |am |übers |über das |vor dem |bis )(?:kommenden |nächsten )?wochenende\b", _I), _weekend),
    (Pattern(rf"\b{_BY}(?:im lauf(?:e)? |in )?(?:der |die |dieser |diese )?(?:nächste[rn]?|kommende[rn]?|folgende[rn]?|diese[rn]?) woche\b|\b(?:im lauf(?:e)? der|noch in dieser|unter der) woche\b", _I), _part_of_week),
    (Pattern(r"\b(?:bis |in |im )?(?:zur )?(?:kw|kalenderwoche) ?(?P<number>\d{1,2})\b", _I), _week_number),
    (Pattern(r"\b(?:bis |noch vor |vor )(?:zu )?(?:weihnachten|heiligabend|silvester|nikolaus|den feiertagen)\b", _I), _feast),
    (Pattern(r"\b(?:bis (?:spätestens )?(?:zum )?|spätestens am |am )(?P<day>\d{1,2})\.(?! ?\d)(?=[\s,.!?]|$)(?! (?:stock|mal|platz|tag|schul))", _I), _day_alone),
)  # fmt: skip
_EN: tuple[tuple[Pattern, Resolver], ...] = (
    (Pattern(rf"\b{_BY_EN}(?P<iso>\d{{4}}-\d\d-\d\d)\b", _I), _iso),
    (Pattern(rf"\b{_BY_EN}(?:{_EN_WEEKDAY},? (?:the )?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_EN_MONTH}(?:,? (?P<year>\d{{4}}))?{_LATEST}", _I), _date),
    (Pattern(rf"\b{_BY_EN}(?:{_EN_WEEKDAY},? (?:the )?)?{_EN_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>\d{{4}}))?", _I), _date),
    (Pattern(rf"\b{_BY_EN}(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})(?:/(?P<year>\d{{4}}|\d\d))?\b", _I), _date),
    (Pattern(rf"\b{_BY_EN}(?:this |next |coming )?{_EN_WEEKDAY}(?: next week| (?:morning|afternoon|evening))?\b{_LATEST}", _I), _named_day),
    (Pattern(rf"\b{_BY_EN}day after tomorrow\b", _I), _fixed(2)),
    (Pattern(rf"\b{_BY_EN}tomorrow(?: morning| afternoon| evening)?\b", _I), _fixed(1)),
    (Pattern(r"\b(?:by )?(?:(?:later |still )?today|tonight|this (?:afternoon|evening|morning)|(?:by |before )?(?:the )?end of (?:the |business )?(?:today|day)|by close of business)\b", _I), _fixed(0)),
    (Pattern(rf"\b(?:in|within)(?: the next)? {_NUMBER} (?P<unit>(?:working|business) days?|days?|weeks?|months?|hours?|minutes)(?:'? time)?\b", _I), _in_units),
    (Pattern(rf"\b{_BY_EN}(?:(?:end|middle|beginning|start) of (?:the |this |next |the coming )?week|(?:early|mid|late|later)[ -](?:this |next )?week)\b", _I), _part_of_week),
    (Pattern(rf"\b{_BY_EN}(?:end|middle|beginning) of (?:the |this |next |the coming )?(?:month|year)\b", _I), _part_of_month),
    (Pattern(rf"\b{_BY_EN}(?:(?:end|middle|beginning) of|mid-?|early|late) ?{_EN_MONTH}", _I), _part_of_month),
    (Pattern(r"\b(?:by|over|at|before|on) the (?:next )?weekend\b", _I), _weekend),
    (Pattern(rf"\b{_BY_EN}(?:this|next|the coming) week\b", _I), _part_of_week),
    (Pattern(r"\b(?:by|before) (?:christmas|new year(?:'s eve)?|the holidays)\b", _I), _feast),
)  # fmt: skip
# So that a text without any of these needs no look at all.
_ANY = Pattern(
    r"tag|morgen|heute|tomorrow|woche|monat|jahresende|stunde|\d\.|minute|mittwoch|sonnabend|\bkw\b|januar|februar|märz|april|\bmai\b|juni|juli|august|september|oktober|november|dezember"
    r"|weihnacht|silvester|nikolaus|\d{4}-|day|week|month|hour|night|evening|afternoon|morning|\d/\d|year|christmas|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)",
    _I,
)


def days(text: str, language: str, now: datetime | None) -> Iterator[Day]:
    """The days named in `text`, in order; the widest wording wins. `now` is in the zone of who reads the calendar."""
    if not _ANY.search(text):
        return
    found: list[tuple[int, int, date | None]] = []
    seen = now or datetime(2000, 1, 1)  # noqa: DTZ001 - only where the day does not depend on it
    for pattern, resolve in _EN if language == "en" else _DE:
        for match in pattern.finditer(text):
            if any(left < match.end() and match.start() < right for left, right, _ in found):
                continue
            day = resolve(match, seen.date(), seen) if now or _stands_alone(match) else None
            found.append((match.start() + _blanks(match), match.end() - _trailing(match), day))
    for start, end, day in sorted(found, key=lambda one: one[:2]):
        yield Day(start, end, day)


def _stands_alone(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    return bool(groups.get("iso") or groups.get("year"))


def _blanks(match: re.Match[str]) -> int:
    return len(match.group()) - len(match.group().lstrip())


def _trailing(match: re.Match[str]) -> int:
    return len(match.group()) - len(match.group().rstrip(" ,"))
