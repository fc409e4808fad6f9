from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from cast import House, mail, receive
from desk.reading import words
from nahbar.conversations.recipes import recipes_of
from nahbar.people.actions import block
from nahbar.people.models import Address

MAIL = "Rückantwort an: elif@post.example\nKundin: Elif Aydın\nIhr Anliegen: Wann habt ihr offen?\n"
RECIPE = {
    "sender": "formular@radhof.example",
    "name": "Kundin",
    "address": "Rückantwort an",
    "message": "Ihr Anliegen",
}


def post(client: Client, house: House, what: str, **form: str) -> Any:
    return client.post(f"/settings/inboxes/{house.info.pk}/forms/", {"do": what, **RECIPE, **form}, follow=True)


def form_mail() -> bytes:
    return mail(sender="Formular <formular@radhof.example>", subject="Kontakt", text=MAIL)


def test_a_recipe_is_tried_saved_used_and_removed(house: House, anna: Client) -> None:
    tried = post(anna, house, "try", pasted=MAIL)
    for found in ("Elif Aydın", "elif@post.example", "Wann habt ihr offen?", "not found"):
        assert found in words(tried)
    house.info.refresh_from_db()
    assert recipes_of(house.info.settings) == []
    assert "Saved." in words(post(anna, house, "save"))
    message = receive(house.info, raw=form_mail())
    assert message.conversation.person.name == "Elif Aydın"
    assert message.details["through"]["address"] == "formular@radhof.example"
    assert "Removed." in words(post(anna, house, "remove-0"))
    house.info.refresh_from_db()
    assert recipes_of(house.info.settings) == []


def test_it_is_tried_on_a_mail_that_came(house: House, anna: Client) -> None:
    message = receive(house.info, raw=form_mail())
    assert "Wann habt ihr offen?" in words(post(anna, house, "try", recent=str(message.pk)))
    assert "elif@post.example" in words(post(anna, house, "try", pasted=form_mail().decode()))


def test_the_recipe_of_one_inbox_is_not_used_in_another(house: House, anna: Client) -> None:
    post(anna, house, "save", message="")
    elsewhere = mail(sender="Formular <formular@radhof.example>", text=MAIL, to="werkstatt@radhof.example")
    assert receive(house.werkstatt, raw=elsewhere).conversation.person.name != "Elif Aydın"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sender": "*"}, "Write the address that the form mails come from"),
        ({"name": "A", "address": "A"}, "is the label of two rows"),
    ],
)
def test_a_wrong_recipe_is_said_in_words(house: House, anna: Client, wrong: dict[str, str], sentence: str) -> None:
    refused = post(anna, house, "save", **wrong)
    assert refused.status_code == 422
    assert sentence in words(refused)
    house.info.refresh_from_db()
    assert recipes_of(house.info.settings) == []


def test_what_is_stored_survives_the_connections_form(house: House, anna: Client) -> None:
    post(anna, house, "save")
    house.info.refresh_from_db()
    before = house.info.settings["form_recipes"]
    anna.post(
        f"/settings/inboxes/{house.info.pk}/connection/",
        {"channel-smtp_host": "mail.radhof.example", "channel-authserv_id": "mx.radhof.example"},
    )
    house.info.refresh_from_db()
    assert house.info.settings["form_recipes"] == before == json.dumps(json.loads(before), ensure_ascii=False)


def test_only_administrators_write_recipes_and_see_who_is_blocked(house: House, murat: Client) -> None:
    for address in (f"/settings/inboxes/{house.info.pk}/forms/", "/settings/blocked/"):
        assert murat.get(address).status_code == 403
        assert murat.post(address, {"do": "save", **RECIPE}).status_code == 403
    house.info.refresh_from_db()
    assert recipes_of(house.info.settings) == []


def test_letters_have_no_recipes(house: House, anna: Client) -> None:
    assert anna.get(f"/settings/inboxes/{house.briefe.pk}/forms/").status_code == 404


def test_blocked_senders_are_listed_and_heard_again(house: House, anna: Client) -> None:
    assert "Nobody is blocked." in words(anna.get("/settings/blocked/"))
    receive(house.info, raw=mail())
    address = Address.objects.get(value="petra@post.example")
    block(address, actor=house.anna.actor)
    assert "petra@post.example" in words(anna.get("/settings/blocked/"))
    assert "no longer blocked" in words(anna.post("/settings/blocked/", {"address": address.pk}, follow=True))
    address.refresh_from_db()
    assert address.blocked_at is None
    assert anna.post("/settings/blocked/", {"address": "x"}).status_code == 404
