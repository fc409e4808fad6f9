"""Finding the conversation that a message belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q

from nahbar.channels.contract import Inbound
from nahbar.conversations.actions.merged import lock_living
from nahbar.conversations.models import Conversation, Message, Participant
from nahbar.conversations.numbers import numbers_in
from nahbar.conversations.words import TOKEN_PURPOSE, MessageKind, ParkReason
from nahbar.people.models import Address
from nahbar.toolbox.ids import sign, verify

# So many messages of a block's people are looked at for answers to old mail.
MOST_LOOKED_AT = 2000


def token_of(conversation_key: str) -> str:
    """What a reply address and a Message-ID carry, so that an answer finds its way and a stranger cannot guess."""
    return sign(settings.SECRET_KEY, TOKEN_PURPOSE, conversation_key)


def _verified_keys(inbound: Inbound) -> list[str]:
    keys = (verify(settings.SECRET_KEY, TOKEN_PURPOSE, token) for token in inbound.tokens)
    return [key for key in keys if key]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a message belongs. `conversation` is None where it begins one.

    Then `suggested` is the conversation that it names without being let in, and `reason` says why not.
    """

    conversation: Conversation | None = None
    suggested: Conversation | None = None
    reason: str = ""


@dataclass(slots=True)
class Threads:
    """What a block of messages may belong to, looked up with a few queries for the whole block."""

    by_token: dict[str, Conversation] = field(default_factory=dict)
    by_key: dict[str, Conversation] = field(default_factory=dict)
    by_number: dict[int, Conversation] = field(default_factory=dict)
    ours: set[str] = field(default_factory=set)
    """Keys of our own messages."""
    takes_part: set[tuple[int, int]] = field(default_factory=set)
    """(conversation id, person id); new conversations of the block are added by `id()` of the object."""
    vouched: set[tuple[int, int]] = field(default_factory=set)
    """Those of them whose mails a member takes for genuine whatever the mail servers say."""
    referred: dict[str, Conversation] = field(default_factory=dict)
    """Where a message lies that answers the message with this key."""

    def find(self, inbound: Inbound, address: Address, *, doubtful: bool = False) -> Found:
        """Order: signed token, In-Reply-To and any of References, number in the subject; all only for who takes part.

        Whoever was forwarded one of our mails holds its token and its Message-ID; so neither lets a stranger in
        (facts/peers 11), nor somebody whose address in From is `doubtful`: both are suggested to a member.
        """
        suggested: Conversation | None = None
        reason = ""
        for conversation, certain in self._named(inbound):
            if self.is_in(conversation, address.person_id):
                if not doubtful or (_identity(conversation), address.person_id) in self.vouched:
                    return Found(conversation)
                if reason != ParkReason.FORGED:
                    suggested, reason = conversation, ParkReason.FORGED
            elif certain and suggested is None:
                suggested, reason = conversation, ParkReason.STRANGER
        return Found(None, suggested, str(reason))

    def answering(self, inbound: Inbound, people: Iterable[Address]) -> Conversation | None:
        """For old mail, which comes in any order: where an answer to it lies already, if its person takes part."""
        found = self.referred.get(inbound.key) if inbound.key else None
        return found if found and any(self.is_in(found, address.person_id) for address in people) else None

    def is_in(self, conversation: Conversation, person_id: int) -> bool:
        """Does this person take part?"""
        return (_identity(conversation), person_id) in self.takes_part

    def named(self, inbound: Inbound) -> Iterator[Conversation]:
        """The conversations that a message names by token or reference, whoever wrote it, surest first."""
        yield from (conversation for conversation, certain in self._named(inbound) if certain)

    def _named(self, inbound: Inbound) -> Iterator[tuple[Conversation, bool]]:
        """With each, whether it is certain that the message means it."""
        for key in _verified_keys(inbound):
            if key in self.by_token:
                yield self.by_token[key], True
        for ref in inbound.refs:
            if ref in self.by_key:
                yield self.by_key[ref], True
        for written in numbers_in(inbound.subject):
            if written.number in self.by_number:
                yield self.by_number[written.number], written.firm

    def reported(self, inbound: Inbound) -> Conversation | None:
        """The conversation of the message of ours that a delivery report or a complaint is about."""
        about = (bounce.about for bounce in inbound.bounces)
        return next((self.by_key[key] for key in about if key in self.ours), None)

    def remember(self, inbound: Inbound, conversation: Conversation, person_ids: Iterable[int]) -> None:
        """Later messages of the same block may answer this one."""
        if inbound.key:
            self.by_key.setdefault(inbound.key, conversation)
        for ref in inbound.refs:
            self.referred.setdefault(ref, conversation)
        self.takes_part.update((_identity(conversation), person_id) for person_id in person_ids)


