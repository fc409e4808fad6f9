"""Moving a conversation to another inbox: who sees it, and from where it is answered, changes with that."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop as _

from nahbar.conversations.actions.states import lock, subject_of
from nahbar.conversations.events import ConversationMoved
from nahbar.conversations.models import Conversation
from nahbar.history.actions import publish, record
from nahbar.history.words import Actor
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.rules import members_of
from nahbar.toolbox.faults import Fault


class CannotMove(Fault):
    """The inbox is of another medium."""


@transaction.atomic
def move_to_inbox(conversation: Conversation, *, inbox: Inbox, actor: Actor) -> Conversation:
    """Let it lie in this inbox. Whoever had it and cannot see it there has it no more. Raises CannotMove."""
    current = lock(conversation.pk)
    if current.inbox_id == inbox.pk:
        return current
    if inbox.channel != current.channel:
        raise CannotMove(_("A conversation can only be moved to an inbox of the same medium."))
    current.inbox = inbox
    current.inboxes.add(inbox)
    if current.assignee_id and not members_of(inbox).filter(pk=current.assignee_id).exists():
        current.assignee = None
    if current.team_id and inbox.team_id not in (None, current.team_id):
        current.team = None
    current.save(update_fields=["inbox", "assignee", "team"])
    record(actor=actor, verb="conversation.moved", subject=subject_of(current), data={"inbox": inbox.name})
    publish(ConversationMoved(conversation_id=current.pk))
    return current
