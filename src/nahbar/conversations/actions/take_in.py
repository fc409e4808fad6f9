"""Placing: what came in becomes messages in conversations, a block in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from nahbar.channels.contract import Inbound, InboundKind, Party
from nahbar.conversations.actions.threads import Threads, look_up
from nahbar.conversations.events import MessageReceived
from nahbar.conversations.models import Attachment, Conversation, Message, Participant
from nahbar.conversations.words import GIST_LENGTH, HISTORY_AFTER, ConversationState, MessageKind
from nahbar.history.actions import Line, publish, record_all
from nahbar.history.words import SYSTEM, Actor, ActorKind, Subject
from nahbar.mailroom.actions import mark_placed, record_bounce
from nahbar.mailroom.actions.placing import lock_arrivals
from nahbar.mailroom.models import Arrival, Sighting
from nahbar.mailroom.words import Via
from nahbar.people.actions import find_or_make, mark_working
from nahbar.people.models import Address
from nahbar.toolbox.ids import new_key

# Whoever writes without a usable address; the name of the domain can never be registered (RFC 2606).
NOBODY = Party("", "unknown@sender.invalid")


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """An attachment whose content is a blob already."""

    blob: str
    name: str
    media_type: str
    size: int
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """An arrival, read. `problem` says why it could not be, then `inbound` carries what is known all the same."""

    arrival_id: int
    inbound: Inbound
    attachments: tuple[StoredAttachment, ...] = ()
    problem: str = ""


@dataclass(slots=True)
class _Placing:
    """One message on its way into a conversation."""

    arrived: Arrived
    arrival: Arrival
    inbox_ids: list[int]
    sender: Address
    conversation: Conversation
    at: datetime
    started: bool
    message: Message | None = None
    others: list[Address] = field(default_factory=list)


@transaction.atomic
def take_in(block: Sequence[Arrived]) -> int:
    """Turn arrivals into messages; returns how many. Arrivals that somebody else has placed are stepped over."""
    locked = {arrival.pk: arrival for arrival in lock_arrivals(item.arrival_id for item in block)}
    todo = [item for item in block if item.arrival_id in locked]
    if not todo:
        return 0
    threads = look_up([item.inbound for item in todo])
    addresses = _addresses(todo, locked)
    placings = []
    for item in todo:
        if item.inbound.key and item.inbound.key in threads.ours:
            continue  # our own message came back to us, e.g. an inbox stood in Cc
        placings.append(_decide(item, locked[item.arrival_id], threads, addresses))
    _write(placings)
    problems = {item.arrival_id: item.problem for item in todo if item.problem}
    mark_placed([item.arrival_id for item in todo], problems)
    return len(placings)


def _addresses(todo: Sequence[Arrived], locked: dict[int, Arrival]) -> dict[tuple[str, str], Address]:
    found: dict[tuple[str, str], Address] = {}
    by_channel: dict[tuple[str, str], list[Party]] = {}
    for item in todo:
        own = locked[item.arrival_id].channel
        by_channel.setdefault((own, item.inbound.language), []).extend(_parties(item.inbound))
    for (name, language), parties in by_channel.items():
        found |= find_or_make(name, parties, language=language)
        unreadable = [party for party in parties if (name, party.address) not in found]
        if unreadable:
            nobody = find_or_make(name, [NOBODY])[name, NOBODY.address]
            found |= {(name, party.address): nobody for party in unreadable}
    return found


def _parties(inbound: Inbound) -> list[Party]:
    """Whom this message makes known to us: the one who wrote (Reply-To is where they want the answer)."""
    writer = inbound.sender
    answer_to = inbound.reply_to
    if answer_to and answer_to.address and not writer.address:
        return [answer_to]
    return [writer]


def _decide(item: Arrived, arrival: Arrival, threads: Threads, addresses: dict[tuple[str, str], Address]) -> _Placing:
    inbound = item.inbound
    sender = addresses[arrival.channel, _parties(inbound)[0].address]
    sightings = list(arrival.sightings.all())
    inbox_ids = list(dict.fromkeys(sighting.inbox_id for sighting in sightings))
    imported = all(_is_history(sighting, inbound) for sighting in sightings)
    live = any(sighting.via in (Via.SMTP, Via.LMTP) for sighting in sightings)
    at = arrival.accepted_at
    if not live and inbound.sent_at and inbound.sent_at < at:
        at = inbound.sent_at
    conversation = _bounced_conversation(inbound, threads) or threads.find(inbound, sender.pk)
    started = conversation is None
    if conversation is None:
        conversation = Conversation(
            key=new_key(),
            subject=inbound.subject[:500],
            person_id=sender.person_id,
            inbox_id=inbox_ids[0],
            channel=arrival.channel,
            created_at=at,
            last_message_at=at,
            queue_at=at,
            state=ConversationState.CLOSED if imported else ConversationState.OPEN,
        )
    threads.remember(inbound, conversation, [sender.pk])
    _move(conversation, inbound, at, started=started, imported=imported)
    return _Placing(item, arrival, inbox_ids, sender, conversation, at, started)


def _is_history(sighting: Sighting, inbound: Inbound) -> bool:
    """Is it old mail that came with a mailbox, and nobody waits for an answer any more?

    `nahbar import --open` marks what is young enough to be answered still; the first look into a mailbox of ours
    is marked as well, and there the age decides.
    """
    if sighting.via == Via.IMPORT:
        return not sighting.envelope.get("open")
    first_look = bool(sighting.envelope.get("first_look"))
    return first_look and inbound.sent_at is not None and sighting.seen_at - inbound.sent_at > HISTORY_AFTER


def _bounced_conversation(inbound: Inbound, threads: Threads) -> Conversation | None:
    """A report about one of our messages belongs to that message's conversation."""
    if inbound.kind != InboundKind.BOUNCE:
        return None
    for bounce in inbound.bounces:
        record_bounce(bounce)
    ours = (threads.by_key[bounce.about] for bounce in inbound.bounces if bounce.about in threads.ours)
    return next(ours, None)


