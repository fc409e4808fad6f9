"""Rows of a list: who waits, since when, what it is about and with whom it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.accounts.models import Member
from nahbar.conversations.models import Conversation, Tag
from nahbar.conversations.seen.queries import Sign
from nahbar.conversations.words import ConversationState
from nahbar.desk import when
from nahbar.desk.places import Place
from nahbar.desk.readings import mood_in_list
from nahbar.desk.words import Text


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation as the list shows it."""

    conversation: Conversation
    time: str
    late: bool
    about: str
    trouble: bool
    is_new: bool
    url: str
    mood: Text
    tags: list[Tag]


def rows_of(
    conversations: Sequence[Conversation],
    member: Member,
    place: Place,
    *,
    tags: Mapping[int, list[Tag]],
    signs: Mapping[int, Sign],
) -> list[Row]:
    """Rows for one page of a list. `tags` and `signs` are those of each, by its id."""
    return [
        _row(each, member, place, tags=tags.get(each.pk, []), sign=signs.get(each.pk, Sign()))
        for each in conversations
    ]


def _row(conversation: Conversation, member: Member, place: Place, *, tags: list[Tag], sign: Sign) -> Row:
    waiting = conversation.waiting_since
    return Row(
        conversation=conversation,
        time=_time(conversation),
        late=bool(waiting and _is_awake(conversation) and when.is_late(waiting)),
        about=" · ".join(part for part in _about(conversation, member, place) if part),
        trouble=sign.lost,
        is_new=sign.is_new,
        url=f"{reverse('desk:conversation', args=[conversation.pk])}?in={place.name}",
        mood=mood_in_list(conversation.mood),
        tags=tags,
    )


def _time(conversation: Conversation) -> str:
    """What the row says of time: when it wakes, since when somebody waits, or when something was said last."""
    if not _is_awake(conversation) and conversation.snoozed_until:
        return _("until %s") % when.ahead(conversation.snoozed_until)
    if conversation.waiting_since:
        return when.since(conversation.waiting_since)
    return when.moment(conversation.last_message_at)


def _is_awake(conversation: Conversation) -> bool:
    return conversation.state != ConversationState.SNOOZED


def _about(conversation: Conversation, member: Member, place: Place) -> tuple[str, str, str]:
    """Where it came in and with whom it is; what was put aside says why instead, what woke says that."""
    woke = _("back since %s") % when.moment(conversation.woke_at) if conversation.woke_at else ""
    return _inbox(conversation, place), conversation.parked_in_words or with_whom(conversation, member), woke


def _inbox(conversation: Conversation, place: Place) -> str:
    return "" if place.inbox_id else conversation.inbox.name


def with_whom(conversation: Conversation, member: Member) -> str:
    """Who is on it: "with you", "with Murat Aksoy", "with the team Workshop", "with nobody"."""
    if conversation.assignee_id == member.pk:
        return _("with you")
    if conversation.assignee:
        return _("with %s") % conversation.assignee.name
    if conversation.team:
        return _("with the team %s") % conversation.team.name
    return _("with nobody")
