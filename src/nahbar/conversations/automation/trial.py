"""A rule on trial: what would it have done in the last thirty days? Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from nahbar.accounts.models import Member
from nahbar.conversations.automation.case import Case, case_of, looked_at
from nahbar.conversations.automation.conditions import Conditions
from nahbar.conversations.automation.words import LOOKED_AT_ONCE, MOST_LOOKED_AT, MOST_SHOWN, TRIAL_DAYS
from nahbar.conversations.models import Message, Searchable
from nahbar.conversations.rules import visible_to
from nahbar.conversations.search.index import first_key
from nahbar.conversations.words import MessageKind
from nahbar.toolbox import clock


@dataclass(slots=True)
class Trial:
    """`shown` are the newest of the `number` messages that the rule would have concerned, of those `looked_at`.

    Where not all of the time could be looked at, `reached_back_to` is the oldest message that was.
    """

    shown: list[Message] = field(default_factory=list)
    number: int = 0
    looked_at: int = 0
    reached_back_to: datetime | None = None


def try_out(conditions: Conditions, *, by: Member) -> Trial:
    """Look at what came, newest first, at most MOST_LOOKED_AT messages, as far as the member sees them."""
    trial, oldest = Trial(), None
    for case in _cases(conditions, by):
        if trial.looked_at == MOST_LOOKED_AT:
            trial.reached_back_to = oldest
            break
        trial.looked_at, oldest = trial.looked_at + 1, case.at
        if conditions.hold(case):
            trial.number += 1
            if len(trial.shown) < MOST_SHOWN:
                trial.shown.append(case.message)
    return trial


def _cases(conditions: Conditions, by: Member) -> Iterator[Case]:
    """By the keys of the search, which stand in the order of time."""
    seen = visible_to(by)
    if conditions.inboxes:
        seen = seen.filter(inbox__in=conditions.inboxes)
    rows = Searchable.objects.filter(
        pk__gte=first_key(clock.now() - TRIAL_DAYS),
        message__kind=MessageKind.INBOUND,
        message__conversation__in=seen,
    ).order_by("-pk")
    below: int | None = None
    while True:
        block = list((rows if below is None else rows.filter(pk__lt=below))[:LOOKED_AT_ONCE])
        messages = looked_at(Message.objects.all()).in_bulk([row.message_id for row in block])
        for row in block:
            if row.message_id in messages:
                yield case_of(messages[row.message_id], row.terms)
        if len(block) < LOOKED_AT_ONCE:
            return
        below = block[-1].pk
