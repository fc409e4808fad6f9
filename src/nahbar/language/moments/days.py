"""From words to a day: "naechsten dienstag", "ende des monats", "3. dezember", "in zwei wochen"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from nahbar.language.moments.words import MONTHS, NUMBERS, UNITS, WEEKDAYS, either

_DAYS, _MONTHS = either(WEEKDAYS), either(MONTHS)
_NEXT = r"(?:naechste[nrsm]?|kommende[nrsm]?|folgende[nrsm]?|next|the coming|coming)"
_THIS = r"(?:diese[nrsm]?|this|der|des|the|of the|of this)"
_AFTER_NEXT = r"(?:uebernaechste[nrsm]?)"
_EDGE = r"(?P<edge>anfang|beginn|mitte|ende|(?:the )?(?:start|beginning|middle|mid|end)(?: of)?)"
_LAST_OF_A_WEEK = 5  # Monday to Friday are worked
SPAN = re.compile(
    rf"(?:in |nach |for )?(?:etwa |ca\.? |about )?(?P<number>\d{{1,3}}|{either(NUMBERS)}) ?(?P<unit>{either(UNITS)})"
)
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_FIXED_DAYS = {"heute": 0, "today": 0, "morgen": 1, "tomorrow": 1, "uebermorgen": 2, "day after tomorrow": 2}


@dataclass(frozen=True, slots=True)
class Day:
    """A day; `vague` where the words left it open, so that it may move on to one that is worked."""

    day: date
    vague: bool = False

    @property
    def meant(self) -> date:
        return worked(self.day) if self.vague else self.day


def worked(day: date) -> date:
    """The day itself, or the Monday after it. Holidays differ from town to town and are not known here."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _LAST_OF_A_WEEK else day


def day_of(words: str, today: date) -> Day | None:
    """The day that these words mean, seen from `today`; None where they mean none."""
    if words in _FIXED_DAYS:
        return Day(today + timedelta(days=_FIXED_DAYS[words]))
    for pattern, read in _KINDS:
        if found := pattern.fullmatch(words):
            try:
                return read({name: value or "" for name, value in found.groupdict().items()}, today)
            except ValueError:  # 31 February
                return None
    return None


def _weekday(said: dict[str, str], today: date) -> Day:
    """The next one after today; said on a Tuesday, "Tuesday" is in a week."""
    ahead = (WEEKDAYS[said["day"]] - today.weekday() - 1) % 7 + 1
    weeks = (
        int(NUMBERS.get(said.get("weeks", ""), 0)) if not said.get("weeks", "").isdecimal() else int(said["weeks"])
    )
    if said.get("beyond"):
        weeks += 1
    return Day(today + timedelta(days=ahead + 7 * weeks))


def _day_of_week(said: dict[str, str], today: date) -> Day:
    """E.g. "Tuesday next week", "next week", "end of the week"."""
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * _weeks(said))
    if said.get("day"):
        return Day(monday + timedelta(days=WEEKDAYS[said["day"]]))
    edge = said.get("edge", "")
    return Day(monday + timedelta(days=4 if _is_end(edge) else 2 if _is_middle(edge) else 0))


def _weeks(said: dict[str, str]) -> int:
    return 2 if said.get("beyond") else 1 if said.get("next") else 0


def _weekend(said: dict[str, str], today: date) -> Day:
    if said.get("after"):
        return Day(today + timedelta(days=7 * (2 if said.get("next") else 1) - today.weekday()))
    saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    return Day(saturday + timedelta(days=7) if said.get("next") else saturday)


def _part_of_month(said: dict[str, str], today: date) -> Day:
    """E.g. "next month", "end of the month", "middle of December"."""
    first = today.replace(day=1)
    if said.get("month"):
        year = int(said["year"]) if said.get("year") else today.year
        first = date(year, MONTHS[said["month"]], 1)
    else:
        first = months_on(first, _weeks(said))
    found = _edge_of(first, said.get("edge", ""))
    if said.get("month") and not said.get("year") and found <= today:
        found = _edge_of(first.replace(year=first.year + 1), said.get("edge", ""))
    return Day(found)


def _edge_of(first: date, edge: str) -> date:
    if _is_end(edge):
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return last - timedelta(days=max(0, last.weekday() - 4))
    return worked(first.replace(day=15) if _is_middle(edge) else first)


def _is_end(edge: str) -> bool:
    return "end" in edge


def _is_middle(edge: str) -> bool:
    return "mi" in edge


def _next_year(said: dict[str, str], today: date) -> Day:
    del said
    return Day(date(today.year + 1, 1, 2), vague=True)


