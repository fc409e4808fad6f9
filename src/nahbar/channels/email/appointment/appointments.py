"""The appointment in a mail (iCalendar, RFC 5545; invitations, RFC 5546): what it is, when, where, by whom.

An own reader: we show one event and expand no repetitions; a library would bring two dependencies for that.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from nahbar.channels.contract import Appointment
from nahbar.channels.email.appointment import calendar_lines, calendar_zones
from nahbar.channels.email.appointment.calendar_lines import Component, Line
from nahbar.channels.email.parts.mime import Part
from nahbar.channels.email.quoting import HOUSE_ZONE
from nahbar.channels.email.text import charsets

MAX_BYTES = 512 * 1024
MAX_TEXT = 1000
EARLIEST, LATEST = 1970, 2200  # years; outside, a file is broken, and zones cannot be reckoned with at the edges
MEDIA_TYPES = frozenset({"text/calendar", "application/ics", "text/x-vcalendar", "application/calendar"})
# Methods by which somebody wants something of us, or answers us; PUBLISH only shows an event.
ASKING = frozenset({"REQUEST", "CANCEL", "REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH", "ADD"})

_METHOD = re.compile(rb"^METHOD[ \t]*:[ \t]*([A-Za-z]{3,20})", re.MULTILINE | re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})?)?(Z)?")
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?\s*\Z"
)


def method(root: Part) -> str:
    """The method of the first calendar part, in upper case. A file that is merely attached has none."""
    for part in root.walk():
        if part.media_type in MEDIA_TYPES and part.disposition != "attachment":
            return _method(part, part.content(MAX_BYTES))
    return ""


def appointment(root: Part) -> Appointment | None:
    """The first event of the calendar part or file in a mail; None where there is none that can be read."""
    for part in root.walk():
        if part.media_type in MEDIA_TYPES or part.name.lower().endswith((".ics", ".vcs")):
            content = part.content(MAX_BYTES)
            text = charsets.decode(content, part.parameters.get("charset", "utf-8"))[0]
            found = _event(calendar_lines.read(text), _method(part, content))
            if found is not None:
                return found
    return None


def _method(part: Part, content: bytes) -> str:
    declared = part.parameters.get("method", "").strip().upper()
    if declared:
        return declared
    found = _METHOD.search(content)
    return found.group(1).decode("ascii").upper() if found else ""


def _event(calendar: Component, how: str) -> Appointment | None:
    components = list(calendar.walk())
    events = [one for one in components if one.name == "VEVENT"]
    if not events:
        return None
    event = next((one for one in events if one.first("RECURRENCE-ID") is None), events[0])
    zones = [one for one in components if one.name == "VTIMEZONE"]
    begin, end = event.first("DTSTART"), event.first("DTEND")
    starts = _moment(begin, zones)
    ends = _moment(end, zones)
    duration = event.first("DURATION")
    if ends is None and starts is not None and duration is not None:
        ends = _later(starts, duration.value)
    if ends is not None and starts is not None and ends < starts:
        ends = None
    return Appointment(
        summary=_text(event.first("SUMMARY")),
        starts=starts,
        ends=ends,
        all_day=starts is not None and begin is not None and "T" not in begin.value.upper(),
        place=_text(event.first("LOCATION")),
        organiser=_organiser(event.first("ORGANIZER")),
        method=how,
    )


def _text(line: Line | None) -> str:
    return charsets.clean(line.text)[:MAX_TEXT] if line else ""


def _organiser(line: Line | None) -> str:
    """`Anna Lind <anna@...>`, or whichever of the two the file has."""
    if line is None:
        return ""
    address = line.value.strip()
    address = address[7:] if address.lower().startswith("mailto:") else ""
    name = charsets.clean(line.parameters.get("CN", "")).strip(" '\"")
    if not address or not name or name == address:
        return (name or address)[:MAX_TEXT]
    return f"{name} <{address}>"[:MAX_TEXT]


def _moment(line: Line | None, zones: list[Component]) -> datetime | None:
    """A date or time with its zone. Days begin at midnight UTC; times without any zone are local ones of ours."""
    found = _MOMENT.match(line.value.strip()) if line else None
    if line is None or found is None:
        return None
    numbers = [int(number or 0) for number in found.groups()[:6]]
    try:
        naive = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 - the zone is found below
    except ValueError:
        return None
    if not EARLIEST <= naive.year <= LATEST:
        return None
    if found.group(4) is None or found.group(7):
        return naive.replace(tzinfo=UTC)
    zone = calendar_zones.zone_of(line.parameters.get("TZID", ""), naive, zones)
    return naive.replace(tzinfo=zone or HOUSE_ZONE)


def _later(starts: datetime, duration: str) -> datetime | None:
    found = _DURATION.match(duration.strip())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups()[1:])
    size = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    try:
        return starts + (-size if found.group(1) == "-" else size)
    except OverflowError:
        return None
