"""Claiming arrivals: whose reading kills workers takes no other mail with it."""

from __future__ import annotations

from datetime import timedelta

from cast import House, bring, mail
from nahbar.mailroom.actions import claim_arrivals
from nahbar.mailroom.models import Arrival
from nahbar.mailroom.words import LEASE
from nahbar.toolbox import clock


def claimed(worker: str = "w", limit: int = 10) -> list[int]:
    return [arrival.pk for arrival in claim_arrivals(worker=worker, limit=limit)]


def test_fresh_arrivals_are_claimed_in_blocks_oldest_first(house: House) -> None:
    ids = [bring(house.info, raw=mail()) for _ in range(3)]
    assert claimed(limit=2) == ids[:2]
    assert claimed("other") == ids[2:]
    assert claimed() == []


def test_what_a_dead_worker_held_is_claimed_one_by_one(house: House) -> None:
    with clock.hold(clock.now()):
        ids = [bring(house.info, raw=mail()) for _ in range(3)]
        assert claimed("dead") == ids
        clock.advance(LEASE + timedelta(seconds=1))
        fresh = bring(house.info, raw=mail())
        assert [claimed(), claimed(), claimed(), claimed()] == [ids[:1], ids[1:2], ids[2:], [fresh]]


def test_mail_that_kills_workers_uses_up_its_own_tries_only(house: House) -> None:
    with clock.hold(clock.now()):
        poison, *others = [bring(house.info, raw=mail()) for _ in range(3)]
        claimed("first victim")
        for victim in range(3):
            clock.advance(LEASE + timedelta(seconds=1))
            assert claimed(f"victim {victim}") == [poison]
        tries = dict(Arrival.objects.values_list("pk", "attempts"))
        assert tries == {poison: 4, others[0]: 1, others[1]: 1}
