"""The company's details, and keys for other systems."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from cast import House
from nahbar.accounts.actions import make_api_key
from nahbar.accounts.models import ApiKey
from nahbar.accounts.queries import key_of
from nahbar.mailroom.models import Firm

DETAILS = {"name": "Radhof AG", "legal_form": "AG", "street": "Am Bach 4", "postcode": "90762", "city": "Fürth"}


def test_what_is_missing_is_named_and_what_is_there_is_shown(house: House, anna: Client) -> None:
    page = anna.get(reverse("desk:firm")).content.decode()
    assert "Still missing" not in page
    assert "Registered office: Fürth, Amtsgericht Fürth, HRB 1" in page
    answer = anna.post(reverse("desk:firm"), DETAILS, follow=True).content.decode()
    assert "Still missing: seat, register court, register number, managing directors." in answer
    assert "§ 35a GmbHG" in answer
    house.firm.refresh_from_db()
    assert (house.firm.name, house.firm.seat) == ("Radhof AG", "")


def test_a_company_needs_a_name(house: House, anna: Client) -> None:
    assert anna.post(reverse("desk:firm"), {**DETAILS, "name": ""}).status_code == 422
    house.firm.refresh_from_db()
    assert house.firm.name == "Radhof GmbH"


def test_the_first_details(house: House, anna: Client) -> None:
    for inbox in (house.info, house.werkstatt, house.briefe):
        inbox.delete()
    house.firm.delete()
    assert "Still missing: firm name" in anna.get(reverse("desk:firm")).content.decode()
    anna.post(reverse("desk:firm"), DETAILS)
    assert Firm.objects.get().name == "Radhof AG"


def test_a_key_is_told_once(house: House, anna: Client) -> None:
    answer = anna.post(reverse("desk:keys"), {"name": "Shop", "scopes": ["read"]})
    token = re.search(r"nahbar_[\w-]{40,}", answer.content.decode())
    assert token
    assert "no-store" in answer.headers["Cache-Control"]
    key = key_of(token[0])
    assert key
    assert (key.member, key.name, key.scopes) == (house.anna, "Shop", ["read"])
    later = anna.get(reverse("desk:keys")).content.decode()
    assert "Shop" in later
    assert token[0] not in later


def test_a_key_needs_a_name_and_something_to_do(anna: Client) -> None:
    assert anna.post(reverse("desk:keys"), {"name": "", "scopes": ["read"]}).status_code == 422
    assert anna.post(reverse("desk:keys"), {"name": "Shop"}).status_code == 422
    assert anna.post(reverse("desk:keys"), {"name": "Shop", "scopes": ["everything"]}).status_code == 422
    assert not ApiKey.objects.exists()


def test_a_revoked_key_opens_nothing(house: House, anna: Client) -> None:
    key, token = make_api_key(member=house.anna, name="Shop")
    anna.post(reverse("desk:revoke_key", args=[key.pk]))
    assert key_of(token) is None
    assert anna.post(reverse("desk:revoke_key", args=[key.pk])).status_code == 404
