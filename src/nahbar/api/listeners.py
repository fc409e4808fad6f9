"""What happened becomes calls: one per event and webhook, for those whose member may see it. Ids only, no texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from nahbar.api.actions import queue_calls
from nahbar.api.models import WebhookCall, WebhookSubscription
from nahbar.api.words import HookEvent
from nahbar.conversations import events as said
from nahbar.conversations.models import Message
from nahbar.conversations.rules import visible_to
from nahbar.history.events import Event
from nahbar.history.listeners import Logged, listen_to_log
from nahbar.mailroom import events as carried
from nahbar.toolbox import clock

E = TypeVar("E", bound=Event)
Told = dict[str, Any]
_TELLINGS: dict[type[Event], tuple[HookEvent, Callable[[Any], Told]]] = {}


def _tell(event: type[E], name: HookEvent, data: Callable[[E], Told]) -> None:
    _TELLINGS[event] = (name, data)


def _message(event: said.ReplySent | said.NoteAdded) -> Told:
    return {"conversation": event.conversation_id, "message": event.message_id}


def _conversation(event: said.ConversationClosed | said.ConversationReopened | said.ReplyTakenBack) -> Told:
    return {"conversation": event.conversation_id}


def _delivery(event: carried.DeliveryAccepted | carried.DeliveryFailed | carried.DeliveryUnknown) -> Told:
    return {"delivery": event.delivery_id, "message": event.origin_id}


_tell(
    said.MessageReceived,
    HookEvent.MESSAGE_RECEIVED,
    lambda event: {
        "conversation": event.conversation_id,
        "message": event.message_id,
        "inbox": event.inbox_id,
        "started": event.started,
    },
)
_tell(said.ReplySent, HookEvent.REPLY_SENT, _message)
_tell(said.NoteAdded, HookEvent.NOTE_ADDED, _message)
_tell(said.ReplyTakenBack, HookEvent.REPLY_TAKEN_BACK, _conversation)
_tell(
    said.ConversationAssigned,
    HookEvent.ASSIGNED,
    lambda event: {"conversation": event.conversation_id, "assignee": event.member_id, "team": event.team_id},
)
_tell(said.ConversationClosed, HookEvent.CLOSED, _conversation)
_tell(said.ConversationReopened, HookEvent.REOPENED, _conversation)
_tell(carried.DeliveryAccepted, HookEvent.DELIVERY_ACCEPTED, _delivery)
_tell(carried.DeliveryFailed, HookEvent.DELIVERY_FAILED, _delivery)
_tell(carried.DeliveryUnknown, HookEvent.DELIVERY_UNKNOWN, _delivery)
_tell(
    carried.DeliveryBounced,
    HookEvent.DELIVERY_BOUNCED,
    lambda event: {
        "delivery": event.delivery_id,
        "message": event.origin_id,
        "permanent": event.permanent,
        "gave_up": event.gave_up,
    },
)


@dataclass(frozen=True, slots=True)
class _News:
    logged: Logged
    name: HookEvent
    data: Told


@listen_to_log("api.webhooks", *_TELLINGS)
def queue_webhooks(logged: Sequence[Logged]) -> None:
    """Queue a call for every active webhook that asked for the event and whose member sees the conversation."""
    subscriptions = list(
        WebhookSubscription.objects.filter(is_active=True, member__is_active=True).select_related("member")
    )
    if not subscriptions:
        return
    news = _with_conversations(logged)
    at = clock.now()
    for subscription in subscriptions:
        wanted = [each for each in news if each.name in subscription.events]
        ids = {each.data["conversation"] for each in wanted}
        seen = set(visible_to(subscription.member).filter(pk__in=ids).values_list("pk", flat=True))
        queue_calls(
            WebhookCall(
                subscription=subscription,
                event_id=each.logged.id,
                event=each.name,
                data=each.data,
                at=each.logged.at,
                not_before=at,
                created_at=at,
            )
            for each in wanted
            if each.data["conversation"] in seen
        )


def _with_conversations(logged: Sequence[Logged]) -> list[_News]:
    """Deliveries know their message only; those of system mail belong to no conversation and are left out."""
    news = []
    for entry in logged:
        name, data = _TELLINGS[type(entry.event)]
        if getattr(entry.event, "origin_kind", "message") == "message":
            news.append(_News(entry, name, data(entry.event)))
    lacking = {each.data["message"] for each in news if "conversation" not in each.data}
    found = dict(Message.objects.filter(pk__in=lacking).values_list("pk", "conversation_id")) if lacking else {}
    for each in news:
        each.data.setdefault("conversation", found.get(each.data.get("message", 0), 0))
    return news
