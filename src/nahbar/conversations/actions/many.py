"""Moving many conversations at once, block by block, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from nahbar.accounts.models import Member, Team
from nahbar.conversations.actions.snoozing import snooze, wake
from nahbar.conversations.actions.states import assign, close, reopen
from nahbar.conversations.actions.tags import tag_conversation
from nahbar.conversations.models import Conversation, Tag
from nahbar.conversations.rules import visible_to
from nahbar.conversations.words import MOST_MOVED, MOVED_AT_ONCE, ConversationState
from nahbar.history.words import Actor
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

Stand = dict[str, Any]
"""How one conversation stands, as JSON: id, state, assignee, team, until, tags."""


class Undecided(Fault):
    """Parked, or spam."""


class MovedSince(Fault):
    """Somebody else has decided."""


@dataclass(slots=True)
class Moved:
    """What became of the chosen ones: how each stood `before` and `after`, and why some could not be moved."""

    before: list[Stand] = field(default_factory=list)
    after: list[Stand] = field(default_factory=list)
    problems: list[Fault] = field(default_factory=list)


def move_many(ids: Iterable[int], *, member: Member, move: Callable[[Conversation], Conversation]) -> Moved:
    """Do `move` (one of our actions) to each of these that the member sees; what is refused holds up no other.

    At most MOST_MOVED are moved, MOVED_AT_ONCE in one transaction, so that nobody waits long for the database.
    """
    moved = Moved()
    chosen = list(dict.fromkeys(ids))[:MOST_MOVED]
    for start in range(0, len(chosen), MOVED_AT_ONCE):
        with transaction.atomic():
            for conversation in _seen(chosen[start : start + MOVED_AT_ONCE], member):
                _move_one(conversation, move, moved)
    return moved


def _seen(ids: Sequence[int], member: Member) -> list[Conversation]:
    rows = visible_to(member).filter(pk__in=ids, merged_into__isnull=True)
    return list(rows.order_by("pk").prefetch_related("tags")) if member.is_active else []


def _move_one(conversation: Conversation, move: Callable[[Conversation], Conversation], moved: Moved) -> None:
    try:
        with transaction.atomic():
            after = move(conversation)
    except Fault as fault:
        moved.problems.append(fault)
        return
    moved.before.append(_stand(conversation))
    moved.after.append(_stand(after))


def _stand(conversation: Conversation) -> Stand:
    return {
        "id": conversation.pk,
        "state": str(conversation.state),
        "assignee": conversation.assignee_id,
        "team": conversation.team_id,
        "until": _iso(conversation),
        "tags": sorted(tag.pk for tag in conversation.tags.all()),
    }


def _iso(conversation: Conversation) -> str | None:
    """When it wakes, in UTC: what was read from the database and what was just set are compared."""
    until = conversation.snoozed_until if conversation.state == ConversationState.SNOOZED else None
    return until.astimezone(UTC).isoformat() if until else None


def close_one(conversation: Conversation, *, actor: Actor) -> Conversation:
    """Close it, unless it waits for somebody's decision, which closing many would hide. Raises Undecided."""
    if conversation.state in (ConversationState.PARKED, ConversationState.SPAM):
        raise Undecided("This conversation was put aside. Decide about it first.")
    return close(conversation, actor=actor)


def put_back(before: Sequence[Stand], after: Sequence[Stand], *, member: Member) -> Moved:
    """Let each stand as before, unless it stands otherwise by now than we left it: then somebody else decided."""
    was = {each["id"]: each for each in before}
    left = {each["id"]: each for each in after}

    def back(conversation: Conversation) -> Conversation:
        if _stand(conversation) != left.get(conversation.pk):
            raise MovedSince("Somebody has moved it since.")
        return _restore(conversation, was[conversation.pk], member)

    return move_many([pk for pk in was if pk in left], member=member, move=back)


def _restore(conversation: Conversation, was: Stand, member: Member) -> Conversation:
    """By the same actions as ever, so that history and events tell of it."""
    actor, now = member.actor, _stand(conversation)
    if (now["assignee"], now["team"]) != (was["assignee"], was["team"]):
        taker = Member.objects.filter(pk=was["assignee"], is_active=True).first()
        team = Team.objects.filter(pk=was["team"]).first()
        conversation = assign(conversation, actor=actor, member=taker, team=team)
    if (now["state"], now["until"]) != (was["state"], was["until"]):
        conversation = _restore_state(conversation, was, member)
    if now["tags"] != was["tags"]:
        tags = {tag.pk: tag for tag in Tag.objects.filter(pk__in=[*now["tags"], *was["tags"]])}
        conversation = tag_conversation(
            conversation,
            actor=actor,
            add=[tags[pk] for pk in was["tags"] if pk in tags],
            remove=[tag for pk, tag in tags.items() if pk not in was["tags"]],
        )
    return conversation


def _restore_state(conversation: Conversation, was: Stand, member: Member) -> Conversation:
    until: datetime | None = parse_datetime(was["until"]) if was["until"] else None
    if was["state"] == ConversationState.CLOSED:
        return close(conversation, actor=member.actor)
    if until is not None and until > clock.now():
        return snooze(conversation, until=until, actor=member.actor)
    if conversation.state == ConversationState.SNOOZED:
        return wake(conversation, actor=member.actor)
    return reopen(conversation, actor=member.actor)
