from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from django.db import connection, transaction

from nahbar.history.actions import publish, record
from nahbar.history.events import Event, event, revive
from nahbar.history.listeners import REGISTER, listen
from nahbar.history.models import Cursor, Entry, EventRow
from nahbar.history.queries import entries_of, events_after, newest_position
from nahbar.history.tasks import BLOCK, react
from nahbar.history.words import SYSTEM, Actor, ActorKind, Subject

pytestmark = pytest.mark.django_db(transaction=True)


@event("tests.rung")
class Rung(Event):
    bell: int
    loud: bool = False


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """What a durable listener of ours has heard; it breaks when bell 13 rings."""
    bells: list[int] = []

    @listen("tests.ears", Rung)
    def hear(events: Sequence[Event]) -> None:
        for each in events:
            assert isinstance(each, Rung)
            record(actor=SYSTEM, verb="bell.heard", subject=Subject("bell", each.bell))
            if each.bell == 13:
                raise RuntimeError("bell 13 is broken")
            bells.append(each.bell)

    yield bells
    del REGISTER["tests.ears"]


def test_each_event_is_brought_once_and_in_order(heard: list[int]) -> None:
    with transaction.atomic():
        publish(Rung(bell=1), Rung(bell=2))
    publish(Rung(bell=3))
    react()
    react()
    assert heard == [1, 2, 3]


def test_event_of_a_change_that_was_rolled_back_never_happened(heard: list[int]) -> None:
    with transaction.atomic():
        publish(Rung(bell=1))
        transaction.set_rollback(True)
    react()
    assert heard == []


def test_reaction_that_fails_leaves_nothing_and_is_tried_again(heard: list[int]) -> None:
    publish(Rung(bell=13))
    react()
    assert not Entry.objects.filter(verb="bell.heard").exists()
    cursor = Cursor.objects.get(listener="tests.ears")
    assert (cursor.event_id, cursor.failures) == (0, 1)
    assert "bell 13 is broken" in cursor.problem
    assert heard == []


def test_broken_listener_does_not_silence_the_others(heard: list[int]) -> None:
    others: list[int] = []

    @listen("tests.other_ears", Rung)
    def hear(events: Sequence[Event]) -> None:
        others.extend(each.bell for each in events if isinstance(each, Rung))

    publish(Rung(bell=13))
    react()
    del REGISTER["tests.other_ears"]
    assert (heard, others) == ([], [13])


def test_more_than_a_block_is_brought_in_turns(heard: list[int]) -> None:
    publish(*(Rung(bell=100 + n) for n in range(BLOCK + 3)))
    react()
    assert len(heard) == BLOCK
    react()
    assert len(heard) == BLOCK + 3


def test_stored_event_survives_a_field_that_went_away() -> None:
    assert revive("tests.rung", {"bell": 7, "loud": True, "colour": "red"}) == Rung(bell=7, loud=True)


def test_reader_of_news_starts_at_the_end() -> None:
    publish(Rung(bell=1))
    position = newest_position()
    publish(Rung(bell=2))
    assert [row.payload["bell"] for row in events_after(*position)] == [2]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_slow_transaction_is_not_stepped_over(heard: list[int]) -> None:
    """Ids are handed out before the commit: the second event commits first, and must wait for the first."""
    slow = connection.copy()
    try:
        with transaction.atomic():
            publish(Rung(bell=1))
            with slow.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO nahbar_history_eventrow (tx, name, payload, at) VALUES"
                    " (pg_current_xact_id()::text::bigint, 'tests.rung', '{\"bell\": 2}', now())"
                )
            assert [row.payload["bell"] for row in EventRow.objects.all()] == [1, 2]
            assert not events_after(0, 0).exists()
        react()
    finally:
        slow.close()
    assert sorted(heard) == [1, 2]


def test_history_of_one_thing_reads_oldest_first() -> None:
    anna = Actor(ActorKind.MEMBER, 1, "Anna Lind")
    bell = Subject("bell", 5)
    record(actor=anna, verb="bell.hung", subject=bell)
    record(actor=anna, verb="bell.rung", subject=bell, data={"times": 3})
    record(actor=anna, verb="bell.rung", subject=Subject("bell", 6))
    lines = [(entry.actor_label, entry.verb, entry.data) for entry in entries_of(bell)]
    assert lines == [("Anna Lind", "bell.hung", {}), ("Anna Lind", "bell.rung", {"times": 3})]
