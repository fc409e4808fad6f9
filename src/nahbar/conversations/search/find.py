"""Answers to questions, newest first. The database's index names candidates, rights and states choose among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Q
from django.utils import timezone

from nahbar.accounts.models import Member
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.rules import visible_to
from nahbar.conversations.search.index import first_key
from nahbar.conversations.search.question import Question
from nahbar.conversations.words import PAGE, ConversationState
from nahbar.mailroom.rules import inbox_ids_of

TABLE = "nahbar_conversations_searchable"
_FIRST_BLOCK = 2 * PAGE
_LARGEST_BLOCK = 2000
# Where rights or states let hardly anything through, a page ends after so many candidates and can be continued.
_MOST_CANDIDATES = 20_000
_BEGINNING, _END = datetime(1970, 1, 2, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that answers the question; `key` is its place in the order."""

    key: int
    message: Message


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, newest first. `next` is the key to go on below; None where there is no more."""

    hits: list[Hit]
    next: int | None


def find(member: Member, question: Question, *, below: int | None = None, size: int = PAGE) -> Found:
    """The messages that answer `question`, as far as `member` sees them."""
    if question.is_empty:
        return Found([], None)
    hits: list[Hit] = []
    looked_at = 0
    for block in _blocks(member, question, below):
        looked_at += len(block)
        hits += _let_through(member, question, block)
        if len(hits) >= size:
            return Found(hits[:size], hits[size - 1].key)
        if looked_at >= _MOST_CANDIDATES:
            return Found(hits, block[-1][0])
    return Found(hits, None)


def _blocks(member: Member, question: Question, below: int | None) -> Iterator[list[tuple[int, int]]]:
    """Candidates as (key, message id), newest first, in growing blocks."""
    lowest = first_key(_midnight(question.after) if question.after else _BEGINNING)
    highest = first_key(_midnight(question.before) if question.before else _END)
    upper = min(highest, below) if below is not None else highest
    narrow = bool(question.states or question.phrases or question.tags) or not member.is_admin
    size = _FIRST_BLOCK if narrow else PAGE + 1
    while True:
        block = _candidates(member, question, lowest=lowest, below=upper, limit=size)
        if block:
            yield block
        if len(block) < size:
            return
        upper, size = block[-1][0], min(2 * size, _LARGEST_BLOCK)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _candidates(member: Member, question: Question, *, lowest: int, below: int, limit: int) -> list[tuple[int, int]]:
    choices = list(question.wanted)
    if not member.is_admin or not choices:
        # Terms of the inboxes keep what the member may not see out of the blocks; who may see decides below.
        choices.append(frozenset(f"in:{inbox_id}" for inbox_id in inbox_ids_of(member)) or frozenset({"in:0"}))
    match = _expression(choices, question.unwanted, _WORDS[connection.vendor])
    ask = _ask_sqlite if connection.vendor == "sqlite" else _ask_postgresql
    with connection.cursor() as cursor:
        return ask(cursor, match, lowest=lowest, below=below, limit=limit)


def _ask_sqlite(cursor: CursorWrapper, match: str, *, lowest: int, below: int, limit: int) -> list[tuple[int, int]]:
    """FTS5 walks its lists from the newest on and stops at the limit, whatever the word."""
    cursor.execute(_SQLITE, [match, below, lowest, limit])
    return list(cursor.fetchall())


def _ask_postgresql(
    cursor: CursorWrapper, match: str, *, lowest: int, below: int, limit: int
) -> list[tuple[int, int]]:
    """Frequent words are found among the newest messages, rare ones by the index.

    Left to itself the planner takes a rare word for a frequent one and reads a million messages: 1.2 s of 3,000,000.
    """
    cursor.execute(_NEWEST, [below, lowest, _SLICE, match, limit])
    found = list(cursor.fetchall())
    if len(found) < limit:
        cursor.execute(_EDGE, [below, lowest, _SLICE])
        if edge := cursor.fetchone():
            cursor.execute(_REST, [match, edge[0], lowest, limit - len(found)])
            found += cursor.fetchall()
    return found


def _expression(choices: list[frozenset[str]], unwanted: frozenset[str], words: _Words) -> str:
    """The question in the index's own language. Terms hold neither quotation marks nor backslashes."""
    wanted = words.both.join(words.any_of(choice) for choice in choices)
    return f"({wanted}){words.but_not}{words.any_of(unwanted)}" if unwanted else wanted


