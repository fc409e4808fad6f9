"""The zone of an appointment: TZID by its IANA name, by its Windows name, or as the file itself describes it.

Windows names are those of CLDR's windowsZones.xml that our readers meet; a file names its zone in VTIMEZONE, so an
unknown one is still right.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nahbar.channels.email.appointment.calendar_lines import Component

WINDOWS_ZONES = {
    "w. europe standard time": "Europe/Berlin",
    "central europe standard time": "Europe/Budapest",
    "central european standard time": "Europe/Warsaw",
    "romance standard time": "Europe/Paris",
    "gmt standard time": "Europe/London",
    "greenwich standard time": "Atlantic/Reykjavik",
    "e. europe standard time": "Europe/Chisinau",
    "fle standard time": "Europe/Kyiv",
    "gtb standard time": "Europe/Bucharest",
    "turkey standard time": "Europe/Istanbul",
    "russian standard time": "Europe/Moscow",
    "belarus standard time": "Europe/Minsk",
    "israel standard time": "Asia/Jerusalem",
    "arabian standard time": "Asia/Dubai",
    "india standard time": "Asia/Kolkata",
    "china standard time": "Asia/Shanghai",
    "singapore standard time": "Asia/Singapore",
    "tokyo standard time": "Asia/Tokyo",
    "korea standard time": "Asia/Seoul",
    "aus eastern standard time": "Australia/Sydney",
    "new zealand standard time": "Pacific/Auckland",
    "south africa standard time": "Africa/Johannesburg",
    "egypt standard time": "Africa/Cairo",
    "eastern standard time": "America/New_York",
    "central standard time": "America/Chicago",
    "mountain standard time": "America/Denver",
    "pacific standard time": "America/Los_Angeles",
    "e. south america standard time": "America/Sao_Paulo",
    "utc": "UTC",
    "coordinated universal time": "UTC",
    "mez": "Europe/Berlin",
    "mesz": "Europe/Berlin",
    "cet": "Europe/Berlin",
    "cest": "Europe/Berlin",
}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_BY_DAY = re.compile(r"BYDAY=([+-]?\d)(MO|TU|WE|TH|FR|SA|SU)", re.IGNORECASE)
_BY_MONTH = re.compile(r"BYMONTH=(\d{1,2})", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")


def zone_of(name: str, moment: datetime, described: Iterable[Component]) -> tzinfo | None:
    """The zone that `name` means at `moment` (a naive local time), or None where nobody knows.

    `described` are the VTIMEZONE blocks of the file.
    """
    name = name.strip().strip('"')
    if not name:
        return None
    known = _named(name)
    if known is not None:
        return known
    for block in described:
        line = block.first("TZID")
        if line is not None and line.value.strip().strip('"') == name:
            return _described(block, moment)
    return _by_offset(name)


@lru_cache(maxsize=256)
def _named(name: str) -> tzinfo | None:
    """Also "/mozilla.org/20050126_1/Europe/Berlin", as older programs prefix the name."""
    parts = [part for part in name.split("/") if part]
    candidates = [WINDOWS_ZONES.get(name.lower(), name), "/".join(parts[-2:]), "/".join(parts[-3:])]
    for candidate in candidates:
        if "/" not in candidate and candidate != "UTC":
            continue
        try:
            return ZoneInfo(candidate)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return None


def _described(block: Component, moment: datetime) -> tzinfo | None:
    """The offset of the observance that began last before `moment`."""
    best: tuple[datetime, timedelta] | None = None
    for observance in block.children:
        offset = observance.first("TZOFFSETTO")
        shift = _shift(offset.value) if offset else None
        begin = _onset(observance, moment)
        if shift is not None and (best is None or (begin <= moment and begin >= best[0])):
            best = (begin, shift)
    return timezone(best[1]) if best else None


def _onset(observance: Component, moment: datetime) -> datetime:
    """When this observance last began before `moment`; far in the past where the file does not say."""
    rule, start = observance.first("RRULE"), observance.first("DTSTART")
    day, month = (_BY_DAY.search(rule.value), _BY_MONTH.search(rule.value)) if rule else (None, None)
    if day is None or month is None or not 1 <= int(month.group(1)) <= 12:
        return _naive(start.value) if start else datetime.min  # noqa: DTZ901 - naive local times are compared
    hour = _naive(start.value).time() if start else datetime.min.time()
    for year in (moment.year, max(1, moment.year - 1)):
        found = datetime.combine(_nth(year, int(month.group(1)), int(day.group(1)), day.group(2).upper()), hour)
        if found <= moment:
            return found
    return datetime.min  # noqa: DTZ901 - as above


def _nth(year: int, month: int, count: int, weekday: str) -> date:
    """The nth weekday of a month, from its end where `count` is negative."""
    wanted, days = WEEKDAYS.index(weekday), monthrange(year, month)[1]
    matching = [one for one in range(1, days + 1) if date(year, month, one).weekday() == wanted]
    place = count - 1 if count > 0 else count
    return date(year, month, matching[max(-len(matching), min(place, len(matching) - 1))])


def _naive(value: str) -> datetime:
    try:
        return datetime.strptime(value.strip()[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local by definition
    except ValueError:
        return datetime.min  # noqa: DTZ901 - older than every rule


def _shift(value: str) -> timedelta | None:
    found = _OFFSET.match(value.strip())
    if found is None or int(found.group(2)) > 23:
        return None
    size = timedelta(hours=int(found.group(2)), minutes=int(found.group(3)))
    return -size if found.group(1) == "-" else size


def _by_offset(name: str) -> tzinfo | None:
    """Names like "(UTC+01:00) Amsterdam, Berlin": standard time, the best that such a name gives."""
    found = re.search(r"(?:GMT|UTC) ?([+-]\d{2}:?\d{2})", name)
    shift = _shift(found.group(1)) if found else None
    return timezone(shift) if shift is not None else (UTC if name in ("Z", "GMT") else None)
