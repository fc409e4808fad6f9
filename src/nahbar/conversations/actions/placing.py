"""Deciding where the messages of a block lie, and what they do to their conversations' place in the piles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from nahbar.channels.contract import InboundKind
from nahbar.conversations.actions.arrived import NOBODY
from nahbar.conversations.actions.details import gist_of
from nahbar.conversations.actions.judging import Candidate, Judgement, Verdict, judge
from nahbar.conversations.actions.outbound import is_new
from nahbar.conversations.actions.threads import Found, Threads
from nahbar.conversations.actions.writers import Read
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.words import ConversationState
from nahbar.mailroom.actions import record_bounce
from nahbar.people.actions import Known
from nahbar.people.models import Address
from nahbar.toolbox.ids import new_key

_Pile = tuple[int, str, int | None]
"""Person, reason and suggested conversation of those that are put aside together."""
# The latest conversations of a block's people that are looked at for one to add to.
MOST_ASIDE = 200


@dataclass(slots=True)
class Placing:
    """One message on its way into a conversation. `sender` is the one it is from (or, if ours, to)."""

    read: Read
    sender: Address
    joining: list[Address]
    """Who takes part in the conversation by this message."""
    found: Found
    conversation: Conversation
    started: bool = False
    message: Message | None = None
    further: list[Message] = field(default_factory=list)

    @property
    def is_human(self) -> bool:
        return self.read.inbound.kind == InboundKind.HUMAN and not self.read.ours


def place_all(reads: Sequence[Read], threads: Threads, known: Known) -> list[Placing]:
    """Find the place of each of these. Conversations are changed in memory only; new ones have no id yet."""
    placings = [_find(read, threads, known) for read in reads]
    aside = _put_aside(placings, _judged(placings))
    seen: set[int] = set()
    for placing in placings:
        place = aside.get(placing.read.arrival.pk)
        if place is not None:
            placing.conversation = place
        placing.started = is_new(placing.conversation) and id(placing.conversation) not in seen
        seen.add(id(placing.conversation))
        _move(placing)
    return placings


def _find(read: Read, threads: Threads, known: Known) -> Placing:
    channel_name = read.arrival.channel
    people = list(dict.fromkeys(known[channel_name, party.address] for party in read.people))
    found = _found(read, threads, people)
    conversation = found.conversation or _begin(read, people[0], found)
    joining = [] if _is_report(read) and found.conversation else [each for each in people if _is_somebody(each)]
    threads.remember(read.inbound, conversation, [address.person_id for address in joining])
    return Placing(read, people[0], joining, found, conversation)


def _found(read: Read, threads: Threads, people: Sequence[Address]) -> Found:
    found = _named(read, threads, people)
    if read.history and found.suggested is not None:
        found = Found()  # nobody looks through years of parked mail
    if read.old and found.conversation is None and (answered := threads.answering(read.inbound, people)):
        return Found(answered)
    return found


def _named(read: Read, threads: Threads, people: Sequence[Address]) -> Found:
    inbound = read.inbound
    if _is_report(read):
        if inbound.kind == InboundKind.BOUNCE:
            for bounce in inbound.bounces:
                record_bounce(bounce)
        if reported := threads.reported(inbound):
            return Found(reported)
    if read.ours:
        met = (each for each in threads.named(inbound) if any(threads.is_in(each, a.person_id) for a in people))
        return Found(next(met, None))
    return threads.find(inbound, people[0], doubtful=read.doubtful)


def _is_report(read: Read) -> bool:
    return read.inbound.kind in (InboundKind.BOUNCE, InboundKind.COMPLAINT)


def _is_somebody(address: Address) -> bool:
    """All who write without an address share one; it takes part in nothing."""
    return address.value != NOBODY.address


def _begin(read: Read, about: Address, found: Found) -> Conversation:
    conversation = Conversation(
        key=new_key(),
        subject=read.inbound.subject[:500],
        person_id=about.person_id,
        inbox_id=read.inbox_ids[0],
        channel=read.arrival.channel,
        created_at=read.at,
        last_message_at=read.at,
        queue_at=read.at,
        state=ConversationState.CLOSED if read.history else ConversationState.OPEN,
        closed_at=read.at if read.history else None,
    )
    if found.suggested is not None:
        conversation.suggested = found.suggested
        conversation.state = ConversationState.PARKED
        conversation.parked_for = {"reason": found.reason}
    return conversation


def _judged(placings: Sequence[Placing]) -> dict[int, Judgement]:
    """The doorkeeper's word. What is old, or was passed on by one of us, is let in without it."""
    asked = [placing for placing in placings if not placing.read.old and placing.read.forwarded_by is None]
    return judge(
        [
            Candidate(
                placing.read.arrival,
                placing.read.inbound,
                placing.sender,
                placing.conversation if placing.conversation.pk else None,
                placing.read.at,
                placing.read.inbox_ids,
            )
            for placing in asked
        ]
    )


