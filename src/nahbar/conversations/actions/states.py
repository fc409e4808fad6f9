"""Notes, assignment, closing."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from nahbar.accounts.models import Member, Team
from nahbar.conversations.actions.merged import lock_living
from nahbar.conversations.actions.questions import answer_with, ask_in
from nahbar.conversations.actions.waiting import unanswered_since
from nahbar.conversations.events import ConversationAssigned, ConversationClosed, ConversationReopened, NoteAdded
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.naming import named_in
from nahbar.conversations.rules import NotYours, may_see
from nahbar.conversations.words import ConversationState, MessageKind
from nahbar.history.actions import publish, record
from nahbar.history.words import Actor, ActorKind, Subject
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault


class Empty(Fault):
    """There is nothing in it yet."""


def lock(conversation_id: int) -> Conversation:
    """The conversation's newest state, held until the transaction ends; of one that was joined, where it went."""
    living = lock_living([conversation_id])
    if conversation_id not in living:
        raise NotYours("This conversation does not exist any more.")
    return living[conversation_id]


def subject_of(conversation: Conversation) -> Subject:
    return Subject("conversation", conversation.pk)


@transaction.atomic
def add_note(
    conversation: Conversation,
    *,
    member: Member,
    text: str,
    actor: Actor | None = None,
    once: str | None = None,
    ask: Iterable[Member] = (),
) -> Message:
    """Write an internal note; it never leaves the house. It answers what the member was asked here, and asks those in
    `ask`; who is named in it with an @ is told. Raises Empty, NotYours where somebody asked could not see it.
    """
    if not text.strip():
        raise Empty("The note is empty. Write something first.")
    if once and (earlier := Message.objects.filter(once=once).first()):
        return earlier
    conversation = lock(conversation.pk)
    message = Message.objects.create(
        conversation=conversation,
        kind=MessageKind.NOTE,
        at=clock.now(),
        member=member,
        author=member.name,
        text=text.strip(),
        once=once,
        details=named_in(text.strip(), conversation.inbox),
    )
    answer_with(message, conversation, member)
    ask_in(message, conversation, ask)
    record(actor=actor or member.actor, verb="conversation.note_added", subject=subject_of(conversation))
    publish(NoteAdded(conversation_id=conversation.pk, message_id=message.pk))
    return message


@transaction.atomic
def assign(
    conversation: Conversation,
    *,
    actor: Actor,
    member: Member | None = None,
    team: Team | None = None,
    message_id: int | None = None,
) -> Conversation:
    """Give the conversation to a member, to a team, or (with neither) back to nobody.

    `message_id` is the message that came with it. Raises NotYours where the member could not see it.
    """
    current = lock(conversation.pk)
    if member is not None and not may_see(member, current):
        raise NotYours(f"{member.name} cannot see this inbox, so the conversation would be lost to them.")
    current.assignee, current.team = member, team
    current.save(update_fields=["assignee", "team"])
    record(
        actor=actor,
        verb="conversation.assigned",
        subject=subject_of(current),
        data={"member": member.name if member else "", "team": team.name if team else ""},
    )
    publish(
        ConversationAssigned(
            conversation_id=current.pk,
            member_id=member.pk if member else None,
            team_id=team.pk if team else None,
            by_id=actor.id if actor.kind == ActorKind.MEMBER else None,
            message_id=message_id,
        )
    )
    return current


@transaction.atomic
def close(conversation: Conversation, *, actor: Actor) -> Conversation:
    """Nothing more to do. A new message of the person opens it again."""
    current = lock(conversation.pk)
    if current.state != ConversationState.CLOSED:
        current.state, current.parked_for, current.closed_at = ConversationState.CLOSED, {}, clock.now()
        current.set_waiting(None)
        current.save(update_fields=["state", "parked_for", "closed_at", "waiting_since", "queue_at"])
        record(actor=actor, verb="conversation.closed", subject=subject_of(current))
        publish(ConversationClosed(conversation_id=current.pk))
    return current


@transaction.atomic
def reopen(conversation: Conversation, *, actor: Actor) -> Conversation:
    """Back among the open ones; whoever wrote last and got no answer waits again."""
    current = lock(conversation.pk)
    if current.state != ConversationState.OPEN:
        current.state, current.parked_for = ConversationState.OPEN, {}
        current.set_waiting(unanswered_since(current))
        current.save(update_fields=["state", "parked_for", "waiting_since", "queue_at"])
        record(actor=actor, verb="conversation.reopened", subject=subject_of(current))
        publish(ConversationReopened(conversation_id=current.pk))
    return current
