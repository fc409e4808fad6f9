from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from cast import House, conversation_in
from nahbar.accounts.models import Member
from nahbar.conversations.actions import (
    assign,
    close,
    close_one,
    make_tag,
    mark_spam,
    move_many,
    put_back,
    snooze,
    tag_conversation,
)
from nahbar.conversations.models import Conversation
from nahbar.conversations.words import ConversationState
from nahbar.history.words import SYSTEM
from nahbar.toolbox import clock


@pytest.fixture
def three(house: House) -> list[Conversation]:
    return [conversation_in(house.info, sender=f"Kunde {n} <{n}@post.example>") for n in range(3)]


def ids(conversations: list[Conversation]) -> list[int]:
    return [each.pk for each in conversations]


def standing(conversations: list[Conversation]) -> list[tuple[object, ...]]:
    fields = ("state", "assignee_id", "team_id", "waiting_since", "queue_at", "tags__name")
    return list(Conversation.objects.filter(pk__in=ids(conversations)).order_by("pk").values_list(*fields))


def close_all(conversations: list[Conversation], member: Member) -> tuple[list[dict[str, object]], ...]:
    moved = move_many(ids(conversations), member=member, move=lambda each: close_one(each, actor=member.actor))
    return moved.before, moved.after


@pytest.mark.parametrize("what", ["close", "assign", "snooze", "tag"])
def test_every_move_can_be_taken_back(house: House, three: list[Conversation], what: str) -> None:
    actor, tag = house.anna.actor, make_tag("Rückruf", actor=SYSTEM)
    assign(three[0], actor=SYSTEM, member=house.murat)
    tag_conversation(three[1], actor=SYSTEM, add=[make_tag("alt", actor=SYSTEM)])
    before = standing(three)
    moves = {
        "close": lambda each: close_one(each, actor=actor),
        "assign": lambda each: assign(each, actor=actor, team=house.workshop),
        "snooze": lambda each: snooze(each, until=clock.now() + timedelta(hours=2), actor=actor),
        "tag": lambda each: tag_conversation(each, actor=actor, add=[tag]),
    }
    moved = move_many(ids(three), member=house.anna, move=moves[what])
    assert len(moved.before) == 3
    assert standing(three) != before
    put_back(moved.before, moved.after, member=house.anna)
    assert standing(three) == before


def test_what_was_closed_or_snoozed_before_is_so_again(house: House, three: list[Conversation]) -> None:
    close(three[0], actor=SYSTEM)
    snooze(three[1], until=clock.now() + timedelta(days=1), actor=SYSTEM)
    moved = move_many(
        ids(three),
        member=house.anna,
        move=lambda each: snooze(each, until=clock.now() + timedelta(hours=1), actor=SYSTEM),
    )
    put_back(moved.before, moved.after, member=house.anna)
    states = [each[0] for each in standing(three)]
    assert states == [ConversationState.CLOSED, ConversationState.SNOOZED, ConversationState.OPEN]
    three[1].refresh_from_db()
    assert three[1].snoozed_until is not None
    assert three[1].snoozed_until > clock.now() + timedelta(hours=5)


def test_what_somebody_else_moved_since_is_left(house: House, three: list[Conversation]) -> None:
    before, after = close_all(three, house.anna)
    assign(three[0], actor=SYSTEM, member=house.murat)
    undone = put_back(before, after, member=house.anna)
    assert [each.sentence for each in undone.problems] == ["Somebody has moved it since."]
    assert [each[0] for each in standing(three)] == ["closed", "open", "open"]


def test_only_what_the_member_sees_is_moved(house: House, three: list[Conversation]) -> None:
    hidden = conversation_in(house.werkstatt, to="werkstatt@radhof.example")
    before, _after = close_all([hidden, three[0]], house.carla)
    assert [each["id"] for each in before] == [three[0].pk]
    hidden.refresh_from_db()
    assert hidden.state == ConversationState.OPEN
    before, after = close_all([hidden], house.murat)
    assert put_back(before, after, member=house.carla).before == []
    hidden.refresh_from_db()
    assert hidden.state == ConversationState.CLOSED


def test_one_that_is_refused_holds_up_no_other(house: House, three: list[Conversation]) -> None:
    mark_spam(three[1], house.anna)
    moved = move_many(ids(three), member=house.anna, move=lambda each: close_one(each, actor=SYSTEM))
    assert len(moved.before) == 2
    assert len(moved.problems) == 1
    assert [each[0] for each in standing(three)] == ["closed", "spam", "closed"]


def test_blocks_are_transactions_of_their_own_and_all_is_bounded(
    house: House, three: list[Conversation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nahbar.conversations.actions.many.MOVED_AT_ONCE", 2)
    monkeypatch.setattr("nahbar.conversations.actions.many.MOST_MOVED", 3)
    more = [*three, conversation_in(house.info, sender="Vier <vier@post.example>")]
    seen: list[int] = []

    def look(each: Conversation) -> Conversation:
        seen.append(len(connection.savepoint_ids))
        return close(each, actor=SYSTEM)

    moved = move_many(ids(more) * 2, member=house.anna, move=look)
    assert len(moved.before) == len(seen) == 3
