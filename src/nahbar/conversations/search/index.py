"""What a message is found by. Words come from `nahbar.language.search`, filters are terms with a colon in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch

from nahbar.conversations.models import Attachment, Message, Searchable, SearchBacklog
from nahbar.conversations.words import INDEXED_AT_ONCE, MessageKind
from nahbar.language.search import terms

# Beyond, nobody looks for a single word, and one mail would fill the index.
MOST_TEXT = 200_000
_LOW_BITS = 20


def key_of(at: datetime, message_id: int) -> int:
    """The place of a message in the order of search: milliseconds, then the end of its id."""
    return first_key(at) | (message_id & ((1 << _LOW_BITS) - 1))


def first_key(at: datetime) -> int:
    """The lowest place that a message of this moment can have."""
    return int(at.timestamp() * 1000) << _LOW_BITS


def index(message_ids: Iterable[int]) -> int:
    """Make these messages searchable, anew where they were; returns how many there are."""
    found = rows_of(message_ids)
    store(found)
    return len(found)


def rows_of(message_ids: Iterable[int]) -> list[Searchable]:
    """The rows of these messages, not stored; those that are gone have none."""
    rows = Message.objects.filter(pk__in=list(message_ids)).select_related("conversation__person")
    files = Prefetch("attachments", Attachment.objects.only("message", "name", "inline"))
    return [row_of(message) for message in rows.defer("html", "refs", "warnings").prefetch_related(files)]


@transaction.atomic
def store(rows: Sequence[Searchable]) -> None:
    """Put these rows in the place of those that there are for the same messages."""
    Searchable.objects.filter(message__in=[row.message_id for row in rows]).delete()
    Searchable.objects.bulk_create(rows)


def row_of(message: Message) -> Searchable:
    """The row of one message, its conversation with person and its attachments at hand."""
    return Searchable(
        id=key_of(message.at, message.pk), message_id=message.pk, terms=" ".join(sorted(set(_terms(message))))
    )


def _terms(message: Message) -> Iterator[str]:
    conversation = message.conversation
    language = conversation.person.language[:2]
    writers = _parties(message, "from")
    files = [each.name for each in message.attachments.all() if not each.inline]
    subject, people = terms(message.subject, language=language), terms(" ".join(_all_parties(message)))
    yield from terms(message.text[:MOST_TEXT], language=language)
    yield from subject
    yield from people
    yield from terms(f"{message.author} {conversation.person.name}")
    yield from terms(" ".join(files))
    yield from (f"subject:{term}" for term in subject)
    yield from (f"from:{term}" for term in terms(" ".join([message.author, *writers])))
    yield from (f"to:{term}" for term in terms(" ".join([*_parties(message, "to"), *_parties(message, "cc")])))
    yield f"in:{conversation.inbox_id}"
    yield f"kind:{message.kind}"
    if files:
        yield "has:attachment"
    if message.kind == MessageKind.NOTE:
        yield "has:note"


def _parties(message: Message, field: str) -> list[str]:
    return [f"{party['name']} {party['address']}" for party in message.envelope.get(field, [])]


def _all_parties(message: Message) -> list[str]:
    return [words for field in ("from", "to", "cc", "bcc") for words in _parties(message, field)]


def index_backlog() -> int:
    """Make one more block of old messages searchable; returns how many, 0 when all are."""
    backlog = SearchBacklog.objects.first()
    if backlog is None:
        return 0
    older = Message.objects.filter(pk__lt=backlog.below).order_by("-pk").values_list("pk", flat=True)
    ids = list(older[:INDEXED_AT_ONCE])
    index(_not_yet(ids))
    if not ids:
        backlog.delete()
        return 0
    backlog.below = ids[-1]
    backlog.save()
    return len(ids)


def _not_yet(ids: Sequence[int]) -> list[int]:
    done = set(Searchable.objects.filter(message__in=ids).values_list("message", flat=True))
    return [message_id for message_id in ids if message_id not in done]
