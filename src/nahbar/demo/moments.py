"""When the demo company's turns happen: ages before an anchor, counted in working time, so that the story never
grows old and nobody of the company is seen answering on a Sunday.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from nahbar.toolbox.faults import Misconfigured

BERLIN: Final = ZoneInfo("Europe/Berlin")
ANCHOR_HOUR: Final = 11
"""Ages are written for a reader at eleven in the morning: "2h" is nine o'clock today, "20h" is yesterday at three."""

_AGE: Final = re.compile(r"(?:(?P<days>\d+)d)?\s*(?:(?P<hours>\d+)h)?\s*(?:(?P<minutes>\d+)m)?")


def parse_age(text: str) -> timedelta:
    """The span that "5d 3h 20m" names (each part may be missing).

    Raises Misconfigured where the text is no age or the age is zero.
    """
    match = _AGE.fullmatch(text.strip())
    parts = {name: int(value) for name, value in match.groupdict().items() if value} if match else {}
    age = timedelta(**parts)
    if not age:
        raise Misconfigured(f"“{text}” is no age; write it like “5d 3h 20m”.")
    return age


def anchor_before(now: datetime) -> datetime:
    """The last working day's eleven o'clock (Berlin) that is not after `now`; ages count back from it."""
    anchor = now.astimezone(BERLIN).replace(hour=ANCHOR_HOUR, minute=0, second=0, microsecond=0)
    if anchor > now:
        anchor -= timedelta(days=1)
    return _off_the_weekend(anchor)


def moment(anchor: datetime, age: timedelta) -> datetime:
    """The moment `age` before `anchor` (from `anchor_before`) on a calendar that has no Saturdays and Sundays.

    The wall clock counts, so "1d" before eleven o'clock is eleven o'clock in summer and winter.
    """
    wall = anchor.astimezone(BERLIN).replace(tzinfo=None)
    for _ in range(age.days):
        wall = _off_the_weekend(wall - timedelta(days=1))
    return _off_the_weekend(wall - timedelta(seconds=age.seconds)).replace(tzinfo=BERLIN)


def _off_the_weekend(wall: datetime) -> datetime:
    return wall - timedelta(days=max(0, wall.weekday() - 4))
