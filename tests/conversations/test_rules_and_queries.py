from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cast import House, conversation_in, mail, receive
from nahbar.accounts.models import Member
from nahbar.conversations.actions import Reply, assign, close, reopen, send_reply
from nahbar.conversations.models import Conversation
from nahbar.conversations.queries import BadCursor, count, counts, find, order_of, page, pile, timeline
from nahbar.conversations.rules import NotYours, get_visible, visible_to
from nahbar.toolbox import clock


def test_team_inbox_is_seen_by_owner_and_colleague_not_by_stranger(house: House) -> None:
    hidden = conversation_in(house.werkstatt, to="werkstatt@radhof.example")
    assert get_visible(house.anna, hidden.pk) == hidden
    assert get_visible(house.murat, hidden.pk) == hidden
    with pytest.raises(NotYours):
        get_visible(house.carla, hidden.pk)
    assert hidden not in visible_to(house.carla)


def test_open_inbox_is_seen_by_all(house: House) -> None:
    conversation = conversation_in(house.info)
    for member in (house.anna, house.murat, house.carla):
        assert get_visible(member, conversation.pk) == conversation


def test_member_who_left_sees_nothing(house: House) -> None:
    conversation = conversation_in(house.info)
    house.murat.is_active = False
    house.murat.save()
    with pytest.raises(NotYours):
        get_visible(house.murat, conversation.pk)


def test_conversation_is_not_given_to_somebody_who_cannot_see_it(house: House) -> None:
    hidden = conversation_in(house.werkstatt)
    with pytest.raises(NotYours, match="Carla"):
        assign(hidden, actor=house.anna.actor, member=house.carla)


def piles_of(member: Member, conversation: Conversation) -> set[str]:
    names = ("mine", "team", "unassigned", "waiting", "open", "closed")
    return {name for name in names if pile(member, name).filter(pk=conversation.pk).exists()}


def test_piles(house: House) -> None:
    conversation = conversation_in(house.info)
    assert piles_of(house.murat, conversation) == {"unassigned", "waiting", "open"}
    assign(conversation, actor=house.anna.actor, team=house.workshop)
    assert piles_of(house.murat, conversation) == {"team", "waiting", "open"}
    assign(conversation, actor=house.anna.actor, member=house.murat)
    assert piles_of(house.murat, conversation) == {"mine", "waiting", "open"}
    send_reply(conversation, Reply("Gern."), member=house.murat)
    assert piles_of(house.murat, conversation) == {"mine", "open"}
    close(conversation, actor=house.murat.actor)
    assert piles_of(house.murat, conversation) == {"closed"}


def test_reopened_conversation_waits_only_where_nobody_answered(house: House) -> None:
    unanswered, answered = conversation_in(house.info), conversation_in(house.info)
    send_reply(answered, Reply("Gern."), member=house.anna)
    for conversation in (unanswered, answered):
        close(conversation, actor=house.anna.actor)
        reopen(conversation, actor=house.anna.actor)
        conversation.refresh_from_db()
    assert unanswered.waiting_since is not None
    assert answered.waiting_since is None


def test_who_waits_longest_comes_first_and_the_answered_last(house: House) -> None:
    start = clock.now() - timedelta(days=3)
    made = []
    for hours in (5, 1, 3, 0):
        with clock.hold(start + timedelta(hours=hours)):
            made.append(conversation_in(house.info, sender=f"P{hours} <p{hours}@post.example>"))
    send_reply(made[3], Reply("Gern."), member=house.anna)
    found = page(pile(house.anna, "open"), order_of("open")).rows
    assert found == [made[1], made[2], made[0], made[3]]


def test_pages_join_without_gaps_or_doubles(house: House) -> None:
    with clock.hold(clock.now()):  # all at the same moment: the id decides
        for n in range(7):
            conversation_in(house.info, sender=f"P{n} <p{n}@post.example>")
    for name in ("open", "all"):
        seen, cursor = [], ""
        while True:
            found = page(pile(house.anna, name), order_of(name), cursor=cursor, size=3)
            seen += [row.pk for row in found.rows]
            cursor = found.next
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("cursor", ["x", "W10=", "bm90aGluZw==", "eyJhIjoxfQ=="])
def test_cursor_of_somebody_else_is_refused(house: House, cursor: str) -> None:
    with pytest.raises(BadCursor):
        page(pile(house.anna, "open"), order_of("open"), cursor=cursor)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_a_list_is_one_query(house: House, rows: int, django_assert_num_queries: Callable[..., Any]) -> None:
    for n in range(rows):
        conversation_in(house.info, sender=f"P{n} <p{n}@post.example>")
    with django_assert_num_queries(1):
        found = page(pile(house.anna, "open"), order_of("open")).rows
        assert [(row.person.name, row.inbox.name, row.assignee) for row in found]


@pytest.mark.parametrize("messages", [1, 3])
def test_timeline_costs_the_same_whatever_its_length(
    house: House, messages: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    conversation = conversation_in(house.info, key="a@post.example")
    send_reply(conversation, Reply("Gern."), member=house.anna)
    for _ in range(messages - 1):
        receive(house.info, raw=mail(refs="<a@post.example>"))
    with django_assert_num_queries(4):
        said = timeline(conversation)
    assert len(said) == messages + 1
    assert [s.delivery.state for s in said if s.delivery] == ["queued"]


def test_find_looks_at_subject_gist_name_and_address(house: House) -> None:
    conversation = conversation_in(house.info)
    rows = visible_to(house.anna)
    for words in ("sattel", "lose", "Voss", "petra@post", "voss sattel"):
        assert list(find(rows, words)) == [conversation], words
    assert not find(rows, "voss bremse")
    assert count(rows) == 1


def test_counting_many_piles_is_one_query(house: House, django_assert_num_queries: Callable[..., Any]) -> None:
    for n in range(3):
        conversation_in(house.info, sender=f"P{n} <p{n}@post.example>")
    rows = [pile(house.anna, name) for name in ("open", "mine", "team", "waiting")]
    expected = [count(each) for each in rows]
    rows = [pile(house.anna, name) for name in ("open", "mine", "waiting")]
    nobodys_team = pile(house.anna, "team")
    with django_assert_num_queries(1):
        found = counts([rows[0], rows[1], nobodys_team, rows[2]])
    assert found == expected == [3, 0, 0, 3]
