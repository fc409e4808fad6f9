from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cast import House, conversation_in
from desk.reading import page_of, words
from nahbar.channels.contract import Bounce
from nahbar.conversations.actions import Reply, send_reply
from nahbar.conversations.models import Message
from nahbar.mailroom.actions import record_bounce
from nahbar.mailroom.models import Delivery, DeliveryRecipient
from nahbar.mailroom.words import DeliveryState

HTMX = {"HX-Request": "true"}
OLD, NEW = "petra@post.example", "petra.voss@post.example"


@pytest.fixture
def lost(house: House) -> Message:
    """Murat's answer in the workshop's inbox, which came back."""
    conversation = conversation_in(house.werkstatt, to="werkstatt@radhof.example")
    reply = send_reply(conversation, Reply("Der Bolzen ist da."), member=house.murat)
    for rows in (Delivery.objects.all(), DeliveryRecipient.objects.all()):
        rows.update(state=DeliveryState.ACCEPTED)
    sentence = "This address does not exist. Is there a typing mistake in it?"
    record_bounce(Bounce(permanent=True, recipient=OLD, status="5.1.1", about=reply.key, sentence=sentence))
    return reply


def send_elsewhere(client: Client, lost: Message, address: str) -> Any:
    form = {"instead_of": OLD, "address": address}
    return client.post(f"/messages/{lost.pk}/another-address/", form, headers=HTMX)


def test_a_bounce_says_why_and_offers_another_address(murat: Client, lost: Message) -> None:
    shown = words(page_of(murat, lost.conversation))
    assert "kam zurück" in shown
    assert "Diese Adresse gibt es nicht." in shown
    assert "An eine andere Adresse senden" in shown
    for _ in range(2):
        shown = words(send_elsewhere(murat, lost, NEW))
    assert "unten noch einmal gesendet" in shown
    assert "An eine andere Adresse senden" not in shown
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize(
    ("address", "sentence"),
    [(OLD, "Unter dieser Adresse kam die Nachricht nicht an."), ("petra", "keine vollständige Mailadresse")],
)
def test_what_cannot_be_sent_is_said(murat: Client, lost: Message, address: str, sentence: str) -> None:
    refused = send_elsewhere(murat, lost, address)
    assert refused.status_code == 422
    assert sentence in words(refused)
    assert Delivery.objects.count() == 1


def test_strangers_send_nothing(carla: Client, lost: Message) -> None:
    refused = send_elsewhere(carla, lost, NEW)
    assert refused.status_code == 404
    assert Delivery.objects.count() == 1
