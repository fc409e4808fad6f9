from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import House, conversation_in
from nahbar.conversations.actions import look_away, look_on, stop_typing
from nahbar.conversations.models import Conversation, Onlooker
from nahbar.conversations.queries import onlookers_of
from nahbar.conversations.rules import NotYours
from nahbar.conversations.words import BEAT, HERE_FOR, ONLOOKERS_KEPT, TYPING_FOR
from nahbar.history.models import EventRow
from nahbar.toolbox import clock

SECOND = timedelta(seconds=1)


@pytest.fixture
def saddle(house: House) -> Conversation:
    return conversation_in(house.werkstatt, to="werkstatt@radhof.example")


def told() -> int:
    return EventRow.objects.filter(name="conversations.onlookers_changed").count()


def test_colleagues_see_who_looks_and_who_types(house: House, saddle: Conversation) -> None:
    look_on(saddle, member=house.anna)
    look_on(saddle, member=house.murat, typing=True)
    assert [(each.member, each.is_typing) for each in onlookers_of(saddle, house.anna)] == [(house.murat, True)]
    assert [(each.member, each.is_typing) for each in onlookers_of(saddle, house.murat)] == [(house.anna, False)]


def test_strangers_are_not_among_them(house: House, saddle: Conversation) -> None:
    with pytest.raises(NotYours):
        look_on(saddle, member=house.carla)
    assert not Onlooker.objects.exists()


def test_a_beat_is_written_rarely(house: House, saddle: Conversation) -> None:
    at = clock.now()
    with clock.hold(at):
        look_on(saddle, member=house.anna, typing=True)
    with clock.hold(at + BEAT - SECOND), CaptureQueriesContext(connection) as captured:
        look_on(saddle, member=house.anna, typing=True)
    assert all(query["sql"].startswith("SELECT") for query in captured.captured_queries)
    with clock.hold(at + BEAT + SECOND):
        look_on(saddle, member=house.anna, typing=True)
    assert Onlooker.objects.get().here_at == at + BEAT + SECOND


def test_whoever_is_not_heard_of_has_gone(house: House, saddle: Conversation) -> None:
    at = clock.now()
    with clock.hold(at):
        look_on(saddle, member=house.murat, typing=True)
    with clock.hold(at + TYPING_FOR + SECOND):
        assert [each.is_typing for each in onlookers_of(saddle, house.anna)] == [False]
    with clock.hold(at + HERE_FOR + SECOND):
        assert onlookers_of(saddle, house.anna) == []


def test_only_changes_are_told_and_only_where_somebody_sees_them(house: House, saddle: Conversation) -> None:
    at = clock.now()
    with clock.hold(at):
        look_on(saddle, member=house.anna)
        look_on(saddle, member=house.anna, typing=True)
        assert told() == 0
        look_on(saddle, member=house.murat)
        assert told() == 1
        look_on(saddle, member=house.murat, typing=True)
        assert told() == 2
    with clock.hold(at + BEAT + SECOND):
        look_on(saddle, member=house.murat, typing=True)
        assert told() == 2
        stop_typing(saddle, member=house.murat)
        stop_typing(saddle, member=house.murat)
        assert told() == 3
        look_away(saddle, member=house.murat)
        look_away(saddle, member=house.murat)
        assert told() == 4
        look_away(saddle, member=house.anna)
        assert told() == 4


def test_old_rows_do_not_pile_up(house: House, saddle: Conversation) -> None:
    other = conversation_in(house.info)
    with clock.hold(clock.now() - ONLOOKERS_KEPT - SECOND):
        look_on(other, member=house.anna)
    look_on(saddle, member=house.anna)
    assert Onlooker.objects.get().conversation == saddle
