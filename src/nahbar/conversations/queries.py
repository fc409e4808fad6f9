"""Reads of conversations: piles, pages, timelines. Keyset pages; nothing counts everything."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from nahbar.accounts.models import Member
from nahbar.accounts.queries import absent_on, today
from nahbar.conversations.models import (
    Attachment,
    Conversation,
    Draft,
    Follower,
    Message,
    Onlooker,
    Question,
    Rearrangement,
    Tag,
)
from nahbar.conversations.rules import NotYours, visible_to
from nahbar.conversations.words import ALIVE, HERE_FOR, PAGE, WAITING_BEFORE, ConversationState
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.queries import deliveries_of
from nahbar.mailroom.rules import members_of
from nahbar.people.models import Address, Person
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

COUNT_UP_TO = 100
_NUMBER = re.compile(r"#?(\d{1,9})")


class BadCursor(Fault):
    """The cursor is none of ours."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `next` is the cursor behind it, empty at the end."""

    rows: list[Conversation]
    next: str


OPEN_ORDER = ("queue_at", "id")
NEWEST_ORDER = ("-last_message_at", "-id")
WAKING_ORDER = ("snoozed_until", "id")
CLOSED_ORDER = ("-closed_at", "-id")
SENT_ORDER = ("-last_reply_at", "-id")
OLDEST_ORDER = ("last_message_at", "id")


_BY_STATE = {
    "closed": ConversationState.CLOSED,
    "snoozed": ConversationState.SNOOZED,
    "parked": ConversationState.PARKED,
    "spam": ConversationState.SPAM,
}


def pile(
    member: Member, name: str, *, inbox_id: int | None = None, tag_id: int | None = None
) -> QuerySet[Conversation]:
    """What lies in a pile: mine, asked, team, away, unassigned, waiting, open, snoozed, sent, closed, parked, spam,
    inbox (`inbox_id`), tag (`tag_id`).

    One that was joined into another lies in no pile.
    """
    rows = visible_to(member)
    if name == "sent":
        return rows.filter(last_reply_at__isnull=False, merged_into__isnull=True)
    if name in _BY_STATE:
        rows = rows.filter(state=_BY_STATE[name], merged_into__isnull=True)
        return rows.filter(closed_at__isnull=False) if name == "closed" else rows
    if name == "asked":
        mine = Question.objects.filter(asked=member, settled_at__isnull=True)
        return rows.filter(pk__in=mine.values("note__conversation"), merged_into__isnull=True)
    rows = rows.filter(state=ConversationState.OPEN)
    if name == "team":
        return rows.filter(team__in=member.team_ids)
    if name == "away":
        # Found by who has it, then looked at for rights: the other way round all that wait would be read for nothing.
        waiting = Conversation.objects.filter(
            state=ConversationState.OPEN,
            assignee__in=absent_on(today()).exclude(pk=member.pk).values("pk"),
            waiting_since__isnull=False,
            queue_at__lt=WAITING_BEFORE,
        )
        return rows.filter(pk__in=waiting.values("pk"))
    narrowings = {
        "mine": Q(assignee=member),
        "unassigned": Q(assignee__isnull=True, team__isnull=True),
        "waiting": Q(waiting_since__isnull=False, queue_at__lt=WAITING_BEFORE),
        "inbox": Q(inbox_id=inbox_id),
        "tag": Q(tags=tag_id),
    }
    return rows.filter(narrowings.get(name, Q()))


# The first order of each pile is its own; the others can be chosen. Each is one that an index serves.
_ORDERS = {
    "all": {"newest": NEWEST_ORDER},
    "sent": {"sent": SENT_ORDER},
    "closed": {"closed": CLOSED_ORDER, "newest": NEWEST_ORDER, "oldest": OLDEST_ORDER},
    "snoozed": {"waking": WAKING_ORDER, "newest": NEWEST_ORDER},
    "parked": {"newest": NEWEST_ORDER, "oldest": OLDEST_ORDER},
    "spam": {"newest": NEWEST_ORDER, "oldest": OLDEST_ORDER},
}
_OPEN_ORDERS = {"waiting": OPEN_ORDER, "newest": NEWEST_ORDER}


def orders_of(name: str) -> dict[str, tuple[str, str]]:
    """The orders in which a pile can be read, by their names, its own first."""
    return _ORDERS.get(name, _OPEN_ORDERS)


