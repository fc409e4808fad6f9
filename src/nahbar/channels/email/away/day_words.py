"""Days as people write them in running text: "3. August", "August 3rd", "12.03.2024", "le 14 août", "Montag".

Numbers with dots or dashes are day before month (12.03.2024 is March). With slashes they are day first too, except in
English text, where the reading nearer to the day of sending counts. ISO dates are what they are.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

MAX_DAYS = 50  # in one text

_MONTHS = (
    (
        "januar",
        "jan",
        "jänner",
        "january",
        "janvier",
        "janv",
        "gennaio",
        "gen",
        "enero",
        "ene",
        "januari",
        "stycznia",
        "ocak",
    ),
    (
        "februar",
        "feb",
        "feber",
        "february",
        "février",
        "fevrier",
        "févr",
        "febbraio",
        "febrero",
        "februari",
        "lutego",
        "şubat",
    ),
    ("märz", "maerz", "mär", "mrz", "march", "mar", "mars", "marzo", "maart", "mrt", "marca", "mart"),
    ("april", "apr", "avril", "avr", "aprile", "abril", "abr", "kwietnia", "nisan"),
    ("mai", "may", "maggio", "mag", "mayo", "mei", "maja", "mayıs"),
    ("juni", "jun", "june", "juin", "giugno", "giu", "junio", "czerwca", "haziran"),
    ("juli", "jul", "july", "juillet", "juil", "luglio", "lug", "julio", "lipca", "temmuz"),
    ("august", "aug", "août", "aout", "agosto", "ago", "augustus", "sierpnia", "ağustos"),
    ("september", "sep", "sept", "septembre", "settembre", "set", "septiembre", "setiembre", "września", "eylül"),
    ("oktober", "okt", "october", "oct", "octobre", "ottobre", "ott", "octubre", "października", "ekim"),
    ("november", "nov", "novembre", "noviembre", "listopada", "kasım"),
    (
        "dezember",
        "dez",
        "december",
        "dec",
        "décembre",
        "decembre",
        "déc",
        "dicembre",
        "dic",
        "diciembre",
        "grudnia",
        "aralık",
    ),
)
_WEEKDAYS = (
    ("montag", "mo", "monday", "mon", "lundi", "lunedì", "lunedi", "lunes", "maandag"),
    ("dienstag", "di", "tuesday", "tue", "tues", "mardi", "martedì", "martedi", "martes", "dinsdag"),
    (
        "mittwoch",
        "mi",
        "wednesday",
        "wed",
        "mercredi",
        "mercoledì",
        "mercoledi",
        "miércoles",
        "miercoles",
        "woensdag",
    ),
    ("donnerstag", "do", "thursday", "thu", "thur", "thurs", "jeudi", "giovedì", "giovedi", "jueves", "donderdag"),
    ("freitag", "fr", "friday", "fri", "vendredi", "venerdì", "venerdi", "viernes", "vrijdag"),
    ("samstag", "sonnabend", "sa", "saturday", "sat", "samedi", "sabato", "sábado", "sabado", "zaterdag"),
    ("sonntag", "so", "sunday", "sun", "dimanche", "domenica", "domingo", "zondag"),
)
_RELATIVE = {
    "heute": 0, "today": 0, "aujourd'hui": 0, "oggi": 0, "hoy": 0, "vandaag": 0,
    "morgen": 1, "tomorrow": 1, "demain": 1, "domani": 1, "mañana": 1,
    "übermorgen": 2, "uebermorgen": 2,
}  # fmt: skip
MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
WEEKDAY_OF = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}

_LONG_WEEKDAYS = [name for names in _WEEKDAYS for name in names if len(name) > 3]


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_MONTH = rf"(?P<{{name}}>{_any(list(MONTH_OF))})\b\.?"
_YEAR = r"(?:,?[ ]?(?:de |del )?(?P<{name}>(?:19|20)\d\d|'?\d\d(?=[\s.,;)!]|$)(?!\.\d)(?! ?(?:uhr|h\b|:))))?"
_WEEKDAY = rf"(?:(?:{_any(list(WEEKDAY_OF))})\b\.?,?\s{{0,3}}(?:(?:den|dem|le|the|il|el|de)\s)?)?"
_DAY = re.compile(
    rf"(?<![\w/.:-]){_WEEKDAY}(?:"
    r"(?P<iy>20\d\d)-(?P<im>\d\d)-(?P<id>\d\d)(?!\d)"
    r"|(?P<sa>\d{1,2})/(?P<sb>\d{1,2})(?:/(?P<sy>\d{4}|\d\d))?(?![\d/])"
    r"|(?P<nd>\d{1,2})[.\-] ?(?P<nm>\d{1,2})(?:[.\-] ?(?P<ny>(?:19|20)\d\d|\d\d(?!\d))|\.(?!\d)"
    r"|(?=\s?[,;)!–-]|\s|$))(?!\d)"
    rf"|(?P<wd>\d{{1,2}})(?:\.|st|nd|rd|th|er|º|°)?(?: of"
    rf"| de)?[ \-]{{0,2}}{_MONTH.format(name='wm')}{_YEAR.format(name='wy')}"
    rf"|{_MONTH.format(name='em')}[ ](?:the )?(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:)"
    rf"(?:\s?[\-–]\s?(?P<ed2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.:]))?{_YEAR.format(name='ey')}"
    rf"|(?:ende|end of|fin|fine(?: di)?|finales de|eind|koniec) {_MONTH.format(name='om')}{_YEAR.format(name='oy')}"
    r"|(?P<bd>\d{1,2})(?:\.|st|nd|rd|th)?(?=\s?(?:-|–|bis|to|until|through|till|au|al|tot|do|und|and)\s?"
    rf"(?:zum |einschließlich |einschl\. |inkl\. |the |le )?{_WEEKDAY}\d{{1,2}})"
    r")"
    rf"|\b(?P<rel>{_any(list(_RELATIVE))})\b"
    rf"|\b(?P<week>{_any(_LONG_WEEKDAYS)})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a text, and where it stands. The year is a guess where `year_given` is false."""

    start: int
    end: int
    value: date
    year_given: bool


