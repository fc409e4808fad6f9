"""A conversation that gathered a flood opens like any other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cast import House, conversation_in
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.words import CONVERSATION_PAGE, MessageKind
from nahbar.desk.stage import SHOWN


@pytest.fixture
def anna(client: Client, house: House) -> Client:
    client.force_login(house.anna)
    return client


def lengthen(conversation: Conversation, count: int) -> None:
    Message.objects.bulk_create(
        Message(
            conversation=conversation,
            kind=MessageKind.INBOUND,
            inbound_kind="human",
            channel="email",
            at=conversation.created_at + timedelta(seconds=n + 1),
            person=conversation.person,
            author="Petra Voss",
            text=f"Nummer {n}.",
        )
        for n in range(count)
    )


def test_the_newest_are_shown_and_all_on_asking(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    lengthen(conversation, SHOWN + 4)
    page = f"/conversations/{conversation.pk}/"
    short = anna.get(page).content.decode()
    assert short.count('id="said-') == SHOWN + 1  # and the line that says how many are left out
    assert "Nummer 203." in short
    assert "Nummer 0." not in short
    whole = anna.get(page, {"whole": "1"}).content.decode()
    assert "Nummer 0." in whole
    assert 'id="said-earlier"' not in whole


@pytest.mark.parametrize("count", [2, 1000])
def test_its_page_costs_the_same(
    house: House, anna: Client, count: int, django_assert_max_num_queries: object
) -> None:
    conversation = conversation_in(house.info)
    lengthen(conversation, count)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        assert anna.get(f"/conversations/{conversation.pk}/").status_code == 200


def test_an_ordinary_one_hides_nothing(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    lengthen(conversation, 3)
    assert 'id="said-earlier"' not in anna.get(f"/conversations/{conversation.pk}/").content.decode()


def test_copies_to_members_link_to_the_page_that_there_is() -> None:
    assert reverse("desk:conversation", args=[7]) == CONVERSATION_PAGE % 7
