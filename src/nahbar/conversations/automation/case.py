"""A person's message as rules look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from nahbar.conversations.models import Attachment, Message, Reading
from nahbar.conversations.search.index import row_of
from nahbar.conversations.words import ErrandState, MessageKind
from nahbar.language.detect import detect


@dataclass(frozen=True)
class Case:
    """One message, with conversation, person and reading at hand. `stored` are its terms of the index, if known."""

    message: Message
    is_first: bool
    stored: str = ""

    @property
    def inbox_id(self) -> int:
        return self.message.conversation.inbox_id

    @property
    def at(self) -> datetime:
        return self.message.at

    @cached_property
    def senders(self) -> list[tuple[str, str]]:
        """Name and address in small letters, also those of whoever passed it on."""
        through = self.message.details.get("through")
        author = [(self.message.author.casefold(), "")]
        return [*author, *self._parties("from"), *([_party(through)] if through else [])]

    @cached_property
    def recipients(self) -> list[tuple[str, str]]:
        return [*self._parties("to"), *self._parties("cc")]

    def _parties(self, field: str) -> Iterator[tuple[str, str]]:
        yield from map(_party, self.message.envelope.get(field, []))

    @cached_property
    def terms(self) -> frozenset[str]:
        """What the search finds the message by."""
        return frozenset((self.stored or row_of(self.message).terms).split())

    @cached_property
    def language(self) -> str:
        known = self._reading.data.get("language", "") if self._reading else ""
        return str(known or detect(self.message.own_words))

    @property
    def _reading(self) -> Reading | None:
        found: Reading | None = getattr(self.message, "reading", None)
        return found if found is not None and found.state == ErrandState.DONE else None

    @property
    def awaits_reading(self) -> bool:
        """Will it be read soon? What machines wrote never is, and what could not be read stays so."""
        found: Reading | None = getattr(self.message, "reading", None)
        return self.message.inbound_kind == "human" and (found is None or found.state == ErrandState.DUE)

    @property
    def mood(self) -> str:
        return self._reading.mood if self._reading else ""

    @property
    def intents(self) -> frozenset[str]:
        return frozenset(self._reading.intents if self._reading else ())

    @property
    def is_urgent(self) -> bool:
        return bool(self._reading and self._reading.urgent)


def _party(party: dict[str, str]) -> tuple[str, str]:
    return party.get("name", "").casefold(), party.get("address", "").casefold()


def looked_at(messages: QuerySet[Message]) -> QuerySet[Message]:
    """These messages with all that conditions ask for; only those of persons, and of machines from outside."""
    earlier = Message.objects.filter(
        conversation=OuterRef("conversation"), kind=MessageKind.INBOUND, at__lt=OuterRef("at")
    )
    files = Prefetch("attachments", Attachment.objects.only("message", "name", "inline"))
    rows = messages.filter(kind=MessageKind.INBOUND).select_related(
        "conversation__person", "conversation__inbox", "reading"
    )
    return rows.defer("html", "refs", "warnings").annotate(has_earlier=Exists(earlier)).prefetch_related(files)


def case_of(message: Message, stored: str = "") -> Case:
    """A message of `looked_at`."""
    return Case(message, not message.has_earlier, stored)  # type: ignore[attr-defined]  # annotated above
