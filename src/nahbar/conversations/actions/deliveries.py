"""What a member decides about a message of ours that did not arrive, or perhaps did."""

from __future__ import annotations

from django.db import transaction

from nahbar.conversations.actions.states import subject_of
from nahbar.conversations.events import DeliveryChanged
from nahbar.conversations.models import Message
from nahbar.history.actions import publish, record
from nahbar.history.words import Actor
from nahbar.mailroom import actions as mailroom
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.queries import deliveries_of
from nahbar.mailroom.words import DeliveryState


@transaction.atomic
def send_again(message: Message, *, actor: Actor) -> None:
    """Try an unknown or failed message again, with the same bytes. Raises TooLate."""
    mailroom.resend(_delivery(message).pk, actor=actor)
    record(actor=actor, verb="conversation.sent_again", subject=subject_of(message.conversation))
    publish(
        DeliveryChanged(
            conversation_id=message.conversation_id, message_id=message.pk, state=str(DeliveryState.QUEUED)
        )
    )


@transaction.atomic
def confirm_arrived(message: Message, *, actor: Actor) -> None:
    """The message of unknown fate did arrive; it is not sent again. Raises TooLate."""
    mailroom.confirm_arrived(_delivery(message).pk, actor=actor)
    record(actor=actor, verb="conversation.delivery_confirmed", subject=subject_of(message.conversation))


def _delivery(message: Message) -> Delivery:
    found = deliveries_of("message", [message.pk]).get(message.pk, [])
    if not found:
        raise mailroom.TooLate("The message is on its way or has arrived; it is not sent again.")
    return found[-1]