def order_of(name: str) -> tuple[str, str]:
    """The pile's own order."""
    return next(iter(orders_of(name).values()))


def page(rows: QuerySet[Conversation], order: tuple[str, str], *, cursor: str = "", size: int = PAGE) -> Page:
    """One keyset page with everything that a list row shows. Raises BadCursor."""
    field, descending = order[0].lstrip("-"), order[0].startswith("-")
    if cursor:
        at, last_id = _read_cursor(cursor)
        beyond = "lt" if descending else "gt"
        rows = rows.filter(Q(**{f"{field}__{beyond}": at}) | Q(**{field: at, f"id__{beyond}": last_id}))
    found = list(rows.select_related("person", "assignee", "team", "inbox").order_by(*order)[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(found, _make_cursor(getattr(found[-1], field), found[-1].pk) if more else "")


def _make_cursor(at: datetime, last_id: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), last_id]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, int]:
    try:
        at, last_id = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(at), int(last_id)
    except (ValueError, TypeError, binascii.Error) as error:
        raise BadCursor("This page no longer exists; start again from the first one.") from error


def tags_of(conversation_ids: Sequence[int]) -> dict[int, list[Tag]]:
    """The tags of each of these conversations, in the order of their names; one query."""
    links = Conversation.tags.through.objects.filter(conversation_id__in=conversation_ids).select_related("tag")
    found: dict[int, list[Tag]] = {}
    for link in links.order_by("tag__key"):
        found.setdefault(link.conversation_id, []).append(link.tag)
    return found


def count(rows: QuerySet[Conversation]) -> int:
    """How many, up to COUNT_UP_TO; beyond that nobody reads the number."""
    return len(rows.order_by().values_list("pk")[:COUNT_UP_TO])


def counts(piles: Sequence[QuerySet[Any]]) -> list[int]:
    """`count` for each of these, in one statement: a page's navigation asks for ten of them."""
    parts: list[str] = []
    params: list[Any] = []
    for rows in piles:
        try:
            sql, given = rows.order_by().values_list("pk")[:COUNT_UP_TO].query.sql_with_params()
        except EmptyResultSet:  # e.g. the team pile of somebody who is in no team
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS pile)")  # noqa: S608 - the ORM wrote it
        params += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return list(cursor.fetchone())


def find(rows: QuerySet[Conversation], words: str) -> QuerySet[Conversation]:
    """Those whose subject, gist or person holds every word, or whose number it is (#123)."""
    for word in words.split()[:8]:
        wanted = (
            Q(subject__icontains=word)
            | Q(gist__icontains=word)
            | Q(person__name__icontains=word)
            | Q(person__addresses__value__icontains=word)
        )
        if digits := _NUMBER.fullmatch(word):
            wanted |= Q(pk=int(digits[1]))
        rows = rows.filter(wanted)
    return rows.distinct()


def also_open(conversation: Conversation, member: Member, *, limit: int = 5) -> list[Conversation]:
    """What the same person has open besides, as far as the member sees it, newest first: perhaps to be joined.

    More than a quarter of all new conversations are born while another one of the same person is alive, most of them
    within the hour and under another subject (facts/peers 10); so only the person counts.
    """
    rows = visible_to(member).filter(person_id=conversation.person_id, state__in=ALIVE, merged_into__isnull=True)
    return list(rows.exclude(pk=conversation.pk).select_related("inbox").order_by("-last_message_at")[:limit])


def living(conversation: Conversation) -> Conversation:
    """Where the messages of a conversation lie now: itself, unless it was joined into another one."""
    here, seen = conversation, {conversation.pk}
    while here.merged_into is not None and here.merged_into_id not in seen:
        here = here.merged_into
        seen.add(here.pk)
    return here


def rearrangements_of(conversation: Conversation, *, limit: int = 5) -> list[Rearrangement]:
    """The joins and splits of this conversation that can be undone, newest first."""
    rows = Rearrangement.objects.filter(Q(source=conversation) | Q(target=conversation), undone_at__isnull=True)
    return list(rows.select_related("source", "target", "member").order_by("-at", "-id")[:limit])


def suggestions_for(conversation: Conversation, member: Member, *, limit: int = 5) -> list[Conversation]:
    """Parked conversations that say that they belong here, newest first."""
    rows = visible_to(member).filter(suggested=conversation, state=ConversationState.PARKED)
    return list(rows.select_related("person", "inbox").order_by("-last_message_at")[:limit])


