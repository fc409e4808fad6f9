"""When somebody means: "heute Nachmittag", "naechsten Dienstag frueh", "in einer Woche", "3 December at 2 pm".

A day without an hour begins at eight. What only measures a distance ("in three days") lands on a day that is worked;
who names a Saturday gets it. "Next Tuesday" is the first one that comes, as a calendar would say it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from nahbar.language.moments.days import SPAN, Day, day_of
from nahbar.language.moments.words import MORNING, NUMBERS, PART_WORDS, PARTS, UNITS, either, plain

LONGEST = 100
_LATER_TODAY = timedelta(hours=3)
_HOURS = {name: int(number) for name, number in NUMBERS.items() if number in range(1, 13) and name.isalpha()}
_CLOCK = re.compile(
    r"(?:\b(?:um|ab|gegen|at|from|@) ?)?\b(?P<hour>\d{1,2})"
    r"(?:(?:[:h](?P<minute>\d{2})|\.(?P<point>\d{2})(?= ?uhr))? ?(?P<unit>uhr|o'clock|a\.?m\b\.?|p\.?m\b\.?)"
    r"|:(?P<bare>\d{2}))(?: (?P<past>\d{2})\b)?"
)
_AT = re.compile(r"\b(?:um|at) (?P<hour>\d{1,2})\.?$")
_HALF = re.compile(rf"\b(?:um )?halb (?P<hour>\d{{1,2}}|{either(_HOURS)})\b")
_SPOKEN = re.compile(rf"\b(?:um |at )?(?P<hour>{either(_HOURS)}) (?:uhr|o'clock)\b")
_PART = re.compile(rf"\b(?:(?:am|in the|at|gegen|zu) )?(?P<part>{either(PART_WORDS)})\b")
# "morgen" is tomorrow, unless another day stands before it.
_MORGEN = re.compile(r"(?<=\w )morgen$")
_FILL = re.compile(r"^(?:(?:bis|ab|am|on|den|dem|der|until|till|zum|im|noch|wieder|erst|the) )+(?=.)")
_LATER = {"spaeter", "spaeter heute", "heute spaeter", "later", "later today", "heute noch", "nachher", "today later"}
_SPANS = {"viertelstunde": 15, "halben stunde": 30, "halbe stunde": 30, "dreiviertelstunde": 45, "half hour": 30}
_MINUTES = re.compile(rf"(?:in )?(?:eine[rn]? |a |an )?(?P<span>{either(_SPANS)})")


def moment_of(text: str, now: datetime) -> datetime | None:
    """The moment that `text` means, seen from `now` (aware, in the zone that counts); None where it means none.

    It may lie in the past: "this morning" does, in the evening.
    """
    words = plain(text[:LONGEST])
    if not words:
        return None
    if words in _LATER:
        return _whole_hour(now + _LATER_TODAY)
    if (span := _span(words, now)) is not None:
        return span
    words, hour, part = _hour_of(words)
    words = _FILL.sub("", words).strip()
    if words in ("this", "dies", "diesen", "am", "in the", "to"):
        words = "heute"
    if words == "tonight":
        words, part = "heute", part or "evening"
    day = day_of(words, now.date()) if words else None
    if words and day is None:
        return None
    if day is None and hour is None and not part:
        return None
    return _at(day, hour, part, now)


def _span(words: str, now: datetime) -> datetime | None:
    """Spans of minutes and hours are measured by the clock, not by the calendar."""
    minutes: float = 0
    if found := _MINUTES.fullmatch(words):
        minutes = _SPANS[found["span"]]
    elif (found := SPAN.fullmatch(words)) and UNITS[found["unit"]] in ("minute", "hour"):
        number = float(found["number"]) if found["number"].isdecimal() else NUMBERS[found["number"]]
        minutes = number * (60 if UNITS[found["unit"]] == "hour" else 1)
    if not minutes:
        return None
    later = (now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(now.tzinfo)
    return later.replace(second=0, microsecond=0)


def _hour_of(words: str) -> tuple[str, time | None, str]:
    """Takes the hour and the part of the day out of the words; returns what is left of them, then both."""
    words, hour = _clock(words)
    if found := _MORGEN.search(words):
        return words[: found.start()].strip(), hour, "morning"
    found = _PART.search(words)
    if found is None:
        return words, hour, ""
    part = PART_WORDS[found["part"]]
    return " ".join((words[: found.start()] + words[found.end() :]).split()), hour, part


def _clock(words: str) -> tuple[str, time | None]:
    for pattern in (_HALF, _SPOKEN, _CLOCK, _AT):
        if found := pattern.search(words):
            hour = _read_clock(found.groupdict(), half=pattern is _HALF)
            if hour is not None:
                return " ".join((words[: found.start()] + words[found.end() :]).split()), hour
    return words, None


def _read_clock(said: dict[str, str | None], *, half: bool) -> time | None:
    word = said["hour"] or ""
    hour = int(word) if word.isdecimal() else _HOURS[word]
    minute = int(said.get("minute") or said.get("point") or said.get("bare") or said.get("past") or 0)
    unit = (said.get("unit") or "").replace(".", "")
    if unit in ("am", "pm"):
        hour = hour % 12 + (12 if unit == "pm" else 0)
    if half:
        hour, minute = hour - 1, 30
    return time(hour, minute) if hour in range(24) and minute in range(60) else None


def _at(day: Day | None, hour: time | None, part: str, now: datetime) -> datetime:
    """Puts day and hour together. An hour without a day is the next one of the clock."""
    if hour is not None:
        return _clock_time(day, _in_part(hour, part), now)
    if part:
        return _part_of_day(day, part, now)
    meant = day.meant if day else now.date()
    if meant == now.date():
        return _whole_hour(now + _LATER_TODAY)
    return _local(meant, MORNING, now)


def _clock_time(day: Day | None, hour: time, now: datetime) -> datetime:
    found = _local(day.meant if day else now.date(), hour, now)
    return found if day or found > now else _local(now.date() + timedelta(days=1), hour, now)


def _in_part(hour: time, part: str) -> time:
    """E.g. "three in the afternoon" is fifteen o'clock."""
    late = part in ("afternoon", "evening") and hour < time(12)
    return hour.replace(hour=hour.hour + 12) if late else hour


def _part_of_day(day: Day | None, part: str, now: datetime) -> datetime:
    start, end = PARTS[part]
    meant = day.meant if day else now.date()
    found = _local(meant, start, now)
    if found > now:
        return found
    soon = _whole_hour(now + timedelta(minutes=30))
    if meant == now.date() and soon <= _local(meant, end, now):
        return soon
    return found if day else _local(meant + timedelta(days=1), start, now)


def _whole_hour(moment: datetime) -> datetime:
    """The moment itself, or the next full hour after it."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour if hour == moment else (hour.astimezone(UTC) + timedelta(hours=1)).astimezone(moment.tzinfo)


def _local(day: date, hour: time, now: datetime) -> datetime:
    return datetime.combine(day, hour, tzinfo=now.tzinfo)
