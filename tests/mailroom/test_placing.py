"""Claiming arrivals: whose reading kills workers takes no other mail with it."""

from __future__ import annotations

from datetime import timedelta

from cast import House, bring, mail
from nahbar.mailroom.actions import Handed, accept, claim_arrivals
from nahbar.mailroom.models import Arrival
from nahbar.mailroom.queries import placing_lags
from nahbar.mailroom.words import LEASE, LOUD_LANE, MANY_WAITING, Via
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


def hand_in(house: House, count: int, sender: str) -> list[int]:
    """Mails of one envelope sender, as the SMTP door brings them."""
    block = [
        Handed("email", (house.info.pk,), mail(f"{sender} {n}"), f"{sender}:{n}", Via.SMTP, {"from": sender})
        for n in range(count)
    ]
    return accept(block)


def test_behind_a_flood_waits_only_who_sent_it(house: House) -> None:
    flood = hand_in(house, 300, "maschine@laut.example")
    others = [arrival for n in range(5) for arrival in hand_in(house, 1, f"p{n}@post.example")]
    first = claimed(limit=50)
    assert set(others) <= set(first)
    assert first == sorted(first)
    assert set(first) - set(others) == set(flood[:45])


def test_two_floods_hold_up_nobody_either(house: House) -> None:
    hand_in(house, 60, "a@laut.example")
    hand_in(house, 60, "b@laut.example")
    (quiet,) = hand_in(house, 1, "petra@post.example")
    assert quiet in {arrival for _ in range(2) for arrival in claimed(limit=50)}


def test_a_flood_still_gets_on(house: House) -> None:
    flood = hand_in(house, 60, "a@laut.example")
    for n in range(120):
        hand_in(house, 1, f"p{n}@post.example")
    first = claimed(limit=50)
    assert len(first) == 50
    assert set(flood[:LOUD_LANE]) <= set(first)


def test_fetched_mail_has_no_lane_and_is_no_flood(house: House) -> None:
    ids = [bring(house.info, raw=mail(f"{n}")) for n in range(60)]
    assert claimed(limit=50) == ids[:50]


def test_everything_of_a_flood_is_claimed_once(house: House) -> None:
    ids = {*hand_in(house, 130, "a@laut.example"), *hand_in(house, 3, "petra@post.example")}
    seen = [arrival for _ in range(4) for arrival in claimed(limit=50)]
    assert len(seen) == len(ids)
    assert set(seen) == ids


def test_placing_lags_behind_when_more_waits_than_on_an_ordinary_day(house: House) -> None:
    hand_in(house, MANY_WAITING, "petra@post.example")
    assert not placing_lags()
    hand_in(house, 1, "karl@post.example")
    assert placing_lags()
