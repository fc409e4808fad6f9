"""When somebody is here, and how a team shares: on the pages."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.urls import reverse

from cast import House
from nahbar.accounts.words import Giving

AWAY = {"working_days": ["1", "3"], "away_from": "2026-03-02", "away_until": "2026-03-06"}


def test_everybody_says_when_they_are_here(house: House, murat: Client) -> None:
    answer = murat.post(reverse("desk:presence"), AWAY, follow=True)
    assert "Saved." in answer.content.decode()
    house.murat.refresh_from_db()
    assert house.murat.working_days == "13"
    assert (house.murat.away_from, house.murat.away_until) == (date(2026, 3, 2), date(2026, 3, 6))
    assert 'value="2026-03-06"' in answer.content.decode()


def test_the_wrong_way_round_is_said_beside_the_field(house: House, murat: Client) -> None:
    answer = murat.post(reverse("desk:presence"), {**AWAY, "away_until": "2026-03-01"})
    assert answer.status_code == 422
    assert "before the first one" in answer.content.decode()
    house.murat.refresh_from_db()
    assert house.murat.away_from is None


def test_an_administrator_says_it_for_somebody_who_fell_ill(house: House, anna: Client, murat: Client) -> None:
    page = reverse("desk:member_presence", args=[house.carla.pk])
    assert murat.post(page, AWAY).status_code == 403
    house.carla.refresh_from_db()
    assert house.carla.away_from is None
    assert "When they are here" in anna.post(page, AWAY, follow=True).content.decode()
    house.carla.refresh_from_db()
    assert house.carla.away_from == date(2026, 3, 2)
    assert anna.post(page, {**AWAY, "away_until": "gestern"}).status_code == 422


def test_a_team_says_how_it_shares(house: House, anna: Client, murat: Client) -> None:
    page = reverse("desk:team", args=[house.workshop.pk])
    form = {"name": "Werkstatt", "members": [house.murat.pk], "giving": Giving.BY_LOAD}
    assert murat.post(page, form).status_code == 403
    anna.post(page, form)
    house.workshop.refresh_from_db()
    assert house.workshop.giving == Giving.BY_LOAD
    assert 'value="load" id="id_giving_2" checked' in anna.get(page).content.decode().replace("  ", " ")
    assert anna.post(page, {**form, "giving": "loudest"}).status_code == 422
