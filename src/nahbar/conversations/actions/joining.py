"""Two conversations about one matter become one."""

from __future__ import annotations

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.conversations.actions.drafts import move_drafts
from nahbar.conversations.actions.following import take_followers
from nahbar.conversations.actions.merged import lock_living
from nahbar.conversations.actions.rearranging import (
    SAVED,
    insist_on_sight,
    name_inboxes,
    newest_id,
    snapshot,
    take_part,
    take_tags,
    tell,
)
from nahbar.conversations.models import Conversation, Message, Rearrangement
from nahbar.conversations.rules import NotYours
from nahbar.conversations.words import ConversationState, RearrangementKind
from nahbar.history.words import Actor
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault


class CannotJoin(Fault):
    """These two are one already, or one of them is put aside."""


@transaction.atomic
def join(
    conversation: Conversation, *, into: Conversation, member: Member, actor: Actor | None = None
) -> Rearrangement:
    """Move everything from `conversation` to `into`, or to where that went. `undo` takes it back.

    What answers the old one finds the new one from now on. Whoever waited in either goes on waiting: joining answers
    nobody. Raises NotYours, CannotJoin.
    """
    living = lock_living({conversation.pk, into.pk})
    if len(living) < len({conversation.pk, into.pk}):
        raise NotYours("This conversation does not exist any more.")
    source, target = living[conversation.pk], living[into.pk]
    insist_on_sight(member, source, target)
    if source.pk != conversation.pk:
        raise CannotJoin("This conversation was joined into another one already. Open that one.")
    if source.pk == target.pk:
        raise CannotJoin("This is one conversation already.")
    if target.state in (ConversationState.SPAM, ConversationState.PARKED):
        raise CannotJoin("The other conversation was put aside. Bring it back first, then join them.")
    done = _move_all(source, target, member)
    tell(done, actor=actor or member.actor, change="joined")
    return done


def _move_all(source: Conversation, target: Conversation, member: Member) -> Rearrangement:
    moved = {
        "messages": list(source.messages.values_list("pk", flat=True)),
        "newest": newest_id(source, target),
        "source": snapshot(source),
        "target": snapshot(target),
        "participants": take_part(target, source.participants.all()),
        "tags": take_tags(target, source),
        "followers": take_followers(target, source),
        "inboxes": name_inboxes(target, [source.inbox_id, *source.inboxes.values_list("pk", flat=True)]),
    }
    Message.objects.filter(conversation=source).update(conversation=target)
    move_drafts(source, target)
    _add_up(source, target)
    become_part(source, target)
    target.save(update_fields=SAVED)
    return Rearrangement.objects.create(
        kind=RearrangementKind.JOIN, source=source, target=target, moved=moved, member=member, at=clock.now()
    )


def _add_up(source: Conversation, target: Conversation) -> None:
    """What of the source's place in the piles the target takes over."""
    states = (source.state, target.state)
    if source.waiting_since is not None or ConversationState.OPEN in states:
        target.state = ConversationState.OPEN
    elif ConversationState.SNOOZED in states:
        target.state = ConversationState.SNOOZED
        asleep = [
            each for each, was in ((source, states[0]), (target, states[1])) if was == ConversationState.SNOOZED
        ]
        target.snoozed_until = min((each.snoozed_until for each in asleep if each.snoozed_until), default=None)
    if source.last_message_at > target.last_message_at:
        target.last_message_at = source.last_message_at
        target.gist, target.mood = source.gist, source.mood
    if target.assignee_id is None and target.team_id is None:
        target.assignee, target.team = source.assignee, source.team
    waiting = [since for since in (source.waiting_since, target.waiting_since) if since is not None]
    target.set_waiting(min(waiting, default=None))


def become_part(source: Conversation, target: Conversation) -> None:
    """The emptied conversation leaves the piles and points to where its messages are."""
    source.merged_into = target
    source.state = ConversationState.CLOSED
    source.parked_for = {}
    source.set_waiting(None)
    source.save(update_fields=SAVED)