def _date(said: dict[str, str], today: date) -> Day:
    """A date; without its year the next one that comes."""
    month = MONTHS.get(said["month"], 0) or int(said["month"])
    if said.get("year"):
        year = int(said["year"])
        return Day(date(year + 2000 if year < 100 else year, month, int(said["number"])))
    for year in range(today.year, today.year + 9):  # 29 February comes every four years, or eight
        try:
            found = date(year, month, int(said["number"]))
        except ValueError:
            continue
        if found >= today:
            return Day(found)
    raise ValueError(month)


def _number_of_month(said: dict[str, str], today: date) -> Day:
    """E.g. "on the 3rd": of this month, or of the next that has one."""
    number = int(said["number"])
    for ahead in range(3):
        first = months_on(today.replace(day=1), ahead)
        if number <= calendar.monthrange(first.year, first.month)[1] and first.replace(day=number) > today:
            return Day(first.replace(day=number))
    raise ValueError(number)


def _span(said: dict[str, str], today: date) -> Day | None:
    """E.g. "in two weeks", "in three working days"; spans of hours are no days."""
    number = int(said["number"]) if said["number"].isdecimal() else NUMBERS[said["number"]]
    unit = UNITS[said["unit"]]
    if unit in ("minute", "hour"):
        return None
    if unit == "workday":
        day = today
        for _ in range(int(number)):
            day = worked(day + timedelta(days=1))
        return Day(day)
    if unit in _MONTHS_IN:
        months = number * _MONTHS_IN[unit]
        if months != int(months):
            return Day(months_on(today, int(months)) + timedelta(days=15), vague=True)
        return Day(months_on(today, int(months)), vague=True)
    days = number * (7 if unit == "week" else 1)
    return Day(today + timedelta(days=int(days + 0.5)), vague=True)


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_Read = Callable[[dict[str, str], date], Day | None]
_WEEK = rf"(?:(?P<beyond>{_AFTER_NEXT} woche|the week after next|week after next)|(?P<next>{_NEXT} (?:woche|week)))"
_THIS_WEEK = rf"(?:{_WEEK}|{_THIS} (?:woche|week)|week)"
_YEAR = r"(?: (?P<year>\d{4}))?"
_ORDINAL = r"(?P<number>\d{1,2})(?:\.|st|nd|rd|th)?"
_KINDS: tuple[tuple[re.Pattern[str], _Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?:(?P<beyond>{_AFTER_NEXT}) |{_NEXT} |{_THIS} )?(?P<day>{_DAYS})\.?", _weekday),
        (rf"(?P<day>{_DAYS})\.? in (?P<weeks>\d{{1,2}}|{either(NUMBERS)}) (?:wochen?|weeks?)", _weekday),
        (rf"{_WEEK}(?: (?:am )?(?P<day>{_DAYS}))?", _day_of_week),
        (rf"(?P<day>{_DAYS})\.? (?:of )?{_WEEK}", _day_of_week),
        (rf"{_EDGE} {_THIS_WEEK}", _day_of_week),
        (r"(?P<edge>wochenende|ende) der woche|(?P<next>wochenanfang)", _day_of_week),
        (rf"(?:(?P<after>nach dem|after the) )?(?:(?P<next>{_NEXT}) |{_THIS} |am )?(?:wochenende|weekend)", _weekend),
        (rf"(?:{_EDGE} )?(?P<next>{_NEXT}) (?:monat|monats|month)", _part_of_month),
        (rf"(?:{_EDGE} )?(?P<beyond>{_AFTER_NEXT}) (?:monat|monats)", _part_of_month),
        (rf"{_EDGE} {_THIS} (?:monats?|month)|(?P<next>monatsanfang)", _part_of_month),
        (r"(?:zum )?monats(?P<edge>ende|mitte)", _part_of_month),
        (rf"(?:{_EDGE} |in )?(?P<month>{_MONTHS})\.?{_YEAR}", _part_of_month),
        (rf"{_NEXT} (?:jahr|jahres|year)|(?:anfang|beginn) {_NEXT} jahres", _next_year),
        (rf"{_ORDINAL} (?:of )?(?P<month>{_MONTHS})\.?{_YEAR}", _date),
        (rf"(?P<month>{_MONTHS})\.? {_ORDINAL}{_YEAR}", _date),
        (r"(?P<number>\d{1,2})\. ?(?P<month>\d{1,2})(?:\. ?(?P<year>\d{4}|\d{2})?)?", _date),
        (r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<number>\d{1,2})", _date),
        (r"(?P<number>\d{1,2})(?:\.|st|nd|rd|th)", _number_of_month),
        (SPAN.pattern, _span),
    )
)
