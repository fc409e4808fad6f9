"""Finding the conversation that a message belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from nahbar.channels.contract import Inbound
from nahbar.conversations.models import Conversation, Message, Participant
from nahbar.conversations.words import TOKEN_PURPOSE, MessageKind
from nahbar.toolbox.ids import sign, verify


def token_of(conversation_key: str) -> str:
    """What a reply address and a Message-ID carry, so that an answer finds its way and a stranger cannot guess."""
    return sign(settings.SECRET_KEY, TOKEN_PURPOSE, conversation_key)


def _verified_keys(inbound: Inbound) -> list[str]:
    keys = (verify(settings.SECRET_KEY, TOKEN_PURPOSE, token) for token in inbound.tokens)
    return [key for key in keys if key]


@dataclass(slots=True)
class Threads:
    """What a block of messages may belong to, looked up with three queries for the whole block."""

    by_token: dict[str, Conversation] = field(default_factory=dict)
    by_key: dict[str, Conversation] = field(default_factory=dict)
    ours: set[str] = field(default_factory=set)
    takes_part: set[tuple[int, int]] = field(default_factory=set)
    """(conversation id, address id); new conversations of the block are added by `id()` of the object."""

    def find(self, inbound: Inbound, address_id: int) -> Conversation | None:
        """Order: signed token, then In-Reply-To and any of References, these only where the sender takes part.

        A stranger who knows a Message-ID does not get into somebody else's conversation (facts/peers 11).
        """
        for key in _verified_keys(inbound):
            if key in self.by_token:
                return self.by_token[key]
        for ref in inbound.refs:
            conversation = self.by_key.get(ref)
            if conversation and (_identity(conversation), address_id) in self.takes_part:
                return conversation
        return None

    def remember(self, inbound: Inbound, conversation: Conversation, address_ids: Iterable[int]) -> None:
        """Later messages of the same block may answer this one."""
        if inbound.key:
            self.by_key.setdefault(inbound.key, conversation)
        self.takes_part.update((_identity(conversation), address_id) for address_id in address_ids)


def _identity(conversation: Conversation) -> int:
    return conversation.pk or -id(conversation)


def look_up(inbounds: Sequence[Inbound]) -> Threads:
    """Load every conversation that one of these messages names, locked, and who takes part in it.

    A reply that a member sends meanwhile waits, or is seen: neither undoes what the other wrote.
    """
    tokens = {key for inbound in inbounds for key in _verified_keys(inbound)}
    named = list(
        Message.objects.filter(key__in=_keys_in(inbounds)).order_by("-id").values("key", "kind", "conversation")
    )
    by_token = dict(Conversation.objects.filter(key__in=tokens).values_list("key", "pk")) if tokens else {}
    ids = {row["conversation"] for row in named} | set(by_token.values())
    if not ids:
        return Threads()
    locked = {row.pk: row for row in Conversation.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    taking_part = Participant.objects.filter(conversation_id__in=ids)
    return Threads(
        by_token={key: locked[pk] for key, pk in by_token.items()},
        by_key={row["key"]: locked[row["conversation"]] for row in named},
        ours={row["key"] for row in named if row["kind"] == MessageKind.REPLY},
        takes_part=set(taking_part.values_list("conversation_id", "address_id")),
    )


def _keys_in(inbounds: Iterable[Inbound]) -> set[str]:
    """Every message id that these messages are, answer, or report about."""
    keys = {key for inbound in inbounds for key in (inbound.key, *inbound.refs)}
    return (keys | {bounce.about for inbound in inbounds for bounce in inbound.bounces}) - {""}
