"""Out of sight until a moment, and back: by itself, by a member, or because the person writes (see placing)."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from nahbar.conversations.actions.states import lock, subject_of
from nahbar.conversations.events import ConversationSnoozed, ConversationWoke
from nahbar.conversations.models import Conversation
from nahbar.conversations.words import LONGEST_SNOOZE, WOKEN_AT_ONCE, ConversationState
from nahbar.history.actions import Line, publish, record, record_all
from nahbar.history.words import SYSTEM, Actor
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

_SAVED = ["state", "snoozed_until", "queue_at"]


class CannotSnooze(Fault):
    """The moment is no use, or the conversation waits for another decision first."""


@transaction.atomic
def snooze(conversation: Conversation, *, until: datetime, actor: Actor) -> Conversation:
    """Put it aside until then. Whoever waits in it goes on waiting. Raises CannotSnooze."""
    insist_on_moment(until)
    current = lock(conversation.pk)
    if current.state in (ConversationState.PARKED, ConversationState.SPAM):
        raise CannotSnooze("This conversation was put aside. Decide about it first.")
    current.state, current.snoozed_until = ConversationState.SNOOZED, until
    current.set_waiting(current.waiting_since)
    current.save(update_fields=_SAVED)
    data = {"until": until.isoformat()}
    record(actor=actor, verb="conversation.snoozed", subject=subject_of(current), data=data)
    publish(ConversationSnoozed(conversation_id=current.pk))
    return current


def insist_on_moment(until: datetime) -> None:
    """Raises CannotSnooze for one that has passed, or lies too far away."""
    if until <= clock.now():
        raise CannotSnooze("This moment has passed already. Choose a later one.")
    if until > clock.now() + LONGEST_SNOOZE:
        raise CannotSnooze("That is more than five years away. Choose an earlier moment, or close the conversation.")


@transaction.atomic
def wake(conversation: Conversation, *, actor: Actor) -> Conversation:
    """Back among the open ones before its time."""
    current = lock(conversation.pk)
    if current.state == ConversationState.SNOOZED:
        current.state, current.snoozed_until = ConversationState.OPEN, None
        current.save(update_fields=_SAVED)
        _tell([current], actor)
    return current


def wake_due() -> int:
    """Wake those whose moment has come, one block, the earliest first; returns how many."""
    due = Conversation.objects.filter(state=ConversationState.SNOOZED).filter(
        Q(snoozed_until__lte=clock.now()) | Q(snoozed_until__isnull=True)
    )
    if not due.exists():
        return 0
    with transaction.atomic():
        free = due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        rows = list(free.order_by("snoozed_until", "id")[:WOKEN_AT_ONCE])
        for row in rows:
            _open_again(row)
        Conversation.objects.bulk_update(rows, _SAVED)
        _tell(rows, SYSTEM)
    return len(rows)


def _open_again(conversation: Conversation) -> None:
    """Where nobody waits, it stands as if somebody had begun to at its moment: now it is somebody's turn."""
    conversation.state = ConversationState.OPEN
    if conversation.waiting_since is None and conversation.snoozed_until is not None:
        conversation.queue_at = conversation.snoozed_until


def _tell(conversations: list[Conversation], actor: Actor) -> None:
    record_all(Line(actor, "conversation.woke", subject_of(each)) for each in conversations)
    publish(*(ConversationWoke(conversation_id=each.pk) for each in conversations))
