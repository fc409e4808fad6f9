"""Two windows of one member at the same moment, on PostgreSQL: one sends while the other sends, saves or plans."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from cast import House, conversation_in
from conversations.test_at_the_same_time import one_while_the_other
from nahbar.conversations.actions import DraftGone, Page, Reply, plan, save_draft, send_due, send_planned, send_reply
from nahbar.conversations.actions.drafts import once_of
from nahbar.conversations.models import Conversation, Draft, Message
from nahbar.toolbox import clock

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


@pytest.fixture
def saddle(house: House) -> Conversation:
    return conversation_in(house.info)


def sent() -> int:
    return Message.objects.filter(kind="reply").count()


def test_two_sendings_are_one_message(house: House, saddle: Conversation) -> None:
    def send(name: str) -> None:
        reply = Reply("Gern.", draft=Page(name, key="k"), once=once_of(house.anna, "k"))
        send_reply(saddle, reply, member=house.anna)

    one_while_the_other(lambda: send("first"), lambda: send("second"))
    assert sent() == 1


def test_a_save_that_comes_while_it_is_sent_brings_nothing_back(house: House, saddle: Conversation) -> None:
    def send() -> None:
        reply = Reply("Gern.", draft=Page("first", key="k"), once=once_of(house.anna, "k"))
        send_reply(saddle, reply, member=house.anna)

    def save() -> None:
        with pytest.raises(DraftGone):
            save_draft(saddle, member=house.anna, page=Page("first", key="k"), text="Gern.")

    one_while_the_other(send, save)
    assert sent() == 1
    assert not Draft.objects.exists()


def test_sent_at_once_while_its_time_comes_it_leaves_once(house: House, saddle: Conversation) -> None:
    at = clock.now() + timedelta(hours=1)
    draft = plan(saddle, Reply("Guten Morgen!"), member=house.anna, at=at)

    def due() -> None:
        with clock.hold(at):
            send_due()

    one_while_the_other(lambda: send_planned(draft, actor=house.murat.actor), due)
    assert sent() == 1
    assert not Draft.objects.exists()
