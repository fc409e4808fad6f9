"""What leaves: sender, recipients, subject, reference and quoted thread of a reply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils import translation

from nahbar.accounts.models import Member
from nahbar.channels.contract import Earlier, InboundKind, Outbound, Party
from nahbar.channels.registry import channel
from nahbar.conversations.actions.threads import token_of
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.words import EARLIER_QUOTED, MessageKind
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import firm_details
from nahbar.mailroom.words import SenderStyle
from nahbar.people.queries import address_on
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.html import clean
from nahbar.toolbox.ids import new_key

if TYPE_CHECKING:
    from nahbar.conversations.actions.send import Reply

_REPLY_MARK = re.compile(r"^\s*(re|aw|antw|wg|fwd?)\s*(\[\d+\])?\s*:\s*", re.IGNORECASE)


class NoWay(Fault):
    """The person cannot be reached on this channel."""


def inbox_for(conversation: Conversation, channel_name: str, inbox: Inbox | None) -> Inbox:
    """The inbox a reply leaves through: the given one, the conversation's own, or the first of that channel.

    Raises NoWay where no inbox of the channel is set up.
    """
    if inbox is not None:
        return inbox
    if channel_name in ("", conversation.inbox.channel):
        return conversation.inbox
    return nearest(conversation, Inbox.objects.filter(channel=channel_name, is_active=True).select_related("firm"))


def nearest(conversation: Conversation, inboxes: Iterable[Inbox]) -> Inbox:
    """Of these inboxes of one channel the one of the conversation's own firm, else the oldest.

    Raises NoWay where there is none.
    """
    found = min(inboxes, key=lambda each: (each.firm_id != conversation.inbox.firm_id, each.pk), default=None)
    if found is None:
        raise NoWay("There is no inbox for this way of writing yet. An administrator can set one up.")
    return found


def recipients(conversation: Conversation, channel_name: str, last: Message | None) -> tuple[Party, ...]:
    """Whom a plain reply goes to: where the person last asked for answers, else their address on the channel.

    `last` is `last_inbound` of the conversation. Never Cc. Raises NoWay where the person has no address there.
    """
    if last is not None and last.channel == channel_name:
        for field in ("reply_to", "from"):
            for party in last.envelope.get(field, []):
                if party["address"]:
                    return (Party(party["name"], party["address"]),)
    address = address_on(conversation.person, channel_name)
    if address is None:
        raise NoWay(f"We know no address of {conversation.person} for this way of writing. Add one first.")
    return (Party(conversation.person.name, address.value),)


def last_inbound(conversation: Conversation) -> Message | None:
    """The person's newest message; a mail server's report is nobody's."""
    if is_new(conversation):
        return None
    rows = conversation.messages.filter(kind=MessageKind.INBOUND).order_by("-at", "-id")
    return (
        rows.filter(inbound_kind=InboundKind.HUMAN).first() or rows.exclude(inbound_kind=InboundKind.BOUNCE).first()
    )


def last_inbound_of(thread: Sequence[Message]) -> Message | None:
    """The same of a whole thread at hand, oldest first."""
    inbound = [
        message
        for message in reversed(thread)
        if message.kind == MessageKind.INBOUND and message.inbound_kind != InboundKind.BOUNCE
    ]
    human = (message for message in inbound if message.inbound_kind == InboundKind.HUMAN)
    return next(human, next(iter(inbound), None))


def is_new(conversation: Conversation) -> bool:
    """Not stored yet: nothing was said in it."""
    return conversation._state.adding  # noqa: SLF001 - Django's documented way to ask


def preview(conversation: Conversation, reply: Reply, *, member: Member) -> bytes:
    """What would leave, byte for byte but for its key and time; nothing is stored. Raises as `send_reply`."""
    inbox = inbox_for(conversation, reply.channel, reply.inbox)
    return channel(inbox.channel).compose(for_reply(conversation, reply, inbox, member))


def for_reply(
    conversation: Conversation, reply: Reply, inbox: Inbox, member: Member, *, to: tuple[Party, ...] = ()
) -> Outbound:
    """The outbound message of a reply, complete. Its key (Message-ID) is fixed here, before any try."""
    adapter = channel(inbox.channel)
    token = token_of(conversation.key)
    domain = inbox.address.rpartition("@")[2] or "letter.invalid"
    thread = [said for said in _thread(conversation) if said.pk != reply.again_for]
    person_language = conversation.person.language if not is_new(conversation) else ""
    language = person_language or translation.get_language() or "de"
    answered = next((said for said in thread if said.inbound_kind == InboundKind.HUMAN), None) or last_inbound(
        conversation
    )
    return Outbound(
        key=f"{new_key(16)}.{token}@{domain}",
        sender=_sender(inbox, member),
        to=reply.to or to or recipients(conversation, inbox.channel, answered),
        cc=reply.cc,
        bcc=reply.bcc,
        reply_to=_reply_to(inbox, token),
        subject=reply.subject or _subject(conversation, started=bool(thread)),
        text=reply.text.strip(),
        html=clean(reply.html) if reply.html and adapter.capabilities.html else "",
        signature="" if reply.forward_of else member.signature,
        firm=firm_details(inbox.firm, language[:2]),
        earlier=_earlier(thread) if _quotes(inbox, reply) else (),
        attachments=reply.attachments,
        in_reply_to=answered.key if answered else "",
        refs=references(thread),
        created_at=clock.now(),
        language=language[:2],
    )


def _quotes(inbox: Inbox, reply: Reply) -> bool:
    """What is forwarded stands in the text; the thread around it is none of its reader's business."""
    return channel(inbox.channel).capabilities.quotes_thread and inbox.quote_thread and not reply.forward_of


def _sender(inbox: Inbox, member: Member) -> Party:
    if inbox.sender_style == SenderStyle.OWN:
        return Party(member.name, member.email)
    return Party(f"{member.name} ({inbox.firm.name})", inbox.address or member.email)


def _reply_to(inbox: Inbox, token: str) -> Party | None:
    local, at, domain = inbox.address.rpartition("@")
    return Party(inbox.firm.name, f"{local}+{token}@{domain}") if at else None


def _thread(conversation: Conversation) -> list[Message]:
    """What was said so far, newest first; notes are ours alone and never leave."""
    if is_new(conversation):
        return []
    rows = conversation.messages.exclude(kind=MessageKind.NOTE).order_by("-at", "-id")
    return list(rows.defer("html")[:EARLIER_QUOTED])


def _subject(conversation: Conversation, *, started: bool) -> str:
    return subject_to_answer(conversation.subject) if started else conversation.subject


def subject_to_answer(subject: str) -> str:
    """The subject of a reply: marked once as one, however often it went back and forth."""
    return subject if not subject or _REPLY_MARK.match(subject) else f"Re: {subject}"


def _earlier(thread: list[Message]) -> tuple[Earlier, ...]:
    said = (message for message in thread if message.inbound_kind != InboundKind.BOUNCE)
    return tuple(Earlier(message.author, message.at, message.own_words) for message in said)


def references(thread: list[Message]) -> tuple[str, ...]:
    """The ids of the thread, nearest first, as the contract wants them; the answered message leads."""
    nearest_first: list[str] = []
    for message in thread:
        nearest_first.append(message.key)
        if message.kind == MessageKind.INBOUND:
            nearest_first += message.refs
    return tuple(dict.fromkeys(key for key in nearest_first if key))[:30]
