"""One conversation about two matters becomes two."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.conversations.actions.rearranging import (
    SAVED,
    addresses_in,
    inboxes_seen,
    insist_on_sight,
    newest_id,
    recount,
    snapshot,
    take_part,
    tell,
)
from nahbar.conversations.actions.states import lock
from nahbar.conversations.models import Conversation, Message, Rearrangement
from nahbar.conversations.words import ConversationState, MessageKind, RearrangementKind
from nahbar.history.words import Actor
from nahbar.mailroom.rules import inbox_ids_of
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.ids import new_key


class CannotSplit(Fault):
    """Nothing was chosen, or nothing would stay."""


@transaction.atomic
def split_off(messages: Sequence[Message], *, member: Member, actor: Actor | None = None) -> Rearrangement:
    """Move the chosen messages of one conversation to a new, open one: the result's `target`. `undo` takes it back.

    It belongs to whoever wrote the first of them, in the hands that the old one is in. Raises NotYours, CannotSplit.
    """
    if not messages:
        raise CannotSplit("Choose the messages that are about something else.")
    source = lock(messages[0].conversation_id)
    insist_on_sight(member, source)
    chosen = list(source.messages.filter(pk__in=[message.pk for message in messages]).order_by("at", "id"))
    if len(chosen) < len({message.pk for message in messages}):
        raise CannotSplit("Some of these messages lie in another conversation by now. Open it and choose again.")
    if all(message.kind == MessageKind.NOTE for message in chosen):
        raise CannotSplit("Notes alone make no conversation. Choose a message, too.")
    if not source.messages.exclude(pk__in=[message.pk for message in chosen]).exclude(kind=MessageKind.NOTE).exists():
        raise CannotSplit("Nothing would be left here. Leave at least one message.")
    done = _move(source, chosen, member)
    tell(done, actor=actor or member.actor, change="split")
    return done


def _move(source: Conversation, chosen: Sequence[Message], member: Member) -> Rearrangement:
    ids = [message.pk for message in chosen]
    moved = {
        "messages": ids,
        "newest": newest_id(source),
        "source": snapshot(source),
    }
    target = _begin(source, chosen, member)
    Message.objects.filter(pk__in=ids).update(conversation=target)
    for conversation in (source, target):
        recount(conversation)
        conversation.save(update_fields=SAVED)
    return Rearrangement.objects.create(
        kind=RearrangementKind.SPLIT, source=source, target=target, moved=moved, member=member, at=clock.now()
    )


def _begin(source: Conversation, chosen: Sequence[Message], member: Member) -> Conversation:
    first = next((message for message in chosen if message.kind == MessageKind.INBOUND), chosen[0])
    seen = inboxes_seen(chosen)
    inbox_id = _inbox_of(source, seen, member)
    target = Conversation(
        key=new_key(),
        subject=first.subject or source.subject,
        person_id=first.person_id or source.person_id,
        inbox_id=inbox_id,
        channel=first.channel or source.channel,
        assignee=source.assignee,
        team=source.team,
        state=ConversationState.OPEN,
        created_at=clock.now(),
        last_message_at=first.at,
        queue_at=first.at,
    )
    target.save()
    target.inboxes.add(inbox_id, *seen)
    addresses, people = addresses_in(chosen), {message.person_id for message in chosen}
    taking_part = source.participants.select_related("address")
    take_part(
        target,
        (each for each in taking_part if each.address.value in addresses or each.address.person_id in people),
    )
    return target


def _inbox_of(source: Conversation, seen: Sequence[int], member: Member) -> int:
    """Where the chosen messages came in, as far as the member sees that inbox; else where the source is."""
    if not seen or source.inbox_id in seen:
        return source.inbox_id
    return next((inbox_id for inbox_id in seen if inbox_id in inbox_ids_of(member)), source.inbox_id)
