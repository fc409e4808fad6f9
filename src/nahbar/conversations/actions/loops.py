"""Loops: what a machine sent makes nobody wait, and what came from here begins nothing new."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from nahbar.channels.contract import Inbound, InboundKind
from nahbar.conversations.actions.arrived import Arrived
from nahbar.conversations.actions.merged import lock_living
from nahbar.conversations.events import NoteAdded
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.words import COPY_PURPOSE, TOKEN_PURPOSE, MessageKind
from nahbar.history.actions import publish, record
from nahbar.history.words import SYSTEM, Subject
from nahbar.mailroom.actions import mark_placed
from nahbar.mailroom.actions.placing import lock_arrivals
from nahbar.mailroom.queries import inboxes_at, was_sent
from nahbar.toolbox.ids import verify

# These are about a mail of ours and may carry its head; they say something of their own.
_TELLING = (InboundKind.BOUNCE, InboundKind.COMPLAINT, InboundKind.AUTO_REPLY, InboundKind.RECEIPT)


def guarded(inbound: Inbound) -> Inbound:
    """A message as placing may see it: what says that no person sent it (RFC 3834), that nobody is to answer it (null
    return path), or that it came from here (our loop header), is no person's, whatever it looks like.

    Where a human stands behind the machine (`through`: contact forms), it stays theirs.
    """
    mechanical = (inbound.auto_submitted or inbound.null_return_path) and inbound.through is None
    if inbound.kind == InboundKind.HUMAN and (mechanical or inbound.loop):
        return replace(inbound, kind=InboundKind.NOTIFICATION)
    return inbound


def came_from_here(inbound: Inbound) -> bool:
    """Is it a mail of ours that somebody sent on? Its loop header then carries a key of ours, whatever its id is now;
    invitations and the like, which belong to no conversation, have their id only.
    """
    if not inbound.loop or inbound.kind in _TELLING:
        return False
    signed = any(_keys(inbound, purpose) for purpose in (TOKEN_PURPOSE, COPY_PURPOSE))
    return signed or was_sent(inbound.key, inbound.sender.address)


def _keys(inbound: Inbound, purpose: str) -> list[str]:
    tokens = (value.partition("@")[0] for value in inbound.loop)
    return [key for key in (verify(settings.SECRET_KEY, purpose, token) for token in tokens) if key]


@transaction.atomic
def set_aside_own(item: Arrived) -> bool:
    """Our own mail came back: it is no news. Where somebody else stands as its sender, a note tells so, once.

    False where it names a conversation that we do not have: then it is placed like any other machine's mail.
    """
    arrival = next(iter(lock_arrivals([item.arrival_id])), None)
    keys = _keys(item.inbound, TOKEN_PURPOSE)
    found = Conversation.objects.filter(key__in=keys).values_list("pk", flat=True).first()
    if arrival is None or (keys and found is None):
        return arrival is None
    sender = item.inbound.sender.address.lower()
    if found is not None and sender not in inboxes_at([sender]):
        _note(lock_living([found])[found], item, arrival.accepted_at, sender)
    mark_placed([item.arrival_id], {})
    return True


def _note(conversation: Conversation, item: Arrived, at: datetime, sender: str) -> None:
    """The words stay readable, and never leave: a stranger may have put our header on top of their own."""
    once = f"loop:{conversation.pk}:{sender}"[:200]
    if Message.objects.filter(once=once).exists():
        return
    note = Message.objects.create(
        conversation=conversation,
        kind=MessageKind.NOTE,
        at=at,
        author=(item.inbound.sender.name or sender)[:200],
        subject=item.inbound.subject[:500],
        text=item.inbound.text,
        arrival_id=item.arrival_id,
        once=once,
    )
    record(actor=SYSTEM, verb="conversation.own_mail_returned", subject=Subject("conversation", conversation.pk))
    publish(NoteAdded(conversation_id=conversation.pk, message_id=note.pk))