def _move(conversation: Conversation, inbound: Inbound, at: datetime, *, started: bool, imported: bool) -> None:
    """What a new message does to the conversation's place in the piles. Machine mail makes nobody wait."""
    waiting = conversation.waiting_since
    conversation.last_message_at = max(conversation.last_message_at, at)
    if inbound.kind == InboundKind.HUMAN and not imported:
        waiting = min(waiting, at) if waiting else at
        if conversation.state != ConversationState.SPAM:
            conversation.state = ConversationState.OPEN
    if inbound.kind == InboundKind.HUMAN or started:
        conversation.gist = gist_of(inbound)
    conversation.set_waiting(waiting if conversation.state != ConversationState.CLOSED else None)


def gist_of(inbound: Inbound) -> str:
    """The first words of the person's own text, for the list."""
    return shorten(inbound.own_words or inbound.text or inbound.subject)


def shorten(text: str) -> str:
    """One line of at most GIST_LENGTH characters."""
    words = " ".join(text[: GIST_LENGTH * 4].split())
    return words if len(words) <= GIST_LENGTH else words[: GIST_LENGTH - 1].rstrip() + "…"


def _write(placings: Sequence[_Placing]) -> None:
    new = list({id(p.conversation): p.conversation for p in placings if p.conversation.pk is None}.values())
    old = list({p.conversation.pk: p.conversation for p in placings if p.conversation.pk is not None}.values())
    Conversation.objects.bulk_create(new)
    Conversation.objects.bulk_update(old, ["gist", "state", "waiting_since", "queue_at", "last_message_at"])
    for placing in placings:
        placing.message = _message(placing)
    Message.objects.bulk_create(p.message for p in placings if p.message)
    _write_attachments(placings)
    _write_ties(placings)
    mark_working({p.sender.pk for p in placings if p.arrived.inbound.kind == InboundKind.HUMAN})
    _tell(placings)


def _message(placing: _Placing) -> Message:
    inbound = placing.arrived.inbound
    warnings = [*inbound.warnings, *([placing.arrived.problem] if placing.arrived.problem else [])]
    return Message(
        conversation=placing.conversation,
        kind=MessageKind.INBOUND,
        inbound_kind=inbound.kind,
        channel=placing.arrival.channel,
        at=placing.at,
        person_id=placing.sender.person_id,
        author=(inbound.sender.name or inbound.sender.address)[:200],
        subject=inbound.subject[:500],
        text=inbound.text,
        html=inbound.html,
        folds=[[fold.start, fold.end, fold.kind] for fold in inbound.folds],
        envelope=envelope_of(inbound),
        warnings=warnings,
        key=inbound.key[:300],
        refs=list(inbound.refs[:50]),
        arrival=placing.arrival,
    )


def envelope_of(inbound: Inbound) -> dict[str, Any]:
    """Who stands in the message's head. Lists are bounded: a mail to 10,000 people must not swell every page."""

    def plain(parties: Sequence[Party]) -> list[dict[str, str]]:
        return [{"name": party.name, "address": party.address} for party in parties[:100]]

    return {
        "from": plain([inbound.sender]),
        "to": plain(inbound.to),
        "cc": plain(inbound.cc),
        "reply_to": plain([inbound.reply_to] if inbound.reply_to else []),
        "more": max(0, len(inbound.to) - 100) + max(0, len(inbound.cc) - 100),
    }


def _write_attachments(placings: Sequence[_Placing]) -> None:
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
        for stored in placing.arrived.attachments
    )


def _write_ties(placings: Sequence[_Placing]) -> None:
    Participant.objects.bulk_create(
        [Participant(conversation=p.conversation, address=p.sender) for p in placings], ignore_conflicts=True
    )
    tie = Conversation.inboxes.through
    tie.objects.bulk_create(
        [
            tie(conversation_id=placing.conversation.pk, inbox_id=inbox_id)
            for placing in placings
            for inbox_id in placing.inbox_ids
        ],
        ignore_conflicts=True,
    )


def _tell(placings: Sequence[_Placing]) -> None:
    record_all(
        Line(
            Actor(ActorKind.PERSON, p.sender.person_id, p.message.author if p.message else "")
            if p.arrived.inbound.kind == InboundKind.HUMAN
            else SYSTEM,
            "conversation.started" if p.started else "conversation.message_received",
            Subject("conversation", p.conversation.pk),
        )
        for p in placings
    )
    publish(
        *(
            MessageReceived(
                conversation_id=p.conversation.pk,
                message_id=p.message.pk,
                inbox_id=p.inbox_ids[0],
                started=p.started,
            )
            for p in placings
            if p.message
        )
    )
