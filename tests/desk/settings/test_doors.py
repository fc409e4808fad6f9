"""Who gets into which page: administrators, colleagues, and people who are not signed in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cast import House
from nahbar.accounts.actions import invite, make_api_key

OWN = ["profile", "members", "inboxes"]
OWN_POSTS = ["upload_picture", "remove_picture"]
ADMIN = ["firm", "keys", "new_team", "member", "team", "inbox", "new_inbox"]
ADMIN_POSTS = [
    "invite",
    "withdraw_invitation",
    "switch_member",
    "drop_second_factor",
    "configure_inbox",
    "test_inbox",
    "switch_inbox",
    "revoke_key",
]
SIGN_IN = ["account_change_password", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"]


def address(name: str, house: House) -> str:
    """The page of this name, about something of Carla's or of the workshop's."""
    things = {
        "member": house.carla.pk,
        "switch_member": house.carla.pk,
        "drop_second_factor": house.carla.pk,
        "team": house.workshop.pk,
        "inbox": house.werkstatt.pk,
        "configure_inbox": house.werkstatt.pk,
        "test_inbox": house.werkstatt.pk,
        "switch_inbox": house.werkstatt.pk,
        "new_inbox": "email",
    }
    if name == "withdraw_invitation":
        return reverse("desk:withdraw_invitation", args=[invite(member=house.anna, email="neu@radhof.example")[0].pk])
    if name == "revoke_key":
        return reverse("desk:revoke_key", args=[make_api_key(member=house.anna, name="Shop")[0].pk])
    return reverse(f"desk:{name}", args=[things[name]] if name in things else [])


@pytest.mark.parametrize("name", OWN + OWN_POSTS + ADMIN + ADMIN_POSTS)
def test_strangers_are_led_to_the_sign_in(house: House, client: Client, name: str) -> None:
    page = address(name, house)
    for answer in (client.get(page), client.post(page)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", SIGN_IN)
def test_strangers_cannot_change_how_somebody_signs_in(house: House, client: Client, name: str) -> None:
    del house
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert reverse("account_login") in answer.headers["Location"]


@pytest.mark.parametrize("name", OWN)
def test_everybody_has_these(house: House, anna: Client, murat: Client, name: str) -> None:
    page = address(name, house)
    assert anna.get(page).status_code == murat.get(page).status_code == 200


@pytest.mark.parametrize("name", ADMIN)
def test_only_administrators_open_what_changes_the_house(
    house: House, anna: Client, murat: Client, name: str
) -> None:
    page = address(name, house)
    assert anna.get(page).status_code == 200
    refused = murat.get(page)
    assert refused.status_code == 403
    assert "only administrators change it" in refused.content.decode()


@pytest.mark.parametrize("name", ADMIN + ADMIN_POSTS)
def test_a_colleague_changes_nothing(house: House, murat: Client, name: str) -> None:
    page = address(name, house)
    values = {"role": "admin", "email": "x@y.example", "name": "Neu", "scopes": "read", "address": "x@y.example"}
    assert murat.post(page, values).status_code == 403
    for row in (house.carla, house.workshop, house.werkstatt):
        before = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        row.refresh_from_db()
        assert {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} == before


@pytest.mark.parametrize("name", ADMIN_POSTS + OWN_POSTS)
def test_what_changes_something_is_no_link(house: House, anna: Client, name: str) -> None:
    assert anna.get(address(name, house)).status_code == 405


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "confirm-email/x/", "password/set/", "login/code/confirm/"]
)
def test_pages_that_make_no_sense_do_not_exist(house: House, anna: Client, client: Client, path: str) -> None:
    del house
    for browser in (anna, client):
        assert browser.get(f"/account/{path}").status_code == 404
        assert browser.post(f"/account/{path}").status_code == 404


def test_a_colleague_sees_who_is_here_but_not_who_is_invited(house: House, murat: Client) -> None:
    invite(member=house.anna, email="neu@radhof.example")
    page = murat.get(reverse("desk:members")).content.decode()
    assert "Carla Fremd" in page
    assert "neu@radhof.example" not in page


def test_a_colleague_sees_only_inboxes_of_their_own(house: House, murat: Client, carla: Client) -> None:
    del house
    assert "werkstatt@radhof.example" in murat.get(reverse("desk:inboxes")).content.decode()
    assert "werkstatt@radhof.example" not in carla.get(reverse("desk:inboxes")).content.decode()
