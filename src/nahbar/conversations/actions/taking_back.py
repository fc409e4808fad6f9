"""Undo of sending, in the seconds in which it is possible: the text is in somebody's hands again."""

from __future__ import annotations

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.conversations.actions.drafts import files_of, put_into_draft
from nahbar.conversations.actions.states import lock, subject_of
from nahbar.conversations.events import ReplyTakenBack
from nahbar.conversations.models import Message
from nahbar.conversations.words import ConversationState
from nahbar.history.actions import publish, record
from nahbar.history.words import Actor
from nahbar.mailroom.actions import cancel
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.words import DeliveryState


@transaction.atomic
def take_back(message: Message, *, actor: Actor, member: Member | None = None) -> Message:
    """Undo a reply that has not left: it is gone, and the person waits as before. Raises TooLate.

    With `member` it becomes their draft, files and all; what was forwarded was never meant for the person and does
    not. Returns the message as it was.
    """
    current = lock(message.conversation_id)
    for delivery in Delivery.objects.filter(origin_kind="message", origin_id=message.pk):
        if delivery.state != DeliveryState.CANCELLED:
            cancel(delivery.pk)
    forwarded = "forward_of" in message.details
    if member is not None and not forwarded:
        fields = {"way": message.channel, "cc": _addresses(message, "cc"), "bcc": _addresses(message, "bcc")}
        put_into_draft(current, member=member, text=message.text, fields=fields, files=files_of(message))
    waiting, was = message.answered_since, message.pk
    message.delete()
    message.pk = was
    if not forwarded:
        # Perhaps the reply had closed it or put it aside; its text is in somebody's hands again.
        current.state, current.snoozed_until = ConversationState.OPEN, None
        current.set_waiting(waiting)
        current.save(update_fields=["state", "snoozed_until", "waiting_since", "queue_at"])
    record(actor=actor, verb="conversation.reply_taken_back", subject=subject_of(current))
    publish(ReplyTakenBack(conversation_id=current.pk))
    return message


def _addresses(message: Message, field: str) -> str:
    return ", ".join(party["address"] for party in message.envelope.get(field, []))
