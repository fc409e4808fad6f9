"""Placing: what came in becomes messages in conversations, a block in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from nahbar.channels.contract import Party
from nahbar.conversations.actions.arrived import NOBODY, Arrived
from nahbar.conversations.actions.details import details_of, envelope_of
from nahbar.conversations.actions.placing import Placing, place_all
from nahbar.conversations.actions.threads import look_up, look_up_answers
from nahbar.conversations.actions.waiting import unanswered
from nahbar.conversations.actions.writers import Read, read_all
from nahbar.conversations.events import MessageReceived, NoteAdded, ReplyFound
from nahbar.conversations.models import Attachment, Conversation, Message, Participant
from nahbar.conversations.words import MessageKind
from nahbar.history.actions import Line, publish, record_all
from nahbar.history.events import Event
from nahbar.history.words import SYSTEM, Actor, ActorKind, Subject
from nahbar.mailroom.actions import mark_placed
from nahbar.mailroom.actions.placing import lock_arrivals
from nahbar.people.actions import Known, find_or_make, mark_working


@transaction.atomic
def take_in(block: Sequence[Arrived]) -> int:
    """Turn arrivals into messages; returns how many. Arrivals that somebody else has placed are stepped over."""
    locked = {arrival.pk: arrival for arrival in lock_arrivals(item.arrival_id for item in block)}
    todo = [item for item in block if item.arrival_id in locked]
    if not todo:
        return 0
    threads = look_up([item.inbound for item in todo])
    reads = [read for read in read_all(todo, locked) if not _came_back(read, threads.ours)]
    known = _people(reads)
    if old := [read for read in reads if read.old]:
        people = {known[read.arrival.channel, party.address].person_id for read in old for party in read.people}
        look_up_answers(threads, [read.inbound for read in old], people)
    placings = place_all(reads, threads, known)
    _write(placings)
    problems = {item.arrival_id: item.problem for item in todo if item.problem}
    mark_placed([item.arrival_id for item in todo], problems)
    return len(placings)


def _came_back(read: Read, ours: set[str]) -> bool:
    """Is it a message of ours that returned to us, e.g. because an inbox stood in Cc?

    A stranger's mail that borrows the id of one of ours is no copy of it, and must not vanish.
    """
    return read.from_us and bool(read.inbound.key) and read.inbound.key in ours


def _people(reads: Sequence[Read]) -> Known:
    known: Known = {}
    by_channel: dict[tuple[str, str], list[Party]] = {}
    for read in reads:
        by_channel.setdefault((read.arrival.channel, read.inbound.language), []).extend(read.people)
    for (name, language), parties in by_channel.items():
        known |= find_or_make(name, parties, language=language)
        unreadable = [party for party in parties if (name, party.address) not in known]
        if unreadable:
            nobody = find_or_make(name, [NOBODY])[name, NOBODY.address]
            known |= {(name, party.address): nobody for party in unreadable}
    return known


def _write(placings: Sequence[Placing]) -> None:
    touched = list({id(placing.conversation): placing.conversation for placing in placings}.values())
    changed = [conversation for conversation in touched if conversation.pk is not None]
    Conversation.objects.bulk_create(conversation for conversation in touched if conversation.pk is None)
    Conversation.objects.bulk_update(
        changed, ["gist", "mood", "state", "waiting_since", "queue_at", "last_message_at"]
    )
    for placing in placings:
        placing.message = _message(placing)
        placing.further = _notes(placing)
    Message.objects.bulk_create([placing.message for placing in placings if placing.message])
    Message.objects.bulk_create([note for placing in placings for note in placing.further])
    _write_attachments(placings)
    _write_ties(placings)
    _recount(placings)
    mark_working({placing.sender.pk for placing in placings if placing.is_human})
    _tell(placings)


def _message(placing: Placing) -> Message:
    read, inbound = placing.read, placing.read.inbound
    warnings = [*inbound.warnings, *([read.arrived.problem] if read.arrived.problem else [])]
    writer = read.member.name if read.ours and read.member else inbound.sender.name or inbound.sender.address
    return Message(
        conversation=placing.conversation,
        kind=MessageKind.REPLY if read.ours else MessageKind.INBOUND,
        inbound_kind="" if read.ours else inbound.kind,
        channel=read.arrival.channel,
        at=read.at,
        person_id=None if read.ours else placing.sender.person_id,
        member=read.member if read.ours else None,
        author=writer[:200],
        subject=inbound.subject[:500],
        text=inbound.text,
        html=inbound.html,
        folds=[[fold.start, fold.end, fold.kind] for fold in inbound.folds],
        envelope=envelope_of(inbound),
        warnings=warnings,
        key=inbound.key[:300],
        refs=list(inbound.refs[:50]),
        arrival=read.arrival,
        details=_details(read),
    )


def _details(read: Read) -> dict[str, object]:
    details = details_of(read.inbound)
    if read.trusted:
        details["trusted"] = read.trusted
    if read.ours:
        details["imported"] = True
    if read.forwarded_by is not None and read.member is not None:
        by = read.forwarded_by
        details["forwarded_by"] = {"member": read.member.pk, "name": read.member.name, "address": by.address}
    return details


def _notes(placing: Placing) -> list[Message]:
    """What a member wrote above the mail that they passed on."""
    read = placing.read
    if read.member is None or not read.note:
        return []
    return [
        Message(
            conversation=placing.conversation,
            kind=MessageKind.NOTE,
            at=max(read.arrival.accepted_at, read.at),
            member=read.member,
            author=read.member.name,
            text=read.note,
        )
    ]


def _write_attachments(placings: Sequence[Placing]) -> None:
    Attachment.objects.bulk_create(
        Attachment(
            message=placing.message,
            blob=stored.blob,
            name=stored.name[:255],
            media_type=stored.media_type[:120],
            size=stored.size,
            inline=stored.inline,
            content_id=stored.content_id[:255],
        )
        for placing in placings
        for stored in placing.read.arrived.attachments
    )


def _write_ties(placings: Sequence[Placing]) -> None:
    Participant.objects.bulk_create(
        [
            Participant(conversation=placing.conversation, address=address)
            for placing in placings
            for address in placing.joining
        ],
        ignore_conflicts=True,
    )
    tie = Conversation.inboxes.through
    tie.objects.bulk_create(
        [
            tie(conversation_id=placing.conversation.pk, inbox_id=inbox_id)
            for placing in placings
            for inbox_id in placing.read.inbox_ids
        ],
        ignore_conflicts=True,
    )


def _recount(placings: Iterable[Placing]) -> None:
    """A mailbox gives its mails in any order: an answer of ours may come before or after what it answers."""
    waiting = {
        placing.conversation.pk: placing.conversation
        for placing in placings
        if (placing.read.old or placing.read.ours) and placing.conversation.waiting_since
    }
    if not waiting:
        return
    found = unanswered(waiting)
    for pk, conversation in waiting.items():
        since = found.get(pk)
        conversation.set_waiting(max(since, conversation.waiting_since or since) if since else None)
    Conversation.objects.bulk_update(waiting.values(), ["waiting_since", "queue_at"])


def _tell(placings: Sequence[Placing]) -> None:
    record_all(
        Line(
            _actor(placing),
            "conversation.started" if placing.started else "conversation.message_received",
            Subject("conversation", placing.conversation.pk),
            {"parked": placing.conversation.parked_for["reason"]} if _is_parked_now(placing) else {},
        )
        for placing in placings
    )
    publish(*(event for placing in placings for event in _events(placing)))


def _is_parked_now(placing: Placing) -> bool:
    return placing.started and "reason" in placing.conversation.parked_for


def _actor(placing: Placing) -> Actor:
    if placing.read.member is not None:
        return placing.read.member.actor
    if placing.is_human:
        return Actor(ActorKind.PERSON, placing.sender.person_id, placing.message.author if placing.message else "")
    return SYSTEM


def _events(placing: Placing) -> Iterable[Event]:
    conversation_id = placing.conversation.pk
    if placing.message and placing.read.ours:
        yield ReplyFound(conversation_id=conversation_id, message_id=placing.message.pk)
    elif placing.message:
        yield MessageReceived(
            conversation_id=conversation_id,
            message_id=placing.message.pk,
            inbox_id=placing.read.inbox_ids[0],
            started=placing.started,
        )
    for note in placing.further:
        yield NoteAdded(conversation_id=conversation_id, message_id=note.pk)
