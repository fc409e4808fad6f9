"""Letting the rules look at what came: each message once, and not before it is read where a rule asks for that."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from nahbar.conversations.automation.case import Case, case_of, looked_at
from nahbar.conversations.automation.conditions import Conditions, conditions_of
from nahbar.conversations.automation.doing import apply
from nahbar.conversations.automation.models import Awaiting, Rule
from nahbar.conversations.automation.words import LATE_AT_ONCE, PATIENCE
from nahbar.conversations.models import Message
from nahbar.conversations.words import HISTORY_AFTER, ConversationState
from nahbar.toolbox import clock

_Rules = Sequence[tuple[Rule, Conditions]]


@dataclass(slots=True)
class Verdict:
    """What is to be done for a block of messages, decided before anything is written."""

    fitting: list[tuple[Message, list[Rule]]] = field(default_factory=list)
    awaiting: list[int] = field(default_factory=list)
    decided: list[int] = field(default_factory=list)


def decide(came: Collection[int], *, read: Collection[int] = ()) -> Verdict:
    """Which rules fit these messages, new ones and those whose reading was kept. Writes nothing.

    All conditions are looked at before any deed is done, so that no rule answers to what another one did.
    """
    rules = [(rule, conditions_of(rule.conditions)) for rule in Rule.objects.filter(is_on=True)]
    late = _late()
    waited = set(Awaiting.objects.filter(message__in=read).values_list("message", flat=True)) if read else set()
    verdict = Verdict(decided=[*waited, *late])
    if not rules:
        return verdict
    wanted = {*came, *waited, *late}
    rows = looked_at(Message.objects.filter(pk__in=wanted, at__gte=clock.now() - HISTORY_AFTER))
    for message in rows.order_by("at", "id"):
        case = case_of(message)
        if message.pk not in late and _must_wait(case, rules):
            verdict.awaiting.append(message.pk)
        elif message.conversation.state != ConversationState.SPAM:
            verdict.fitting.append((message, _fitting(case, rules)))
    return verdict


def _late() -> list[int]:
    """Those for which nobody waits any longer: whatever reads them has trouble, or has given up."""
    rows = Awaiting.objects.filter(since__lte=clock.now() - PATIENCE).order_by("since")
    return list(rows.values_list("message", flat=True)[:LATE_AT_ONCE])


def _must_wait(case: Case, rules: _Rules) -> bool:
    if not case.awaits_reading:
        return False
    return any(conditions.needs_reading and conditions.hold_before_reading(case) for _rule, conditions in rules)


def _fitting(case: Case, rules: _Rules) -> list[Rule]:
    """In their order, up to the first that stops."""
    found = []
    for rule, conditions in rules:
        if conditions.hold(case):
            found.append(rule)
            if rule.stops:
                break
    return found


def carry_out(verdict: Verdict) -> int:
    """Do it; returns how many deeds were done. In the transaction that remembers how far the log was read."""
    Awaiting.objects.filter(message__in=verdict.decided).delete()
    now = clock.now()
    Awaiting.objects.bulk_create(
        [Awaiting(message_id=message_id, since=now) for message_id in verdict.awaiting], ignore_conflicts=True
    )
    return sum(apply(rule, message) for message, rules in verdict.fitting for rule in rules)


def run_late() -> int:
    """Let the rules look at what nobody waits for any longer; returns how many there were."""
    late = _late()
    if late:
        _carry_out_late()
    return len(late)


@transaction.atomic
def _carry_out_late() -> None:
    carry_out(decide(()))
