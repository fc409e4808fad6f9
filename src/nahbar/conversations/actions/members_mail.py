"""What members write from their own mail programs: answers to copies leave as theirs from the shared inbox, and what
they wrote to a person directly, with an inbox in Cc, is shown as the answer that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from nahbar.accounts.models import Member
from nahbar.accounts.queries import members_at
from nahbar.channels.contract import Attachment as FileOut
from nahbar.channels.contract import Inbound, InboundKind
from nahbar.conversations.actions.arrived import Arrived
from nahbar.conversations.actions.details import details_of, envelope_of
from nahbar.conversations.actions.mail_copies import keys_of_copies
from nahbar.conversations.actions.send import Reply, send_reply
from nahbar.conversations.actions.states import add_note
from nahbar.conversations.actions.threads import look_up
from nahbar.conversations.actions.waiting import unanswered_since
from nahbar.conversations.actions.writers import plain
from nahbar.conversations.events import ReplyFound
from nahbar.conversations.models import Attachment, Conversation, MailCopy, Message, Participant
from nahbar.conversations.proofs import Word, judge_proofs, trusted_server
from nahbar.conversations.rules import may_see
from nahbar.conversations.words import LOGO_BYTES, MessageKind, ParkReason
from nahbar.history.actions import publish, record
from nahbar.history.words import Subject
from nahbar.mailroom.actions import mark_placed
from nahbar.mailroom.actions.placing import lock_arrivals
from nahbar.mailroom.models import Arrival, Inbox
from nahbar.people.models import Address


@dataclass(frozen=True, slots=True)
class MembersMail:
    """What of a block concerns members: the copies that are answered, and who of us wrote."""

    copies: dict[str, MailCopy] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)

    def copy_of(self, inbound: Inbound) -> MailCopy | None:
        return next((self.copies[key] for key in keys_of_copies(inbound) if key in self.copies), None)

    def writer(self, inbound: Inbound) -> Member | None:
        """The active member in From, where no machine stands between."""
        return self.members.get(inbound.sender.address.lower()) if inbound.through is None else None

    def concerns(self, inbound: Inbound) -> bool:
        """May it be something else than a person's message? Reports of mail servers never are."""
        if inbound.kind in (InboundKind.BOUNCE, InboundKind.COMPLAINT):
            return False
        return self.copy_of(inbound) is not None or self.writer(inbound) is not None


def look(inbounds: Sequence[Inbound]) -> MembersMail:
    """Two queries for a block at most, one where nobody answers a copy."""
    return MembersMail(answered_copies(inbounds), members_at(inbound.sender.address for inbound in inbounds))


def answered_copies(inbounds: Iterable[Inbound]) -> dict[str, MailCopy]:
    """The copies that these messages answer, by key."""
    keys = {key for inbound in inbounds for key in keys_of_copies(inbound)}
    if not keys:
        return {}
    rows = MailCopy.objects.filter(key__in=keys).select_related("member", "message__conversation__inbox")
    return {copy.key: copy for copy in rows}


def take_from_member(item: Arrived, mail: MembersMail) -> bool:
    """Carry out what a member wrote; false where it is to be placed like any other message.

    Raises what keeps an answer from being sent.
    """
    inbound, member = item.inbound, mail.writer(item.inbound)
    copy = mail.copy_of(inbound)
    if copy is not None:
        arrival = Arrival.objects.get(pk=item.arrival_id)
        if refusal(inbound, copy, arrival):
            return False
        answer(item, copy)
        return True
    return member is not None and inbound.kind == InboundKind.HUMAN and note_sent_outside(item, member)


def refusal(inbound: Inbound, copy: MailCopy, arrival: Arrival) -> str:
    """Why an answer to a copy does not leave: a code of ParkReason, "" where it may.

    The token alone proves nothing, because a copy can be passed on: the answer has to come from the member's own
    address, unforged as far as mail servers can tell, while they may see the conversation, and unless a colleague
    has answered in the meantime.
    """
    member, conversation = copy.member, copy.message.conversation
    if inbound.through is not None or inbound.sender.address.lower() != member.email.lower():
        return ParkReason.NOT_MEMBER
    if is_doubtful(inbound, arrival):
        return ParkReason.FORGED
    if not may_see(member, conversation):
        return ParkReason.NO_RIGHT
    later = conversation.messages.filter(kind=MessageKind.REPLY, pk__gt=copy.message_id)
    later = later.exclude(details__has_key="forward_of")
    return ParkReason.ANSWERED if later.exclude(member=member).exists() else ""


def is_doubtful(inbound: Inbound, arrival: Arrival) -> bool:
    """Do mail servers deny that it comes from the address in From?"""
    if not inbound.proofs:
        return False
    settings = Inbox.objects.filter(sightings__arrival=arrival).values_list("settings", flat=True)
    named = (str(each.get("authserv_id", "")) for each in settings)
    return judge_proofs(inbound.proofs, trusted_server(inbound.proofs, named), inbound.sender.address) is Word.FAILED


