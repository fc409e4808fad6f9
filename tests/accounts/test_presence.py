from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cast import House
from nahbar.accounts.actions import BadPresence, NotAllowed, set_presence, switch_off_member
from nahbar.accounts.models import Member
from nahbar.accounts.queries import absent_on, present_in, today
from nahbar.accounts.rules import may_set_presence
from nahbar.history.queries import entries_of
from nahbar.history.words import Subject
from nahbar.toolbox import clock

MONDAY, TUESDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 7)


def absent(day: date) -> set[str]:
    return {member.name.split()[0] for member in absent_on(day)}


def test_everybody_says_it_of_themselves_and_administrators_of_all(house: House) -> None:
    assert may_set_presence(house.murat, house.murat)
    assert may_set_presence(house.anna, house.murat)
    assert not may_set_presence(house.carla, house.murat)
    with pytest.raises(NotAllowed):
        set_presence(house.murat, by=house.carla, working_days="1")
    set_presence(house.murat, by=house.anna, working_days="1", away_from=MONDAY)
    assert [each.actor_label for each in entries_of(Subject("member", house.murat.pk))][-1] == "Anna Lind"


def test_who_was_switched_off_says_nothing_any_more(house: House) -> None:
    switch_off_member(house.murat, by=house.anna)
    with pytest.raises(NotAllowed):
        set_presence(house.murat, by=house.murat, working_days="1")


def test_the_database_and_the_member_say_the_same_of_every_day(house: House) -> None:
    set_presence(house.murat, by=house.murat, working_days="73", away_from=MONDAY, away_until=TUESDAY)
    set_presence(house.carla, by=house.carla, working_days="")
    for number in range(1, 15):
        day = date(2026, 3, number)
        said = {member.name.split()[0] for member in Member.objects.all() if not member.works_on(day)}
        assert absent(day) == said, day
    assert absent(date(2026, 3, 4)) == {"Carla"}
    assert absent(SATURDAY) == {"Carla", "Murat"}
    house.murat.refresh_from_db()
    assert house.murat.working_days == "37"


def test_both_ends_of_an_absence_belong_to_it_and_one_day_is_enough(house: House) -> None:
    set_presence(house.murat, by=house.murat, working_days="12345", away_until=TUESDAY)
    assert "Murat" not in absent(MONDAY)
    assert "Murat" in absent(TUESDAY)
    with pytest.raises(BadPresence):
        set_presence(house.murat, by=house.murat, working_days="1", away_from=TUESDAY, away_until=MONDAY)
    set_presence(house.murat, by=house.murat, working_days="12345")
    assert "Murat" not in absent(TUESDAY)


def test_who_left_is_absent_and_no_longer_present_in_the_team(house: House) -> None:
    house.workshop.members.add(house.carla)
    assert present_in(house.workshop, MONDAY) == [house.murat, house.carla]
    switch_off_member(house.murat, by=house.anna)
    assert "Murat" in absent(MONDAY)
    assert present_in(house.workshop, MONDAY) == [house.carla]


def test_the_day_is_the_companys(house: House) -> None:
    del house
    with clock.hold(datetime(2026, 3, 2, 23, 30, tzinfo=UTC)):
        assert today() == TUESDAY