def _identity(conversation: Conversation) -> int:
    return conversation.pk or -id(conversation)


def look_up(inbounds: Sequence[Inbound]) -> Threads:
    """Load every conversation that one of these messages names, locked, and who takes part in it.

    What was joined into another one is found there. A reply that a member sends meanwhile, or a join, waits or is
    seen: neither undoes what the other wrote.
    """
    rows = list(
        Message.objects.filter(key__in=_keys_in(inbounds)).order_by("-id").values("key", "kind", "conversation")
    )
    by_token, numbers = _named_directly(inbounds)
    living = lock_living({row["conversation"] for row in rows} | set(by_token.values()) | numbers)
    if not living:
        return Threads()
    threads = Threads(
        by_token={key: living[pk] for key, pk in by_token.items()},
        by_key={row["key"]: living[row["conversation"]] for row in rows},
        by_number={number: living[number] for number in numbers},
        ours={row["key"] for row in rows if row["kind"] == MessageKind.REPLY},
    )
    _learn_who_takes_part(threads, living.values())
    return threads


def _learn_who_takes_part(threads: Threads, conversations: Iterable[Conversation]) -> None:
    taking_part = Participant.objects.filter(conversation_id__in={conversation.pk for conversation in conversations})
    for conversation_id, person_id, at in taking_part.values_list("conversation", "address__person", "vouched_at"):
        threads.takes_part.add((conversation_id, person_id))
        if at:
            threads.vouched.add((conversation_id, person_id))


def look_up_answers(threads: Threads, inbounds: Sequence[Inbound], person_ids: Iterable[int]) -> None:
    """For old mail of these people: find what lies here already and answers it, e.g. because the folder of sent mail
    was imported before the one of received mail.
    """
    keys = {inbound.key for inbound in inbounds} - {""}
    rows = Message.objects.filter(conversation__person_id__in=set(person_ids)).exclude(kind=MessageKind.NOTE)
    newest = rows.order_by("-id").values_list("conversation_id", "refs")[:MOST_LOOKED_AT]
    referred = {ref: conversation_id for conversation_id, refs in newest for ref in refs if ref in keys}
    living = lock_living(referred.values())
    threads.referred |= {ref: living[pk] for ref, pk in referred.items()}
    if living:
        _learn_who_takes_part(threads, living.values())


def _named_directly(inbounds: Sequence[Inbound]) -> tuple[dict[str, int], set[int]]:
    """Which conversations are named by a signed key, and which by a number that exists."""
    tokens = {key for inbound in inbounds for key in _verified_keys(inbound)}
    numbers = {written.number for inbound in inbounds for written in numbers_in(inbound.subject)}
    if not tokens and not numbers:
        return {}, set()
    rows = Conversation.objects.filter(Q(key__in=tokens) | Q(pk__in=numbers)).values_list("key", "pk")
    found = dict(rows)
    return {key: pk for key, pk in found.items() if key in tokens}, numbers & set(found.values())


def _keys_in(inbounds: Iterable[Inbound]) -> set[str]:
    """Every message id that these messages are, answer, or report about."""
    keys = {key for inbound in inbounds for key in (inbound.key, *inbound.refs)}
    return (keys | {bounce.about for inbound in inbounds for bounce in inbound.bounces}) - {""}