def answer(item: Arrived, copy: MailCopy) -> None:
    """Send what a member answered to a copy as their reply, once however often this runs.

    Only their own words leave: what they quoted and their signature below stay here, in the mail as it came. Their
    automatic answers become a note. Raises as `send_reply`.
    """
    conversation, member, once = copy.message.conversation, copy.member, f"arrival:{item.arrival_id}"
    if item.inbound.kind != InboundKind.HUMAN:
        words = item.inbound.text.strip() or item.inbound.subject.strip() or str(item.inbound.kind)
        _tie(add_note(conversation, member=member, text=words, once=once), item)
        return
    reply = Reply(item.inbound.own_words, attachments=tuple(files_of(item.inbound)), once=once)
    _tie(send_reply(conversation, reply, member=member), item)


def files_of(inbound: Inbound) -> Iterable[FileOut]:
    """The files of an answer; pictures from within its text travel as files, logos of signatures do not."""
    for file in inbound.attachments:
        if not file.inline or len(file.content) >= LOGO_BYTES:
            yield FileOut(file.name, file.media_type, file.content)


@transaction.atomic
def _tie(message: Message, item: Arrived) -> None:
    """The mail that it was written as belongs to it, and is placed."""
    if lock_arrivals([item.arrival_id]):
        details = {**message.details, "by_mail": True}
        Message.objects.filter(pk=message.pk).update(arrival_id=item.arrival_id, details=details)
        mark_placed([item.arrival_id], {})


@transaction.atomic
def note_sent_outside(item: Arrived, member: Member) -> bool:
    """Show a mail that a member sent to the person by other means, and to us in Cc, as the answer that it is.

    It has left already, so nothing is sent. False where it is none: it has to name a conversation that the member
    sees, by token or reference, and to go to somebody who takes part in it.
    """
    arrival = next(iter(lock_arrivals([item.arrival_id])), None)
    if arrival is None:
        return True
    named = look_up([item.inbound]).named(item.inbound)
    to = _outsiders(item.inbound, arrival.channel)
    met = (each for each in named if may_see(member, each) and _takes_part(each, to))
    conversation = next(met, None)
    if conversation is None or is_doubtful(item.inbound, arrival):
        return False
    message = _write(conversation, item, arrival, member)
    mark_placed([item.arrival_id], {})
    record(actor=member.actor, verb="conversation.replied", subject=Subject("conversation", conversation.pk))
    publish(ReplyFound(conversation_id=conversation.pk, message_id=message.pk))
    return True


def _outsiders(inbound: Inbound, channel_name: str) -> set[str]:
    """To whom it went, without members."""
    to = {plain(channel_name, party.address) for party in (*inbound.to, *inbound.cc)} - {""}
    return to - members_at(to).keys()


def _takes_part(conversation: Conversation, addresses: set[str]) -> bool:
    rows = Participant.objects.filter(conversation=conversation, address__value__in=addresses)
    return rows.exists()


def _write(conversation: Conversation, item: Arrived, arrival: Arrival, member: Member) -> Message:
    inbound, at = item.inbound, _left_at(conversation, item.inbound, arrival)
    message = Message.objects.create(
        conversation=conversation,
        kind=MessageKind.REPLY,
        channel=arrival.channel,
        at=at,
        member=member,
        author=member.name,
        subject=inbound.subject[:500],
        text=inbound.text,
        html=inbound.html,
        folds=[[fold.start, fold.end, fold.kind] for fold in inbound.folds],
        envelope=envelope_of(inbound),
        warnings=list(inbound.warnings),
        key=inbound.key[:300],
        refs=list(inbound.refs[:50]),
        arrival=arrival,
        answered_since=conversation.waiting_since,
        details={**details_of(inbound), "outside": True},
    )
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            blob=stored.blob,
            name=stored.name[:255],
            media_type=stored.media_type[:120],
            size=stored.size,
            inline=stored.inline,
            content_id=stored.content_id[:255],
        )
        for stored in item.attachments
    )
    to = Address.objects.filter(channel=arrival.channel, value__in=_outsiders(inbound, arrival.channel))
    Participant.objects.bulk_create(
        [Participant(conversation=conversation, address=address) for address in to], ignore_conflicts=True
    )
    conversation.last_message_at = max(conversation.last_message_at, at)
    conversation.set_waiting(unanswered_since(conversation) if conversation.waiting_since else None)
    conversation.save(update_fields=["last_message_at", "waiting_since", "queue_at"])
    return message


def _left_at(conversation: Conversation, inbound: Inbound, arrival: Arrival) -> datetime:
    """When the member sent it; never before what it answers, whatever the clocks of two machines say."""
    answered = conversation.messages.filter(key__in=[key for key in inbound.refs if key]).aggregate(Max("at"))
    at = min(inbound.sent_at or arrival.accepted_at, arrival.accepted_at)
    return max(at, answered["at__max"] + timedelta(microseconds=1)) if answered["at__max"] else at
