"""The moments that the desk offers for snoozing, and reading those that a member writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nahbar.desk.when import ahead
from nahbar.language.moments import moment_of
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

# What is offered: words that `moment_of` understands.
_OFFERED = ("heute nachmittag", "morgen", "nach dem wochenende", "in einer woche", "in einem monat")
# "This afternoon" is offered in the morning only; nobody means the next hour by it.
_AFTERNOON_UNTIL = time(12, 30)
_SATURDAY = 5


class NotAMoment(Fault):
    """Nobody can say when that is."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A moment to choose: `title` names it, `words` say when that is, `value` is what the form sends."""

    title: str
    words: str
    value: str


def offers() -> list[Offer]:
    """What can be chosen by a click now: each lies ahead, no two are the same, and mornings are of working days."""
    now = localtime(clock.now())
    titles = (_("This afternoon"), _("Tomorrow morning"), _("After the weekend"), _("In a week"), _("In a month"))
    found: dict[datetime, Offer] = {}
    for title, words in zip(titles, _OFFERED, strict=True):
        at = moment_of(words, now)
        if at is not None and _fits(words, at, now):
            found.setdefault(at, Offer(title, ahead(at), at.isoformat()))
    return list(found.values())


def _fits(words: str, at: datetime, now: datetime) -> bool:
    if words == _OFFERED[0]:
        return now.time() < _AFTERNOON_UNTIL
    return at - now > timedelta(hours=1) and at.weekday() < _SATURDAY


def moment_asked(value: str, words: str) -> datetime:
    """What the form says: an offer's `value`, or words of the member's own. Raises NotAMoment."""
    found = moment_of(words, localtime(clock.now())) if words.strip() else _read(value)
    if found is None:
        raise NotAMoment(
            "We did not understand when. Write for instance “tomorrow morning”, “next Tuesday” or “3 December, 2 pm”."
        )
    return found


def _read(value: str) -> datetime | None:
    try:
        found = parse_datetime(value)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
