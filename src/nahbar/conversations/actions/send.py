"""Answering: the reply, its delivery and its history entry come into being together, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.channels.contract import Attachment as FileOut
from nahbar.channels.contract import FoldKind, Party
from nahbar.channels.registry import channel
from nahbar.conversations.actions.drafts import DraftGone, Page, leave_with
from nahbar.conversations.actions.outbound import for_reply, inbox_for
from nahbar.conversations.actions.publicity import insist_on_discretion
from nahbar.conversations.actions.snoozing import insist_on_moment
from nahbar.conversations.actions.states import Empty, lock, subject_of
from nahbar.conversations.events import ConversationAssigned, ConversationSnoozed, ReplySent
from nahbar.conversations.models import Attachment, Conversation, Draft, Message, Participant
from nahbar.conversations.newcomers import newcomers
from nahbar.conversations.queries import living
from nahbar.conversations.words import ConversationState, MessageKind
from nahbar.history.actions import Line, publish, record, record_all
from nahbar.history.events import Event
from nahbar.history.words import Actor
from nahbar.mailroom.actions import Prepared, post, prepare
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import blobs, missing_details
from nahbar.people.actions import find_or_make
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.ids import new_key

_MOVED = [
    "last_message_at",
    "state",
    "snoozed_until",
    "parked_for",
    "gist",
    "waiting_since",
    "queue_at",
    "assignee",
]


class ThreadMoved(Fault):
    """Something was said since the writer opened the conversation."""

    permanent = False


class DetailsMissing(Fault):
    """The firm's mandatory details are incomplete; law forbids to send without them."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a member wants to send. Empty fields mean: as the conversation suggests.

    `html` is the rich twin of `text`; `seen` is the newest message that the writer had seen (the send guard);
    `once` is a key under which this reply is written only once, whatever the caller repeats.
    `again_for` is the id of a message of ours that came back and that this one says once more. `override` is the
    reason for saying in public what names a person; it is kept.
    `draft` is what the writer's page knows of their draft, `planned` the id of one that was to leave by itself: they
    go in the same transaction. `snooze_until` puts the conversation aside once it is answered. `forward_of` is the id
    of a message that goes on to somebody else, standing in `text` from `quoted_from` on: that answers nobody.
    """

    text: str
    html: str = ""
    channel: str = ""
    inbox: Inbox | None = None
    to: tuple[Party, ...] = ()
    cc: tuple[Party, ...] = ()
    bcc: tuple[Party, ...] = ()
    subject: str = ""
    attachments: tuple[FileOut, ...] = ()
    undo_seconds: int = 0
    seen: int | None = None
    once: str | None = None
    close: bool = False
    again_for: int = 0
    override: str = ""
    draft: Page | None = None
    planned: int = 0
    snooze_until: datetime | None = None
    forward_of: int = 0
    quoted_from: int = 0


def send_reply(conversation: Conversation, reply: Reply, *, member: Member, actor: Actor | None = None) -> Message:
    """Answer in a conversation. Returns the message; its delivery is on its way (or waits to be taken back).

    Raises Empty, ThreadMoved, DetailsMissing, SettingsFault where the channel cannot carry it, TooPersonal or
    MayNotOverride where everybody could read what belongs to one person, CannotSnooze, and DraftMoved or DraftGone
    where the draft stands otherwise than the writer's page shows it.
    """
    if earlier := _said_already(reply):
        return earlier
    conversation = _where_it_lies(conversation, reply)
    inbox = insist_on_sendable(conversation, reply, member=member)
    prepared = prepare(inbox, for_reply(conversation, reply, inbox, member))
    with transaction.atomic():
        current = lock(conversation.pk)
        if earlier := _said_already(reply):
            return earlier
        guard(current, reply)
        _let_go(current, reply, member)
        return _write(current, reply, prepared, member, actor or member.actor)


def insist_on_sendable(conversation: Conversation, reply: Reply, *, member: Member) -> Inbox:
    """The inbox that it leaves through. Raises what `send_reply` raises before it looks at the thread."""
    if not reply.text.strip() and not reply.html.strip():
        raise Empty("The message is empty. Write something first.")
    if reply.snooze_until is not None:
        insist_on_moment(reply.snooze_until)
    inbox = inbox_for(conversation, reply.channel, reply.inbox)
    _check_details(inbox)
    insist_on_discretion(inbox, reply, person=conversation.person.name, member=member)
    return inbox


def _said_already(reply: Reply) -> Message | None:
    return Message.objects.filter(once=reply.once).first() if reply.once else None


def _let_go(conversation: Conversation, reply: Reply, member: Member) -> None:
    """What leaves is no draft any more, and leaves only as long as it is one."""
    if reply.draft is not None:
        leave_with(conversation, member, reply.draft, reply.text)
    if reply.planned:
        gone, _ = Draft.objects.filter(pk=reply.planned, leaves_at__isnull=False).delete()
        if not gone:
            raise DraftGone("This draft is no longer planned: it was sent, or taken back.")


def _where_it_lies(conversation: Conversation, reply: Reply) -> Conversation:
    """The conversation, or what it was joined into since the caller read it. Raises ThreadMoved for a writer: there
    stands more now than they have seen.
    """
    joined = Conversation.objects.filter(pk=conversation.pk, merged_into__isnull=False).first()
    if joined is None:
        return conversation
    if reply.seen is not None:
        raise ThreadMoved("This conversation was joined with another one since you opened it. Look again, then send.")
    return living(joined)


def start(
    *,
    member: Member,
    inbox: Inbox,
    to: Party,
    subject: str,
    reply: Reply,
    actor: Actor | None = None,
) -> Message:
    """Write first: a new conversation with one person. Raises as `send_reply`."""
    if not reply.text.strip() and not reply.html.strip():
        raise Empty("The message is empty. Write something first.")
    if earlier := _said_already(reply):
        return earlier
    _check_details(inbox)
    channel(inbox.channel).normalise(to.address)
    insist_on_discretion(inbox, reply, person=to.name, member=member)
    at = clock.now()
    draft = Conversation(
        key=new_key(), subject=subject[:500], inbox=inbox, channel=inbox.channel, created_at=at, last_message_at=at
    )
    draft.set_waiting(None)
    prepared = prepare(inbox, for_reply(draft, reply, inbox, member, to=(to,)))
    with transaction.atomic():
        address = find_or_make(inbox.channel, [to])[inbox.channel, to.address]
        draft.person = address.person
        draft.assignee = member
        draft.save()
        draft.inboxes.add(inbox)
        record(actor=actor or member.actor, verb="conversation.started", subject=subject_of(draft))
        return _write(draft, reply, prepared, member, actor or member.actor)


def _check_details(inbox: Inbox) -> None:
    missing = missing_details(inbox.firm)
    if missing:
        raise DetailsMissing(
            f"The details of {inbox.firm} that law asks for are incomplete: {', '.join(missing)}. "
            "An administrator can add them in the settings."
        )


def guard(current: Conversation, reply: Reply) -> None:
    """Raises ThreadMoved where something was said that the writer has not seen; notes do not count."""
    if reply.seen is None:
        return
    newer = current.messages.filter(pk__gt=reply.seen).exclude(kind=MessageKind.NOTE)
    if newer.exists():
        raise ThreadMoved("Something new was said here since you opened it. Have a look, then send.")


def _write(conversation: Conversation, reply: Reply, prepared: Prepared, member: Member, actor: Actor) -> Message:
    outbound, at = prepared.outbound, clock.now()
    message = Message.objects.create(
        conversation=conversation,
        kind=MessageKind.REPLY,
        channel=prepared.inbox.channel,
        at=at,
        member=member,
        author=member.name,
        subject=outbound.subject,
        text=outbound.text,
        html=outbound.html,
        envelope={
            "from": _plain([outbound.sender]),
            "to": _plain(outbound.to),
            "cc": _plain(outbound.cc),
            "bcc": _plain(outbound.bcc),
        },
        key=outbound.key,
        refs=list(outbound.refs),
        answered_since=None if reply.forward_of else conversation.waiting_since,
        folds=_folds(reply, outbound.text),
        once=reply.once,
        details=_details(conversation, reply, prepared),
    )
    _store_attachments(message, reply.attachments)
    undo_until = at + timedelta(seconds=reply.undo_seconds) if reply.undo_seconds else None
    post(prepared, origin_kind="message", origin_id=message.pk, not_before=undo_until)
    _let_take_part(conversation, prepared)
    subject = subject_of(conversation)
    said: dict[str, object] = {"message": message.pk}
    if reply.override:
        said["override"] = reply.override
    verb = "conversation.forwarded" if reply.forward_of else "conversation.replied"
    lines = [Line(actor, verb, subject, said)]
    events: list[Event] = [ReplySent(conversation_id=conversation.pk, message_id=message.pk)]
    if not reply.forward_of and _take_up(conversation, member):
        lines.append(Line(actor, "conversation.assigned", subject, {"member": member.name, "team": ""}))
        events.append(ConversationAssigned(conversation.pk, member_id=member.pk, team_id=None, by_id=member.pk))
    if reply.snooze_until is not None:
        lines.append(Line(actor, "conversation.snoozed", subject, {"until": reply.snooze_until.isoformat()}))
        events.append(ConversationSnoozed(conversation_id=conversation.pk))
    _move(conversation, at, reply, gist=outbound.text)
    record_all(lines)
    publish(*events)
    return message


def _details(conversation: Conversation, reply: Reply, prepared: Prepared) -> dict[str, object]:
    """Whose message it repeats, and for whom it was the first of this conversation."""
    outbound = prepared.outbound
    to = (*outbound.to, *outbound.cc, *outbound.bcc)
    new = [party.address for party in newcomers(conversation, prepared.inbox.channel, to)]
    found = {
        "again_for": reply.again_for,
        "newcomers": new,
        "override": reply.override,
        "forward_of": reply.forward_of,
    }
    return {name: value for name, value in found.items() if value}


def _folds(reply: Reply, text: str) -> list[list[int | str]]:
    """What was forwarded is there, and folded: its readers here know it."""
    return [[reply.quoted_from, len(text), FoldKind.FORWARDED.value]] if reply.forward_of else []


def _take_up(conversation: Conversation, member: Member) -> bool:
    """Who answers what nobody has, has it from now on: the person's next message finds the same member."""
    if conversation.assignee_id is not None or conversation.team_id is not None:
        return False
    conversation.assignee = member
    return True