def _put_aside(placings: Sequence[Placing], judged: dict[int, Judgement]) -> dict[int, Conversation]:
    """The conversation of each message, by arrival, that does not lie where it was found to belong.

    These are what the doorkeeper parks or takes for spam, and what a stranger writes to the same conversation as
    before: that goes on where the first one lies, whatever a member decided about it.
    """
    piles = {placing.read.arrival.pk: _pile_of(placing, judged) for placing in placings}
    gathered = _there_already({pile for pile in piles.values() if pile})
    aside: dict[int, Conversation] = {}
    moved: dict[int, Conversation] = {}  # by `id()` of a conversation of this block that another one stands in for
    for placing in placings:
        pk = placing.read.arrival.pk
        pile, judgement = piles[pk], judged.get(pk)
        if pile is not None and pile in gathered:
            aside[pk] = gathered[pile]
        elif judgement is not None and judgement.verdict != Verdict.PLACE:
            aside[pk] = _kept_apart(placing, judgement)
        elif id(placing.conversation) in moved:
            aside[pk] = moved[id(placing.conversation)]
        if pile is not None:
            gathered.setdefault(pile, aside.get(pk, placing.conversation))
        if pk in aside and placing.found.conversation is None:
            moved[id(placing.conversation)] = aside[pk]
    return aside


def _pile_of(placing: Placing, judged: dict[int, Judgement]) -> _Pile | None:
    judgement = judged.get(placing.read.arrival.pk)
    if judgement is not None and judgement.verdict != Verdict.PLACE:
        return (placing.sender.person_id, str(judgement.reason), None) if judgement.together else None
    if placing.found.suggested is not None:
        return placing.sender.person_id, "", placing.found.suggested.pk
    return None


def _there_already(piles: set[_Pile]) -> dict[_Pile, Conversation]:
    """Conversations from before to which these piles go on being added, locked."""
    if not piles:
        return {}
    aside = Q(state__in=(ConversationState.PARKED, ConversationState.SPAM)) | Q(suggested__isnull=False)
    rows = Conversation.objects.select_for_update().filter(
        aside, person_id__in={person_id for person_id, _, _ in piles}, merged_into__isnull=True
    )
    found: dict[_Pile, Conversation] = {}
    for row in rows.order_by("-last_message_at")[:MOST_ASIDE]:
        keys: list[_Pile] = [(row.person_id, "", row.suggested_id)]
        if row.state in (ConversationState.PARKED, ConversationState.SPAM):
            keys.append((row.person_id, row.parked_for.get("reason", ""), None))
        for key in keys:
            if key in piles:
                found.setdefault(key, row)
    return found


def _kept_apart(placing: Placing, judgement: Judgement) -> Conversation:
    """The conversation that a judged message begins."""
    is_spam = judgement.verdict == Verdict.SPAM
    belonged = judgement.suggested or placing.found.conversation or placing.found.suggested
    conversation = placing.conversation
    if placing.found.conversation is not None:
        conversation = _begin(placing.read, placing.sender, Found())
    conversation.suggested = belonged if not is_spam and belonged is not None and belonged.pk else None
    conversation.state = ConversationState.SPAM if is_spam else ConversationState.PARKED
    conversation.parked_for = {"reason": str(judgement.reason), **judgement.details}
    return conversation


def _move(placing: Placing) -> None:
    """What a new message does to the conversation's place in the piles. Machine mail makes nobody wait.

    Parked and spam stay what they are until a member says otherwise; everything else comes back to the open ones.
    """
    conversation, read = placing.conversation, placing.read
    waiting = conversation.waiting_since
    conversation.last_message_at = max(conversation.last_message_at, read.at)
    aside = conversation.state in (ConversationState.PARKED, ConversationState.SPAM)
    if placing.is_human and not read.history:
        waiting = min(waiting, read.at) if waiting else read.at
        if not aside:
            conversation.state = ConversationState.OPEN
    if placing.is_human or placing.started:
        conversation.gist, conversation.mood = gist_of(read.inbound), ""
    is_done = conversation.state in (ConversationState.CLOSED, ConversationState.SPAM)
    conversation.set_waiting(None if is_done else waiting)
