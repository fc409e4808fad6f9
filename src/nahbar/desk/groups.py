"""Groups of a list in plain words: by the day of what happened, or by how long somebody has waited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nahbar.conversations.models import Conversation
from nahbar.conversations.words import WAITING_BEFORE
from nahbar.desk.when import days_ago
from nahbar.toolbox import clock

A_WEEK, A_MONTH = 7, 30


@dataclass(frozen=True, slots=True)
class Group:
    """`key` names it in addresses and on the page, `words` are read."""

    key: str
    words: str


def headings(conversations: Sequence[Conversation], field: str, *, before: str = "") -> Iterator[Group | None]:
    """For each row of a list that is ordered by `field`: the group that begins with it, if one does.

    `before` is the key of the group in which the page before ended.
    """
    for conversation in conversations:
        at = getattr(conversation, field)
        group = _waiting(at) if field == "queue_at" else _by_day(at)
        yield group if group.key != before else None
        before = group.key


def last_key(conversations: Sequence[Conversation], field: str) -> str:
    """The key of the group in which a page ends; "" for an empty one."""
    if not conversations:
        return ""
    at = getattr(conversations[-1], field)
    return (_waiting(at) if field == "queue_at" else _by_day(at)).key


def _waiting(at: datetime) -> Group:
    if at >= WAITING_BEFORE:
        return Group("answered", _("Answered"))
    days = days_ago(at)
    if days >= A_MONTH:
        return Group("month", _("For more than a month"))
    if days >= A_WEEK:
        return Group("week", _("For more than a week"))
    if days > 1:
        return Group("days", _("For a few days"))
    return Group("yesterday", _("Since yesterday")) if days == 1 else Group("today", _("Since today"))


def _by_day(at: datetime) -> Group:
    local, days = localtime(at), days_ago(at)
    named = {0: _("Today"), 1: _("Yesterday"), -1: _("Tomorrow")}
    if days in named:
        return Group(f"day{days}", named[days])
    if abs(days) < A_WEEK:
        return Group(f"day{days}", date_format(local, "l"))
    this_year = local.year == localtime(clock.now()).year
    # Translators: a month of this year, and of another one, in Django's date format: "November", "November 2025".
    return Group(f"{local:%Y-%m}", date_format(local, _("F") if this_year else _("F Y")))
