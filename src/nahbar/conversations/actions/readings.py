"""What is understood of people's messages: read in the background, set right by members."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import OuterRef, Subquery

from nahbar.accounts.models import Member
from nahbar.channels.contract import InboundKind
from nahbar.conversations.actions.details import told_by
from nahbar.conversations.actions.errands import claim, drop, settle
from nahbar.conversations.actions.rearranging import insist_on_sight
from nahbar.conversations.actions.states import lock, subject_of
from nahbar.conversations.events import ReadingKept
from nahbar.conversations.models import Conversation, Message, Reading
from nahbar.conversations.own_words import OwnWords
from nahbar.conversations.reading_process import ReaderDied, Understand, Weights, understand
from nahbar.conversations.words import ErrandState, MessageKind
from nahbar.history.actions import publish, record
from nahbar.history.words import Actor
from nahbar.language.reading.corrections import labels
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault
from nahbar.voice.actions import keep_correction
from nahbar.voice.queries import local_weights

log = logging.getLogger(__name__)


class BadLabel(Fault):
    """There is no such label, or it cannot have this value."""


def queue_readings(message_ids: Iterable[int]) -> None:
    """Let these be read, anew where they were; what machines wrote is nobody's mood."""
    rows = Message.objects.filter(
        pk__in=list(message_ids), kind=MessageKind.INBOUND, inbound_kind=InboundKind.HUMAN
    ).values_list("pk", flat=True)
    now = clock.now()
    Reading.objects.bulk_create(
        [Reading(message_id=pk, not_before=now) for pk in rows],
        update_conflicts=True,
        unique_fields=["message"],
        update_fields=["state", "not_before", "attempts"],
    )


def read_block(by: Understand = understand) -> int:
    """Read the messages that are due, one block; returns how many were taken up."""
    block = claim(Reading)
    if not block:
        return 0
    rows = Message.objects.select_related("conversation__person").defer("html", "refs")
    messages, local = rows.in_bulk([each.message_id for each in block]), local_weights()
    there = [each for each in block if each.message_id in messages]
    _keep([each for each in there if _understand(each, messages[each.message_id], by, local)])
    return len(block)


def _understand(reading: Reading, message: Message, by: Understand, local: Weights) -> bool:
    try:
        own = OwnWords.of(message)
        reading.data = own.placed(by(own.text, message.conversation.person.language[:2], local))
    except ReaderDied as fault:
        settle(reading, fault)
        return False
    except Exception as error:
        # A text that no rule foresaw stays unread; the others are not to wait for it.
        log.exception("message %s could not be understood", message.pk)
        drop(reading, type(error).__name__)
        return False
    reading.settle()
    return True


@transaction.atomic
def _keep(readings: Sequence[Reading]) -> None:
    """Write what was read, unless it was made due anew since then, and show it in the lists."""
    found = {each.pk: each for each in readings}
    rows = Reading.objects.filter(pk__in=found).select_for_update()
    kept = [current for current in rows if current.attempts == found[current.pk].attempts]
    for current in kept:
        current.data, current.state, current.problem = found[current.pk].data, ErrandState.DONE, ""
        current.settle()
    Reading.objects.bulk_update(kept, ["data", "mood", "urgent", "state", "problem"])
    _show(kept)


def _show(readings: Sequence[Reading]) -> None:
    """Gist and mood of those conversations whose newest message of the person this is; and tell the open pages."""
    messages = Message.objects.select_related("reading").defer("html", "refs")
    found = messages.in_bulk([reading.message_id for reading in readings])
    newest = Message.objects.filter(
        conversation=OuterRef("pk"), kind=MessageKind.INBOUND, inbound_kind=InboundKind.HUMAN
    ).order_by("-at", "-id")
    told = Conversation.objects.filter(pk__in={message.conversation_id for message in found.values()})
    shown = []
    for conversation in told.annotate(newest=Subquery(newest.values("pk")[:1])).select_for_update():
        if (message := found.get(conversation.newest)) is not None:
            conversation.gist, conversation.mood = told_by(message)
            shown.append(conversation)
    Conversation.objects.bulk_update(shown, ["gist", "mood"])
    publish(
        *(
            ReadingKept(conversation_id=each.conversation_id, message_id=each.pk)
            for _pk, each in sorted(found.items())
        )
    )


@transaction.atomic
def correct_reading(
    message: Message, *, label: str, value: str, member: Member, actor: Actor | None = None
) -> Reading:
    """Set a label right: "mood", or "intent:price" with "yes" or "no". It holds from now on, and is learned from.

    Raises NotYours, BadLabel.
    """
    conversation = lock(message.conversation_id)
    insist_on_sight(member, conversation)
    if value not in labels().get(label, ()):
        raise BadLabel("This reading cannot be set like that.")
    reading = Reading.objects.select_for_update().filter(message=message).first()
    if reading is None:
        raise BadLabel("This message has not been read yet. Try again in a moment.")
    keep_correction(
        member=member,
        message_id=message.pk,
        text=message.own_words,
        label=label,
        old=reading.value_of(label),
        new=value,
    )
    reading.corrected = {**reading.corrected, label: value}
    reading.settle()
    reading.save(update_fields=["corrected", "mood", "urgent"])
    record(
        actor=actor or member.actor,
        verb="conversation.reading_corrected",
        subject=subject_of(conversation),
        data={"message": message.pk, "label": label, "value": value},
    )
    _show([reading])
    return reading
