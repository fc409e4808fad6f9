"""Who wrote a message: a person, one of us from an old mailbox, or a person whose mail one of us passed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models.functions import Lower

from nahbar.accounts.models import Member
from nahbar.channels.contract import FoldKind, Forwarded, Inbound, InboundKind, Party
from nahbar.channels.registry import channel
from nahbar.conversations.actions.arrived import Arrived
from nahbar.conversations.proofs import Word, judge_proofs, trusted_server
from nahbar.conversations.words import HISTORY_AFTER
from nahbar.mailroom.models import Arrival, Inbox, Sighting
from nahbar.mailroom.queries import inboxes_at
from nahbar.mailroom.words import Via
from nahbar.toolbox.faults import Fault

_REPORTS = (InboundKind.BOUNCE, InboundKind.COMPLAINT, InboundKind.RECEIPT)
_LIVE = (Via.SMTP, Via.LMTP)
# So many recipients of an old mail of ours become people we know; the rest of a round mail does not.
MOST_RECIPIENTS = 50


@dataclass(frozen=True, slots=True)
class Read:
    """An arrival with what the house knows about it.

    `inbound` is the message as it counts: of a forward, the original author's. `people` are those whom it makes
    known to us, the one it is from (or, for a mail of ours, to) first. `history` is old mail that nobody waits with;
    `old` came out of a mailbox in any order, history or not. `from_us` stands in From an address of ours; `ours` is
    a mail that we had sent by other means, `member` who of us wrote or forwarded it, `note` the forwarder's words.
    """

    arrived: Arrived
    arrival: Arrival
    inbound: Inbound
    inbox_ids: tuple[int, ...]
    people: tuple[Party, ...]
    at: datetime
    history: bool = False
    old: bool = False
    from_us: bool = False
    ours: bool = False
    doubtful: bool = False
    trusted: str = ""
    member: Member | None = None
    note: str = ""
    forwarded_by: Party | None = None


@dataclass(slots=True)
class House:
    """Which addresses of a block are ours, and whose word about senders its inboxes trust."""

    members: dict[str, Member] = field(default_factory=dict)
    inboxes: set[str] = field(default_factory=set)
    servers: dict[int, str] = field(default_factory=dict)
    """By inbox, of those whose mail carries proofs."""
    for_all: set[int] = field(default_factory=set)
    """Inboxes without a team, of those that share a mail with others."""


def read_all(todo: Sequence[Arrived], locked: dict[int, Arrival]) -> list[Read]:
    """Find out for each of these who wrote it; three queries at most."""
    house = _house(todo, locked)
    return [_read(item, locked[item.arrival_id], house) for item in todo]


def _house(todo: Sequence[Arrived], locked: dict[int, Arrival]) -> House:
    senders, others, inbox_ids = set[str](), set[str](), set[int]()
    for item in todo:
        arrival = locked[item.arrival_id]
        senders.add(plain(arrival.channel, item.inbound.sender.address))
        if _is_old(arrival):
            others.update(plain(arrival.channel, party.address) for party in _recipients(item.inbound))
        if item.inbound.forwarded:
            others.add(plain(arrival.channel, item.inbound.forwarded.author.address))
        seen = {sighting.inbox_id for sighting in arrival.sightings.all()}
        if item.inbound.proofs or len(seen) > 1:
            inbox_ids |= seen
    addresses = (senders | others) - {""}
    members = Member.objects.annotate(plain=Lower("email")).filter(plain__in=addresses)
    named = list(Inbox.objects.filter(pk__in=inbox_ids).values_list("pk", "settings", "team")) if inbox_ids else []
    return House(
        members={member.email.lower(): member for member in members},
        inboxes=set(inboxes_at(addresses)),
        servers={pk: str(settings.get("authserv_id", "")) for pk, settings, _ in named},
        for_all={pk for pk, _, team in named if team is None},
    )


def plain(channel_name: str, address: str) -> str:
    """The one spelling of an address, "" where it is none."""
    try:
        return channel(channel_name).normalise(address)
    except Fault:
        return ""


def _recipients(inbound: Inbound) -> tuple[Party, ...]:
    return (*inbound.to, *inbound.cc)[:MOST_RECIPIENTS]


def _read(item: Arrived, arrival: Arrival, house: House) -> Read:
    inbound = item.inbound
    sender = plain(arrival.channel, inbound.sender.address)
    sightings = list(arrival.sightings.all())
    trusted = trusted_server(inbound.proofs, (house.servers.get(each.inbox_id, "") for each in sightings))
    read = Read(
        item,
        arrival,
        inbound,
        _inboxes(sightings, house),
        (_writer(inbound),),
        _time_of(arrival, inbound),
        history=all(_is_history(sighting, inbound) for sighting in sightings),
        old=_is_old(arrival),
        from_us=sender in house.members or sender in house.inboxes,
        doubtful=judge_proofs(inbound.proofs, trusted, sender) is Word.FAILED,
        trusted=trusted,
    )
    member = house.members.get(sender)
    if read.doubtful or inbound.kind in _REPORTS:
        return read
    if read.old and read.from_us:
        return _as_ours(read, member, house)
    if member and member.is_active and inbound.forwarded:
        return _as_forward(read, member, inbound.forwarded, house)
    return read


def _inboxes(sightings: Sequence[Sighting], house: House) -> tuple[int, ...]:
    """Where it came in, those that are open to all before the others: the first decides who sees the conversation."""
    seen = dict.fromkeys(sighting.inbox_id for sighting in sightings)
    return tuple(sorted(seen, key=lambda inbox_id: inbox_id not in house.for_all))


def _writer(inbound: Inbound) -> Party:
    """Whom this message makes known to us: the one who wrote (Reply-To is where they want the answer)."""
    answer_to = inbound.reply_to
    if answer_to and answer_to.address and not inbound.sender.address:
        return answer_to
    return inbound.sender


def _time_of(arrival: Arrival, inbound: Inbound) -> datetime:
    """What came by mail server arrived when it did; the rest was written before we looked."""
    live = any(sighting.via in _LIVE for sighting in arrival.sightings.all())
    if not live and inbound.sent_at and inbound.sent_at < arrival.accepted_at:
        return inbound.sent_at
    return arrival.accepted_at


def _is_old(arrival: Arrival) -> bool:
    """Did it come with a mailbox, in whatever order that held it, and not as news?"""
    sightings = list(arrival.sightings.all())
    return bool(sightings) and all(
        sighting.via == Via.IMPORT or bool(sighting.envelope.get("first_look")) for sighting in sightings
    )


def _is_history(sighting: Sighting, inbound: Inbound) -> bool:
    """Is it old mail that came with a mailbox, and nobody waits for an answer any more?

    `nahbar import --open` marks what is young enough to be answered still; the first look into a mailbox of ours
    is marked as well, and there the age decides.
    """
    if sighting.via == Via.IMPORT:
        return not sighting.envelope.get("open")
    first_look = bool(sighting.envelope.get("first_look"))
    return first_look and inbound.sent_at is not None and sighting.seen_at - inbound.sent_at > HISTORY_AFTER


def _as_ours(read: Read, member: Member | None, house: House) -> Read:
    """A mail that we had sent before there was Nahbar: it is our side of the talk with those whom it went to.

    What only went to ourselves stays as it is: a note to a colleague, or spam that forges our own address.
    """
    others = [party for party in _recipients(read.inbound) if not _is_ours(read.arrival.channel, party, house)]
    if not others:
        return read
    return replace(read, ours=True, member=member, people=tuple(others))


def _is_ours(channel_name: str, party: Party, house: House) -> bool:
    address = plain(channel_name, party.address)
    return not address or address in house.members or address in house.inboxes


def _as_forward(read: Read, member: Member, forwarded: Forwarded, house: House) -> Read:
    """A member passed on what a person had written to their own mailbox: the person is the one to be answered.

    The member's own words are for the house and become a note; they must never be quoted to the person.
    """
    author = forwarded.author
    if not author.address or _is_ours(read.arrival.channel, author, house):
        return read
    inbound = read.inbound
    as_written = replace(
        inbound,
        sender=author,
        reply_to=None,
        cc=(),
        subject=forwarded.subject or inbound.subject,
        text=forwarded.text or _passed_on(inbound),
        folds=(),
        html="",
    )
    at = read.at
    if forwarded.sent_at and at - HISTORY_AFTER < forwarded.sent_at < at:
        at = forwarded.sent_at  # so long has the person been waiting
    return replace(
        read,
        inbound=as_written,
        people=(author,),
        at=at,
        member=member,
        note=inbound.own_words,
        forwarded_by=inbound.sender,
    )


def _passed_on(inbound: Inbound) -> str:
    """What stands in the text as forwarded; "" where the mail was passed on as a file."""
    spans = (inbound.text[fold.start : fold.end] for fold in inbound.folds if fold.kind == FoldKind.FORWARDED)
    return "\n".join(spans).strip()
