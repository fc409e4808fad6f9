"""When a mail was sent, as far as it can be known."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from nahbar.channels.email.header.headers import Headers

LAST_YEAR = 2199  # beyond, a clock is broken or somebody wants to stand on top of a list

_NO_SPACE = re.compile(r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)")


def sent_at(fields: Headers) -> datetime | None:
    """The Date field in UTC, else the time at which the nearest server took the mail, else None."""
    found = parse(fields.first("date"))
    if found is not None:
        return found
    stamps = (parse(line.rpartition(";")[2]) for line in fields.all("received")[:5])
    return next((stamp for stamp in stamps if stamp is not None), None)


def day_sent(fields: Headers) -> date | None:
    """The day on which the sender wrote, by the sender's own clock; what "tomorrow" in the text counts from."""
    try:
        return parsedate_to_datetime(fields.first("date")[:100]).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        moment = sent_at(fields)
        return moment.date() if moment else None


def parse(value: str) -> datetime | None:
    """An RFC 5322 date in UTC; a missing zone counts as UTC (section 3.3, "-0000"). None where it is no date."""
    value = value.strip()[:100]
    if not value:
        return None
    for spelling in (value, _NO_SPACE.sub(" ", value)):
        try:
            moment = parsedate_to_datetime(spelling)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            moment = aware.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if 1970 <= moment.year <= LAST_YEAR else None
    return None
