from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cast import House, receive
from desk.reading import page_of, words
from mails import with_files
from nahbar.conversations.actions import add_note
from nahbar.conversations.models import Message


@pytest.fixture
def came(house: House) -> Message:
    return receive(house.werkstatt, raw=with_files(to="werkstatt@radhof.example"))


def send(client: Client, message: Message, **fields: Any) -> Any:
    return client.post(f"/messages/{message.pk}/forward/", {"to": "auftrag@spann.example", **fields})


def test_the_form_shows_what_goes_along(came: Message, murat: Client) -> None:
    page = murat.get(f"/messages/{came.pk}/forward/")
    shown = words(page)
    assert came.author in shown
    assert "Weitergeleitete Nachricht" in shown
    for file in came.attachments.all():
        assert file.name in shown


def test_it_is_a_message_of_the_conversation_and_folds_the_original(came: Message, murat: Client) -> None:
    file = came.attachments.get(media_type="application/pdf")
    assert send(murat, came, text="Bitte richten.", files=[file.pk], once="x").status_code == 302
    assert send(murat, came, text="Bitte richten.", files=[file.pk], once="x").status_code == 302
    gone = Message.objects.get(kind="reply")
    assert gone.attachments.get().name == file.name
    shown = words(page_of(murat, came.conversation))
    assert "weitergeleitet an auftrag@spann.example" in shown
    assert "Bitte richten." in shown


def test_a_wrong_address_keeps_what_was_written(came: Message, murat: Client) -> None:
    refused = send(murat, came, to="spann", text="Bitte richten.")
    assert refused.status_code == 422
    assert "Bitte richten." in refused.content.decode()
    assert 'value="spann"' in refused.content.decode()
    assert send(murat, came, to=" ").status_code == 422
    assert not Message.objects.filter(kind="reply").exists()


def test_taken_back_it_is_in_its_form_again(came: Message, murat: Client) -> None:
    send(murat, came, text="Bitte richten.")
    gone = Message.objects.get(kind="reply")
    back = murat.post(f"/messages/{gone.pk}/take-back/")
    assert back.headers["Location"] == f"/messages/{came.pk}/forward/"
    page = murat.get(back.headers["Location"]).content.decode()
    assert "Bitte richten.</textarea>" in page
    assert 'value="auftrag@spann.example"' in page


def test_strangers_and_notes(house: House, came: Message, murat: Client, carla: Client) -> None:
    for answer in (carla.get(f"/messages/{came.pk}/forward/"), send(carla, came)):
        assert answer.status_code == 404
        assert came.author not in words(answer)
    note = add_note(came.conversation, member=house.murat, text="Nur für uns.")
    assert send(murat, note).status_code == 404
    assert not Message.objects.filter(kind="reply").exists()