@dataclass(frozen=True, slots=True)
class Said:
    """A message with its deliveries, as the page shows it."""

    message: Message
    deliveries: list[Delivery]

    @property
    def delivery(self) -> Delivery | None:
        return self.deliveries[-1] if self.deliveries else None


def timeline(conversation: Conversation, *, newest: int | None = None) -> list[Said]:
    """Everything said, oldest first, with attachments and deliveries: three queries whatever the length.

    `newest` bounds it from behind: a pile that gathers a flood may hold 10,000 messages.
    """
    rows = conversation.messages.order_by("-at", "-id").select_related("member", "person", "reading")
    messages = list(rows.prefetch_related(Prefetch("attachments", Attachment.objects.order_by("id")))[:newest])
    return with_deliveries(messages[::-1])


def questions_in(conversation: Conversation) -> list[Question]:
    """What was asked in the notes of this conversation, answered or not, oldest first."""
    rows = Question.objects.filter(note__conversation=conversation).select_related("asker", "asked", "note")
    return list(rows.order_by("id"))


def colleagues_for(conversation: Conversation) -> QuerySet[Member]:
    """Who may see this conversation, each with `follows`: do they follow it? One query together."""
    mine = Follower.objects.filter(conversation=conversation, member=OuterRef("pk"))
    return members_of(conversation.inbox).annotate(follows=Exists(mine))


def with_deliveries(messages: Sequence[Message]) -> list[Said]:
    deliveries = deliveries_of("message", [message.pk for message in messages if message.member_id])
    return [Said(message, deliveries.get(message.pk, [])) for message in messages]


def message_of(member: Member, message_id: int) -> Message:
    """One message of a conversation that this member sees. Raises NotYours."""
    found = (
        Message.objects.filter(pk=message_id, conversation__in=visible_to(member))
        .select_related("conversation__person", "conversation__inbox__firm", "arrival")
        .first()
    )
    if found is None or not member.is_active:
        raise NotYours("This message does not exist, or it belongs to a team that you are not in.")
    return found


def attachment_of(member: Member, attachment_id: int) -> Attachment:
    """One file of a conversation that this member sees. Raises NotYours."""
    found = Attachment.objects.filter(pk=attachment_id, message__conversation__in=visible_to(member)).first()
    if found is None or not member.is_active:
        raise NotYours("This file does not exist, or it belongs to a team that you are not in.")
    return found


def address_of(member: Member, address_id: int) -> Address:
    """An address that takes part in a conversation that this member sees. Raises NotYours."""
    found = Address.objects.filter(pk=address_id).first()
    seen = visible_to(member).filter(participants__address_id=address_id)
    if found is None or not member.is_active or not seen.exists():
        raise NotYours("This address does not exist, or only teams that you are not in write with it.")
    return found


def person_of(member: Member, person_id: int) -> Person:
    """One person with whom this member sees a conversation. Raises NotYours."""
    seen = visible_to(member).filter(person_id=person_id)
    found = Person.objects.filter(pk=person_id).select_related("organisation").first() if seen.exists() else None
    if found is None or not member.is_active:
        raise NotYours("This person does not exist, or only teams that you are not in talk with them.")
    return found


def conversations_with(person: Person, member: Member, *, limit: int = PAGE) -> list[Conversation]:
    """What we talked about with a person, as far as the member sees it, newest first."""
    rows = visible_to(member).filter(person=person, merged_into__isnull=True).select_related("inbox")
    return list(rows.order_by("-last_message_at")[:limit])


def onlookers_of(conversation: Conversation, member: Member) -> list[Onlooker]:
    """The colleagues of `member` who have it open, whoever types first."""
    rows = Onlooker.objects.filter(conversation=conversation, here_at__gt=clock.now() - HERE_FOR)
    found = rows.exclude(member=member).select_related("member").order_by("pk")
    return sorted(found, key=lambda row: not row.is_typing)


def drafts_in(conversation: Conversation) -> list[Draft]:
    """Everything that is about to be said here: first what is being written, then what leaves by itself."""
    rows = Draft.objects.filter(conversation=conversation).select_related("member")
    return sorted(rows, key=lambda row: (row.leaves_at is not None, row.leaves_at or row.saved_at, row.pk))
