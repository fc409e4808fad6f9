"""Dates as mail programs write them into the head of a forwarded mail: "Freitag, 8. März 2024 11:00"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from nahbar.channels.email.folds.marks import EVERY
from nahbar.channels.email.header import dates
from nahbar.channels.email.quoting import HOUSE_ZONE

MAX_LENGTH = 120
_ISO = re.compile(r"(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})\.?(?:st|nd|rd|th)?[ -](?:de |of )?([^\W\d_]{2,14})\.?,?[ -](?:de )?(\d{4}|\d{2})(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,14})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_TIME = re.compile(r"(?<![\d.])(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?![.\d])\s*([ap])?\.?m?\b", re.IGNORECASE)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s?([+-])(\d{2}):?(\d{2})(?!\d)")
_MONTHS = tuple(
    (re.compile(names), month) for marks in EVERY for month, names in enumerate(marks.months, start=1) if marks.months
)


def read(value: str) -> datetime | None:
    """The moment in UTC, or None where this is no date. Without a zone it counts as the house's own."""
    value = value.strip()[:MAX_LENGTH]
    day = _day(value)
    if day is None:
        return dates.parse(value)
    time = _TIME.search(value, day[3]) or _TIME.search(value)
    hour, minute, second = _clock(time) if time else (0, 0, 0)
    try:
        naive = datetime(day[0], day[1], day[2], hour, minute, second)  # noqa: DTZ001 - the zone is added below
    except ValueError:
        return None
    offset = _OFFSET.search(value, time.end() if time else day[3])
    if offset is None:
        return naive.replace(tzinfo=HOUSE_ZONE).astimezone(UTC)
    away = timedelta(hours=int(offset[2]), minutes=int(offset[3])) * (-1 if offset[1] == "-" else 1)
    if abs(away) >= timedelta(hours=24):
        return None
    return naive.replace(tzinfo=timezone(away)).astimezone(UTC)


def _day(value: str) -> tuple[int, int, int, int] | None:
    """Year, month, day, and where their spelling ends."""
    if match := _ISO.search(value):
        return int(match[1]), int(match[2]), int(match[3]), match.end()
    if match := _NUMERIC.search(value):
        first, second = int(match[1]), int(match[3])
        american = match[2] == "/" and (second > 12 or re.search(r"\b[AP]M\b", value))
        day, month = (second, first) if american else (first, second)
        return _year(match[4]), month, day, match.end()
    if (match := _NAMED.search(value)) and (month := _month(match[2])):
        return _year(match[3]), month, int(match[1]), match.end()
    if (match := _MONTH_FIRST.search(value)) and (month := _month(match[1])):
        return int(match[3]), month, int(match[2]), match.end()
    return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month(name: str) -> int:
    lowered = name.lower()
    return next((month for pattern, month in _MONTHS if pattern.match(lowered)), 0)


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    hour = int(match[1])
    if match[4]:
        hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    return hour, int(match[2]), int(match[3] or 0)
