"""The doorkeeper's word on what came in: before a message is placed, is it to be placed at all?

`take_in` asks once for a whole block, inside its transaction; so a fixed number of queries, whatever the block's
length. It obeys like this:

- place: as if nobody had been asked.
- park: not into the conversation that it names; it begins a parked one (`parked_for` = {"reason": ..., **details})
  whose `suggested` is that conversation. With `together`, all messages of the person that are parked for the same
  reason lie in one conversation, so that a flood fills the pile with one row.
- spam: the same in state spam, without a suggestion.

Who is parked goes on waiting (nothing stays unanswered); spam waits for nothing. Where a candidate's `conversation`
is set, its sender takes part in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from nahbar.channels.contract import Inbound, InboundKind
from nahbar.conversations.actions.flood import Recent, recent
from nahbar.conversations.actions.mail_copies import keys_of_copies
from nahbar.conversations.actions.members_mail import answered_copies, refusal
from nahbar.conversations.models import Conversation, MailCopy, Participant
from nahbar.conversations.words import ConversationState, ParkReason
from nahbar.mailroom.models import Arrival
from nahbar.people.models import Address


class Verdict(StrEnum):
    PLACE = "place"
    PARK = "park"
    SPAM = "spam"


@dataclass(frozen=True, slots=True)
class Judgement:
    """`reason` is a code of ParkReason (for spam: why, in the same manner); `details` stand beside it on the page."""

    verdict: Verdict = Verdict.PLACE
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    together: bool = False
    suggested: Conversation | None = None
    """Where a parked message belongs although it does not name it in the usual ways."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A message on its way: who sent it and where it would lie. Candidates come in the order of their arrival.

    `conversation` is None where it would begin one (also where it answers a message of the same block that does).
    `at` is the time that it will be shown with; `inbox_ids` the inboxes that it came to.
    """

    arrival: Arrival
    inbound: Inbound
    sender: Address
    conversation: Conversation | None
    at: datetime
    inbox_ids: tuple[int, ...]


def judge(candidates: Sequence[Candidate]) -> dict[int, Judgement]:
    """The judgement of each arrival by id; whoever is not named is placed. History (imported mail) is not asked."""
    if not candidates:
        return {}
    came, known = recent(candidates), known_people(each.sender.person_id for each in candidates)
    copies = answered_copies([candidate.inbound for candidate in candidates])
    found: dict[int, Judgement] = {}
    for candidate in candidates:
        judgement = _judge(candidate, came, known)
        if judgement.verdict == Verdict.PLACE:
            judgement = _answer_to_copy(candidate, copies)
        came.add(candidate)
        if judgement.verdict == Verdict.PLACE:
            known.add(candidate.sender.person_id)
        else:
            found[candidate.arrival.pk] = judgement
    return found


def _judge(candidate: Candidate, came: Recent, known: set[int]) -> Judgement:
    inbound = candidate.inbound
    if inbound.kind == InboundKind.BOUNCE and candidate.conversation is not None:
        return Judgement()  # it says what became of our own message
    if candidate.sender.blocked_at is not None:
        return Judgement(Verdict.SPAM, ParkReason.BLOCKED, together=True)
    if reason := came.reason(candidate):
        return Judgement(Verdict.PARK, reason, together=True)
    stranger = candidate.conversation is None and candidate.sender.person_id not in known
    if inbound.spam is not None and inbound.spam.is_spam and stranger:
        details = {"filter": inbound.spam.filter, "score": inbound.spam.score}
        return Judgement(Verdict.SPAM, ParkReason.FILTER, details)
    return Judgement()


def _answer_to_copy(candidate: Candidate, copies: Mapping[str, MailCopy]) -> Judgement:
    """What answers a member's copy and is still here could not be sent as theirs: a member decides about it."""
    named = (copies[key] for key in keys_of_copies(candidate.inbound) if key in copies)
    copy = next(named, None)
    if copy is None or candidate.inbound.kind != InboundKind.HUMAN:
        return Judgement()
    reason = refusal(candidate.inbound, copy, candidate.arrival) or ParkReason.NOT_SENT
    details = {"member": copy.member_id, "name": copy.member.name}
    return Judgement(Verdict.PARK, reason, details, suggested=copy.message.conversation)


def known_people(person_ids: Iterable[int]) -> set[int]:
    """Those of these persons with whom we talk: they wrote, or we did, in what was not put aside."""
    rows = Participant.objects.filter(address__person_id__in=set(person_ids))
    aside = (ConversationState.SPAM, ConversationState.PARKED)
    return set(rows.exclude(conversation__state__in=aside).values_list("address__person_id", flat=True))