@dataclass(frozen=True, slots=True)
class _Words:
    """How an index writes a term, "or", "and" and "not"."""

    mark: str
    either: str
    both: str
    but_not: str

    def any_of(self, terms: frozenset[str]) -> str:
        return "(" + self.either.join(self.mark + term + self.mark for term in sorted(terms)) + ")"


_WORDS = {"sqlite": _Words('"', " OR ", " AND ", " NOT "), "postgresql": _Words("'", " | ", " & ", " & !")}
# So many of the newest messages are looked through one by one before the index is asked: 20 ms.
_SLICE = 20_000
_SQLITE = (
    f"SELECT found.rowid, said.message_id FROM {TABLE}_index AS found "  # noqa: S608 - our own table
    f"JOIN {TABLE} AS said ON said.id = found.rowid WHERE {TABLE}_index MATCH %s "
    "AND found.rowid < %s AND found.rowid >= %s ORDER BY found.rowid DESC LIMIT %s"
)
_NEWEST = (
    f"SELECT id, message_id FROM (SELECT id, message_id, vector FROM {TABLE} "  # noqa: S608 - our own table
    "WHERE id < %s AND id >= %s ORDER BY id DESC LIMIT %s) AS newest "
    "WHERE vector @@ %s::tsquery ORDER BY id DESC LIMIT %s"
)
_EDGE = f"SELECT id FROM {TABLE} WHERE id < %s AND id >= %s ORDER BY id DESC OFFSET %s LIMIT 1"  # noqa: S608 - our own
_REST = (
    f"WITH rest AS MATERIALIZED (SELECT id, message_id FROM {TABLE} "  # noqa: S608 - our own table
    "WHERE vector @@ %s::tsquery AND id <= %s AND id >= %s) "
    "SELECT id, message_id FROM rest ORDER BY id DESC LIMIT %s"
)


def _let_through(member: Member, question: Question, block: list[tuple[int, int]]) -> list[Hit]:
    """Of these candidates those that the member may see, in the states asked for, with the phrases in them."""
    keys = {message_id: key for key, message_id in block}
    rows = Message.objects.filter(pk__in=keys, conversation__in=visible_to(member)).filter(_states(member, question))
    rows = rows.select_related("conversation__person", "conversation__inbox", "conversation__assignee", "member")
    messages = {message.pk: message for message in rows.defer("html", "refs", "envelope")}
    found = [Hit(keys[message_id], messages[message_id]) for _, message_id in block if message_id in messages]
    return [hit for hit in found if _says(hit.message, question.phrases)]


def _states(member: Member, question: Question) -> Q:
    """Spam is found only by those who ask for it."""
    asked = {
        "waiting": Q(conversation__waiting_since__isnull=False, conversation__state=ConversationState.OPEN),
        "mine": Q(conversation__assignee=member),
        "unassigned": Q(conversation__assignee__isnull=True, conversation__team__isnull=True),
    }
    found = Q()
    for state in question.states:
        found &= asked.get(state, Q(conversation__state=state))
    for tag in question.tags:
        tagged = Conversation.tags.through.objects.filter(tag__key=tag)
        found &= Q(conversation__in=tagged.values("conversation_id"))
    return found if "spam" in question.states else found & ~Q(conversation__state=ConversationState.SPAM)


def answers(message: Message, terms: Iterable[str], question: Question) -> bool:
    """Do this message's words, with its `terms` of the index, answer the words of a question? For a single one."""
    here = set(terms)
    wanted = all(here & choice for choice in question.wanted) and not here & question.unwanted
    return wanted and _says(message, question.phrases)


def _says(message: Message, phrases: tuple[str, ...]) -> bool:
    if not phrases:
        return True
    text = " ".join(f"{message.subject} {message.text}".split()).casefold()
    return all(phrase.casefold() in text for phrase in phrases)
