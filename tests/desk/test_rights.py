from __future__ import annotations

import pytest
from django.test import Client

from cast import House, receive
from desk.reading import words
from mails import with_files
from nahbar.conversations.actions import Reply, send_reply
from nahbar.conversations.models import Conversation, Message

READ = (
    "/conversations/{conversation}/",
    "/conversations/{conversation}/?part=stage",
    "/conversations/{conversation}/?part=fresh",
    "/piles/inbox-{inbox}/",
    "/people/{person}/",
    "/conversations/new/?person={person}",
    "/messages/{came}/",
    "/messages/{came}/original/",
    "/messages/{came}/pdf/",
    "/messages/{came}/folds/",
    "/conversations/{conversation}/join/with/",
    "/conversations/{conversation}/tags/menu/",
    "/messages/{came}/raw/",
    "/attachments/{file}/",
)
WRITE = (
    "/conversations/{conversation}/reply/",
    "/conversations/{conversation}/preview/",
    "/conversations/{conversation}/note/",
    "/conversations/{conversation}/assign/",
    "/conversations/{conversation}/close/",
    "/conversations/{conversation}/reopen/",
    "/conversations/{conversation}/snooze/",
    "/conversations/{conversation}/wake/",
    "/conversations/{conversation}/tags/",
    "/messages/{ours}/take-back/",
    "/messages/{ours}/send-again/",
    "/messages/{ours}/arrived/",
)


@pytest.fixture
def talk(house: House) -> dict[str, int]:
    """Ids of a mail with files in the workshop's inbox, of our answer that has not left, and of all around them."""
    came = receive(house.werkstatt, raw=with_files(to="werkstatt@radhof.example"))
    ours = send_reply(came.conversation, Reply("Gern.", undo_seconds=900), member=house.murat)
    return {
        "conversation": came.conversation_id,
        "inbox": house.werkstatt.pk,
        "person": came.conversation.person_id,
        "came": came.pk,
        "file": came.attachments.get(media_type="application/pdf").pk,
        "ours": ours.pk,
    }


@pytest.mark.parametrize("pattern", READ)
def test_reading_is_for_those_who_see_the_inbox(
    pattern: str, talk: dict[str, int], anna: Client, murat: Client, carla: Client
) -> None:
    address = pattern.format_map(talk)
    for insider in (anna, murat):
        assert insider.get(address).status_code == 200
    hidden = carla.get(address)
    assert hidden.status_code == 404
    assert "Sattel" not in words(hidden)
    assert "Petra" not in words(hidden)
    assert Client().get(address).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("pattern", WRITE)
def test_writing_is_for_those_who_see_the_inbox(
    pattern: str, talk: dict[str, int], murat: Client, carla: Client
) -> None:
    address = pattern.format_map(talk)
    form = {"text": "Hallo", "way": "letter", "address": "Weg 1\n90762 Fürth"}
    before = _state()
    assert carla.post(address, form).status_code == 404
    assert Client().post(address, form).headers["Location"].startswith("/account/login/")
    assert _state() == before
    assert murat.get(address).status_code == 405
    assert murat.post(address, form).status_code != 404


def _state() -> object:
    return Message.objects.count(), Conversation.objects.values_list("state", "assignee", "team").get()


@pytest.mark.usefixtures("talk")
def test_lists_show_only_what_a_member_sees(house: House, carla: Client) -> None:
    for pile in ("mine", "team", "waiting", "unassigned", "open", "snoozed", "closed", f"inbox-{house.info.pk}"):
        page = carla.get(f"/piles/{pile}/")
        assert page.status_code == 200
        assert "Petra" not in words(page)
        assert "werkstatt@" not in words(page)


def test_what_does_not_exist_is_said_in_words(anna: Client) -> None:
    for address in ("/conversations/999/", "/piles/inbox-999/", "/piles/nonsense/", "/people/999/"):
        page = anna.get(address)
        assert page.status_code == 404
        assert "Hier ist nichts" in words(page)


@pytest.mark.django_db
def test_a_part_asked_for_without_sign_in_sends_the_whole_page_to_it() -> None:
    answer = Client().get("/piles/waiting/?part=list", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/account/login/"


def test_nobody_hands_over_to_somebody_who_could_not_see_it(
    house: House, talk: dict[str, int], murat: Client
) -> None:
    before = _state()
    refused = murat.post(f"/conversations/{talk['conversation']}/assign/", {"to": f"member-{house.carla.pk}"})
    assert refused.status_code == 404
    assert _state() == before
