"""Saying once more, to a corrected address, what came back."""

from __future__ import annotations

from nahbar.accounts.models import Member
from nahbar.channels.contract import Attachment as FileOut
from nahbar.channels.contract import Party
from nahbar.channels.registry import channel
from nahbar.conversations.actions.send import Reply, send_reply
from nahbar.conversations.models import Message
from nahbar.history.words import Actor
from nahbar.mailroom.models import Delivery, DeliveryRecipient
from nahbar.mailroom.queries import blobs, deliveries_of
from nahbar.mailroom.words import DeliveryState
from nahbar.people.actions import add_address
from nahbar.people.queries import holder_of
from nahbar.toolbox.faults import Fault

CAME_BACK = (DeliveryState.BOUNCED, DeliveryState.FAILED)


class NothingCameBack(Fault):
    """The copy arrived, is on its way, or never existed."""


class SameAddress(Fault):
    """Sending there again would fail again."""


def send_to_another(
    message: Message,
    *,
    instead_of: str,
    address: str,
    member: Member,
    undo_seconds: int = 0,
    actor: Actor | None = None,
) -> Message:
    """Send a message of ours once more, to `address` instead of the one at which it came back.

    It leaves as a new message with a delivery of its own, in the name of whoever wrote it; the person who was meant
    is known by the new address from now on. The same message goes to the same address only once, whatever is
    clicked: then the earlier one is returned. Raises NothingCameBack, SameAddress, Taken (people), SettingsFault
    where it is no address, and as `send_reply`.
    """
    delivery, copy = _lost_copy(message, instead_of)
    plain = channel(delivery.channel).normalise(address)
    if plain == channel(delivery.channel).normalise(copy.address):
        raise SameAddress("This is the address at which the message came back. Correct it first.")
    person = holder_of(delivery.channel, copy.address) or message.conversation.person
    add_address(person, actor=actor or member.actor, channel_name=delivery.channel, value=plain)
    reply = Reply(
        text=message.text,
        html=message.html,
        channel=delivery.channel,
        inbox=delivery.inbox,
        to=(Party(copy.name or person.name, plain),),
        subject=message.subject,
        attachments=_files_of(message),
        undo_seconds=undo_seconds,
        once=f"again:{message.pk}:{plain}"[:200],
        again_for=message.pk,
    )
    writer = message.member if message.member is not None and message.member.is_active else member
    return send_reply(message.conversation, reply, member=writer, actor=actor or member.actor)


def _lost_copy(message: Message, address: str) -> tuple[Delivery, DeliveryRecipient]:
    for delivery in deliveries_of("message", [message.pk]).get(message.pk, []):
        for copy in delivery.recipients.all():
            if copy.address == address and copy.state in CAME_BACK:
                return delivery, copy
    raise NothingCameBack("This message did not come back from there, so there is nothing to correct.")


def _files_of(message: Message) -> tuple[FileOut, ...]:
    return tuple(
        FileOut(
            name=each.name,
            media_type=each.media_type,
            content=blobs().get(each.blob),
            inline=each.inline,
            content_id=each.content_id,
        )
        for each in message.attachments.order_by("id")
    )
