"""Since when a person waits, asked of the messages themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery

from nahbar.channels.contract import InboundKind
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.words import MessageKind
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.words import DeliveryState

# With these the person has no answer, whatever we wrote.
LOST = (DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.UNKNOWN)


def unanswered(conversation_ids: Iterable[int]) -> dict[int, datetime]:
    """The oldest message of a person in each of these that no reply of ours has followed, in one query.

    A reply that did not arrive, or perhaps did not, answers nothing; what was forwarded to somebody else, neither.
    """
    lost = Delivery.objects.filter(origin_kind="message", origin_id=OuterRef("pk"), state__in=LOST)
    replies = (
        Message.objects.filter(conversation=OuterRef("conversation"), kind=MessageKind.REPLY)
        .exclude(details__has_key="forward_of")
        .exclude(Exists(lost))
    )
    asked = Message.objects.filter(
        conversation_id__in=list(conversation_ids), kind=MessageKind.INBOUND, inbound_kind=InboundKind.HUMAN
    ).annotate(answered=Subquery(replies.order_by("-at").values("at")[:1]))
    open_ones = asked.filter(Q(answered__isnull=True) | Q(at__gt=F("answered"))).order_by()
    return dict(open_ones.values_list("conversation_id").annotate(Min("at")))


def unanswered_since(conversation: Conversation) -> datetime | None:
    """The same of one conversation; None where nobody waits."""
    return unanswered([conversation.pk]).get(conversation.pk)