def _plain(parties: Sequence[Party]) -> list[dict[str, str]]:
    return [{"name": party.name, "address": party.address} for party in parties]


def _store_attachments(message: Message, files: Sequence[FileOut]) -> None:
    if not files:
        return
    digests = blobs().put_all(file.content for file in files)
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            blob=digest,
            name=file.name[:255],
            media_type=file.media_type[:120],
            size=len(file.content),
            inline=file.inline,
            content_id=file.content_id,
        )
        for digest, file in zip(digests, files, strict=True)
    )


def _let_take_part(conversation: Conversation, prepared: Prepared) -> None:
    """Whom we write to may answer into this conversation."""
    outbound = prepared.outbound
    known = find_or_make(prepared.inbox.channel, [*outbound.to, *outbound.cc, *outbound.bcc])
    Participant.objects.bulk_create(
        [Participant(conversation=conversation, address=address) for address in known.values()], ignore_conflicts=True
    )


def _move(conversation: Conversation, at: datetime, reply: Reply, *, gist: str) -> None:
    conversation.last_message_at = at
    if reply.forward_of:
        conversation.set_waiting(conversation.waiting_since)
        conversation.save(update_fields=["last_message_at", "queue_at"])
        return
    conversation.state = ConversationState.CLOSED if reply.close else ConversationState.OPEN
    conversation.closed_at = at if reply.close else conversation.closed_at
    if reply.snooze_until is not None:
        conversation.state, conversation.snoozed_until = ConversationState.SNOOZED, reply.snooze_until
    conversation.parked_for = {}
    if not conversation.gist:
        conversation.gist = " ".join(gist.split())[:200]
    conversation.set_waiting(None)
    changed = [
        "last_message_at",
        "state",
        "snoozed_until",
        "closed_at",
        "parked_for",
        "gist",
        "waiting_since",
        "queue_at",
        "assignee",
    ]
    conversation.save(update_fields=changed)
