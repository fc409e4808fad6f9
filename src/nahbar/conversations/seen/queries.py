"""What a list row says beside its words: is it new to this member, and did our newest answer not arrive?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from nahbar.accounts.models import Member
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.seen.models import CaughtUp, Look
from nahbar.conversations.words import MessageKind
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.words import DeliveryState


@dataclass(frozen=True, slots=True)
class Sign:
    """`is_new`: a person wrote since the member looked. `lost`: nobody knows that our newest answer arrived."""

    is_new: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """How a conversation stands to a member: what they have seen, what came last, and which answer was the last."""

    seen_until: datetime
    came_at: datetime | None
    reply_id: int | None

    @property
    def is_new(self) -> bool:
        return self.came_at is not None and self.came_at > self.seen_until


def stands_of(conversation_ids: Sequence[int], member: Member) -> dict[int, Stand]:
    """One query, by the index of the timeline: never more than the rows of a page."""
    said = Message.objects.filter(conversation=OuterRef("pk")).order_by("-at", "-id")
    rows = Conversation.objects.filter(pk__in=conversation_ids).annotate(
        came_at=Subquery(said.filter(kind=MessageKind.INBOUND).values("at")[:1]),
        reply_id=Subquery(said.filter(kind=MessageKind.REPLY).values("pk")[:1]),
        look_at=Subquery(Look.objects.filter(member=member, conversation=OuterRef("pk")).values("at")[:1]),
        caught_up_at=Subquery(CaughtUp.objects.filter(member=member).values("at")[:1]),
    )
    found = rows.order_by().values_list("pk", "came_at", "reply_id", "look_at", "caught_up_at")
    return {
        pk: Stand(look_at or caught_up_at or member.joined_at, came_at, reply_id)
        for pk, came_at, reply_id, look_at, caught_up_at in found
    }


def signs_of(stands: Mapping[int, Stand]) -> dict[int, Sign]:
    """What a list says of each; one query for what did not arrive."""
    replies = {stand.reply_id: pk for pk, stand in stands.items() if stand.reply_id is not None}
    states = (DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.UNKNOWN)
    rows = Delivery.objects.filter(origin_kind="message", origin_id__in=list(replies), state__in=states)
    lost = {replies[origin_id] for origin_id in rows.values_list("origin_id", flat=True)}
    return {pk: Sign(stand.is_new, pk in lost) for pk, stand in stands.items()}
