"""Moving messages between conversations: what joining, splitting and their undoing share. Inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.dateparse import parse_datetime

from nahbar.accounts.models import Member, Team
from nahbar.conversations.actions.details import told_by
from nahbar.conversations.actions.waiting import unanswered_since
from nahbar.conversations.events import ConversationRearranged
from nahbar.conversations.models import Conversation, Message, Participant, Rearrangement
from nahbar.conversations.rules import NotYours, may_see
from nahbar.conversations.words import ALIVE, MessageKind
from nahbar.history.actions import Line, publish, record_all
from nahbar.history.words import Actor, Subject
from nahbar.mailroom.models import Sighting

_KEPT = ("state", "gist", "mood", "parked_for", "assignee_id", "team_id", "suggested_id")
_TIMES = ("waiting_since", "last_message_at", "snoozed_until")
SAVED = ["merged_into", "state", "gist", "parked_for", "assignee", "team", "suggested", "waiting_since", "queue_at"]
SAVED += ["last_message_at", "mood", "snoozed_until"]


def insist_on_sight(member: Member, *conversations: Conversation) -> None:
    """Raises NotYours unless the member sees all of these."""
    if not all(may_see(member, conversation) for conversation in conversations):
        raise NotYours("This conversation does not exist, or it belongs to a team that you are not in.")


def snapshot(conversation: Conversation) -> dict[str, Any]:
    """How it stands in the piles, as JSON, for `restore`."""
    kept: dict[str, Any] = {name: getattr(conversation, name) for name in _KEPT}
    times = {name: getattr(conversation, name) for name in _TIMES}
    return kept | {name: at.isoformat() if at else None for name, at in times.items()}


def restore(conversation: Conversation, kept: dict[str, Any]) -> None:
    """Let it stand as it did; members, teams and conversations that are gone by now are left out."""
    for name in _KEPT:
        setattr(conversation, name, kept.get(name, ""))  # there was no mood in what was kept before moods were read
    models = {"assignee_id": Member, "team_id": Team, "suggested_id": Conversation}
    for name, model in models.items():
        if kept[name] is not None and not model._default_manager.filter(pk=kept[name]).exists():  # noqa: SLF001 - Django's documented name for it
            setattr(conversation, name, None)
    conversation.last_message_at = parse_datetime(kept["last_message_at"]) or conversation.last_message_at
    until = kept.get("snoozed_until")
    conversation.snoozed_until = parse_datetime(until) if until else None
    conversation.set_waiting(parse_datetime(kept["waiting_since"]) if kept["waiting_since"] else None)


def recount(conversation: Conversation) -> None:
    """Take gist, mood, time and waiting anew from the messages that lie in it."""
    said = conversation.messages.exclude(kind=MessageKind.NOTE).order_by("-at", "-id")
    newest = said.first()
    if newest is not None:
        conversation.last_message_at = newest.at
        told = said.filter(kind=MessageKind.INBOUND, inbound_kind="human").first() or newest
        conversation.gist, conversation.mood = told_by(told)
    conversation.set_waiting(unanswered_since(conversation) if conversation.state in ALIVE else None)


def newest_id(*conversations: Conversation) -> int:
    """The newest message of these: what comes later was said after they were rearranged."""
    rows = Message.objects.filter(conversation__in=conversations).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def said_since(conversation: Conversation, message_id: int) -> bool:
    """Did anybody say anything here after this message?"""
    return conversation.messages.filter(pk__gt=message_id).exclude(kind=MessageKind.NOTE).exists()


def take_part(conversation: Conversation, given: Iterable[Participant]) -> list[int]:
    """Let these take part here as well; returns the ids of the addresses that are new here."""
    here = set(conversation.participants.values_list("address_id", flat=True))
    new = {each.address_id: each for each in given if each.address_id not in here}
    Participant.objects.bulk_create(
        Participant(conversation=conversation, address_id=address_id, vouched_at=each.vouched_at)
        for address_id, each in new.items()
    )
    return list(new)


def name_inboxes(conversation: Conversation, inbox_ids: Iterable[int]) -> list[int]:
    """Name these inboxes too; returns those that are new here."""
    here = set(conversation.inboxes.values_list("pk", flat=True))
    new = [inbox_id for inbox_id in dict.fromkeys(inbox_ids) if inbox_id not in here]
    conversation.inboxes.add(*new)
    return new


def take_tags(target: Conversation, source: Conversation) -> list[int]:
    """Put the source's tags on the target too; returns those that are new there."""
    here = set(target.tags.values_list("pk", flat=True))
    new = [tag_id for tag_id in source.tags.values_list("pk", flat=True) if tag_id not in here]
    target.tags.add(*new)
    return new


def inboxes_seen(messages: Iterable[Message]) -> list[int]:
    """The inboxes that these messages came to."""
    arrivals = [message.arrival_id for message in messages if message.arrival_id]
    seen = Sighting.objects.filter(arrival_id__in=arrivals).order_by("id").values_list("inbox_id", flat=True)
    return list(dict.fromkeys(seen))


def leave(conversation: Conversation, *, participants: Collection[int], inbox_ids: Collection[int]) -> None:
    """Take back who and which inboxes came only with messages that are gone again."""
    messages = list(conversation.messages.exclude(kind=MessageKind.NOTE).defer("text", "html"))
    addresses = addresses_in(messages)
    rows = conversation.participants.filter(address_id__in=participants).select_related("address")
    people = {message.person_id for message in messages}
    gone = [row.pk for row in rows if row.address.value not in addresses and row.address.person_id not in people]
    Participant.objects.filter(pk__in=gone).delete()
    kept = {conversation.inbox_id, *inboxes_seen(messages)}
    conversation.inboxes.remove(*(inbox_id for inbox_id in inbox_ids if inbox_id not in kept))


def addresses_in(messages: Iterable[Message]) -> set[str]:
    """Every address in the heads of these messages, in small letters."""
    return {
        party["address"].lower()
        for message in messages
        for field in ("from", "to", "cc", "bcc")
        for party in message.envelope.get(field, [])
    }


def tell(done: Rearrangement, *, actor: Actor, change: str) -> None:
    """History and events for both conversations; `change` is "joined", "split" or "undone"."""
    pairs = ((done.source_id, done.target_id), (done.target_id, done.source_id))
    roles = ("from", "to")
    record_all(
        Line(
            actor,
            f"conversation.{change}",
            Subject("conversation", here),
            {
                "rearrangement": done.pk,
                "kind": done.kind,
                "role": role,
                "other": there,
                "messages": len(done.moved.get("messages", [])),
            },
        )
        for role, (here, there) in zip(roles, pairs, strict=True)
    )
    publish(*(ConversationRearranged(conversation_id=here, other_id=there, change=change) for here, there in pairs))
