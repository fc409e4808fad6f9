"""Roles, switching off and on, teams."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from cast import PASSWORD, House
from nahbar.accounts.actions import LastAdmin, NotAllowed, change_role, switch_off_member
from nahbar.accounts.models import Member, Team
from nahbar.accounts.words import Role
from nahbar.history.queries import entries_of
from nahbar.history.words import Subject


def verbs(kind: str, number: int) -> list[str]:
    return [entry.verb for entry in entries_of(Subject(kind, number))]


def test_making_somebody_administrator(house: House, anna: Client) -> None:
    answer = anna.post(reverse("desk:member", args=[house.murat.pk]), {"role": "admin"}, follow=True)
    assert "Saved." in answer.content.decode()
    house.murat.refresh_from_db()
    assert house.murat.is_admin
    assert "member.role_changed" in verbs("member", house.murat.pk)


def test_the_last_administrator_stays_one(house: House, anna: Client) -> None:
    answer = anna.post(reverse("desk:member", args=[house.anna.pk]), {"role": "member"})
    assert answer.status_code == 422
    assert "make another member administrator first" in answer.content.decode()
    switched = anna.post(reverse("desk:switch_member", args=[house.anna.pk]))
    assert switched.status_code == 422
    house.anna.refresh_from_db()
    assert house.anna.is_admin
    assert house.anna.is_active


def test_an_administrator_who_is_switched_off_does_not_count(house: House) -> None:
    change_role(house.murat, role=Role.ADMIN, by=house.anna)
    switch_off_member(house.murat, by=house.anna)
    with pytest.raises(LastAdmin):
        switch_off_member(house.anna, by=house.anna)


def test_rights_are_asked_in_the_action_too(house: House) -> None:
    with pytest.raises(NotAllowed):
        change_role(house.murat, role=Role.ADMIN, by=house.murat)


def test_switching_off_ends_sessions_for_good(house: House, anna: Client, enter: Callable[[Member], Client]) -> None:
    carla = enter(house.carla)
    page = reverse("desk:profile")
    assert carla.get(page).status_code == 200
    anna.post(reverse("desk:switch_member", args=[house.carla.pk]))
    assert carla.get(page).status_code == 302
    assert not Client().login(username=house.carla.email, password=PASSWORD)
    anna.post(reverse("desk:switch_member", args=[house.carla.pk]), {"on": "yes"})
    assert carla.get(page).status_code == 302, "the session from before must not come back to life"
    house.carla.refresh_from_db()
    assert enter(house.carla).get(page).status_code == 200
    assert verbs("member", house.carla.pk)[-2:] == ["member.switched_off", "member.switched_on"]


def test_a_lost_phone(house: House, anna: Client) -> None:
    Authenticator.objects.create(user=house.carla, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    page = reverse("desk:member", args=[house.carla.pk])
    assert "Remove the second factor" in anna.get(page).content.decode()
    anna.post(reverse("desk:drop_second_factor", args=[house.carla.pk]))
    assert not Authenticator.objects.exists()
    assert "Remove the second factor" not in anna.get(page).content.decode()


def test_a_new_team(house: House, anna: Client) -> None:
    anna.post(reverse("desk:new_team"), {"name": "Messe", "members": [house.anna.pk, house.carla.pk]})
    assert set(Team.objects.get(name="Messe").members.all()) == {house.anna, house.carla}


def test_changing_a_team_keeps_those_who_are_away(house: House, anna: Client) -> None:
    switch_off_member(house.murat, by=house.anna)
    anna.post(reverse("desk:team", args=[house.workshop.pk]), {"name": "Schrauber", "members": [house.carla.pk]})
    house.workshop.refresh_from_db()
    assert house.workshop.name == "Schrauber"
    assert set(house.workshop.members.all()) == {house.carla, house.murat}
    assert "team.changed" in verbs("team", house.workshop.pk)


@pytest.mark.parametrize("name", ["Verkauf", "verkauf"])
def test_two_teams_of_one_name(house: House, anna: Client, name: str) -> None:
    answer = anna.post(reverse("desk:team", args=[house.workshop.pk]), {"name": name})
    assert answer.status_code == 422
    assert "There is a team of this name already." in answer.content.decode()
    assert anna.post(reverse("desk:new_team"), {"name": name}).status_code == 422
    assert Team.objects.count() == 2


@pytest.mark.parametrize("name", ["member", "team"])
def test_what_does_not_exist(anna: Client, name: str) -> None:
    assert anna.get(reverse(f"desk:{name}", args=[9999])).status_code == 404