def days(text: str, sent: date, *, english: bool = False) -> list[Day]:
    """The days that `text` names, in order, at most MAX_DAYS. What is no date (31.02.) is left out."""
    found: list[Day] = []
    for match in _DAY.finditer(text):
        day = _day(match, text, sent, english=english)
        if day is not None:
            last = _range_end(match, day)
            found.append(replace(day, end=match.start("ed2") - 1) if last else day)
            found.extend(last)
        if len(found) >= MAX_DAYS:
            break
    return found


def near(day: int, month: int, sent: date) -> date | None:
    """The year in which that day lies nearest ahead of the mail, at most three months behind it."""
    candidates = (_date(sent.year + shift, month, day) for shift in (-1, 0, 1))
    earliest = sent - timedelta(days=92)
    return next((one for one in candidates if one is not None and one >= earliest), None)


def latest_such_day(day: date, limit: date) -> date:
    """That day and month in the latest year that does not pass `limit`; 29 February may become the 28th."""
    year = limit.year if (day.month, day.day) <= (limit.month, limit.day) else limit.year - 1
    return _date(year, day.month, day.day) or date(year, day.month, 28)


def next_such_day(day: date, start: date) -> date:
    """That day and month in the first year in which it does not lie before `start`."""
    year = start.year if (day.month, day.day) >= (start.month, start.day) else start.year + 1
    return _date(year, day.month, day.day) or date(year, day.month, 28)


def _day(match: re.Match[str], text: str, sent: date, *, english: bool) -> Day | None:
    part = match.groupdict()
    given = True
    if part["rel"]:
        value: date | None = sent + timedelta(days=_RELATIVE[part["rel"].lower()])
    elif part["week"]:
        ahead = (WEEKDAY_OF[part["week"].lower()] - sent.weekday()) % 7
        value = sent + timedelta(days=ahead or 7)
    elif part["iy"]:
        value = _date(int(part["iy"]), int(part["im"]), int(part["id"]))
    elif part["om"]:
        value, given = _end_of_month(MONTH_OF[part["om"].lower()], part["oy"], sent), bool(part["oy"])
    elif part["bd"]:
        value = _borrowed(int(part["bd"]), text[match.end() :], sent, english=english)
    elif part["sa"]:
        value, given = _slashed(int(part["sa"]), int(part["sb"]), part["sy"], sent, english=english)
    else:
        number = part["nd"] or part["wd"] or part["ed"]
        month = int(part["nm"]) if part["nm"] else MONTH_OF[(part["wm"] or part["em"]).lower()]
        year = part["ny"] or part["wy"] or part["ey"]
        given = bool(year)
        value = _date(_year(year), month, int(number)) if year else near(int(number), month, sent)
    return Day(match.start(), match.end(), value, given) if value else None


def _range_end(match: re.Match[str], first: Day) -> list[Day]:
    """The 22 of "March 18-22"."""
    if not match.group("ed2"):
        return []
    last = _date(first.value.year, first.value.month, int(match.group("ed2")))
    return [Day(match.start("ed2"), match.end(), last, first.year_given)] if last and last > first.value else []


def _end_of_month(month: int, year: str | None, sent: date) -> date | None:
    first = _date(_year(year), month, 1) if year else near(1, month, sent.replace(day=1))
    return first.replace(day=monthrange(first.year, month)[1]) if first else None


def _borrowed(day: int, rest: str, sent: date, *, english: bool) -> date | None:
    """The "3." of "3. bis 14. August": month and year are those of the day that follows.

    A day that borrows itself is passed over: else a row of them would be read again for each of its members.
    """
    following = (match for match in _DAY.finditer(rest[:60]) if not match.group("bd"))
    match = next(following, None)
    found = _day(match, rest, sent, english=english) if match else None
    if found is None:
        return None
    last = found.value
    month_before = last.replace(day=1) - timedelta(days=1)
    return _date(last.year, last.month, day) if day <= last.day else _date(month_before.year, month_before.month, day)


def _slashed(first: int, second: int, year: str | None, sent: date, *, english: bool) -> tuple[date | None, bool]:
    found = [
        value
        for day, month in ((first, second), (second, first))
        if (value := _date(_year(year), month, day) if year else near(day, month, sent)) is not None
    ]
    found = found if english else found[:1]
    return min(found, key=lambda one: abs((one - sent).days), default=None), bool(year)


def _year(text: str) -> int:
    number = int(text.lstrip("'"))
    return number if number > 99 else 2000 + number


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
