"""The doorkeeper's word on what came in: before a message is placed, is it to be placed at all?

`take_in` asks once for a whole block, inside its transaction; so a fixed number of queries, whatever the block's
length. It obeys like this:

- place: as if nobody had been asked.
- park: not into the conversation that it names; it begins a parked one (`parked_for` = {"reason": ..., **details})
  whose `suggested` is that conversation. With `together`, all messages of the person that are parked for the same
  reason lie in one conversation, so that a flood fills the pile with one row.
- spam: the same in state spam, without a suggestion.

Parked and spam make nobody wait. A candidate that begins nothing new (`conversation` is set) has a sender who takes
part in it, or was told apart by a signed token.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from nahbar.channels.contract import Inbound
from nahbar.conversations.models import Conversation
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


def judge(candidates: Sequence[Candidate]) -> dict[int, Judgement]:  # noqa: ARG001 - each rule reads them
    """The judgement of each arrival by id; whoever is not named is placed. History (imported mail) is not asked."""
    return {}
