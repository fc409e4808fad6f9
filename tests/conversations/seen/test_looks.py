"""What is new to whom."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import House, conversation_in, mail, receive
from nahbar.accounts.models import Member
from nahbar.conversations.actions import Reply, send_reply
from nahbar.conversations.models import Conversation
from nahbar.conversations.seen.actions import all_looked, looked, not_looked
from nahbar.conversations.seen.models import Look
from nahbar.conversations.seen.queries import signs_of, stands_of
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.words import DeliveryState
from nahbar.toolbox import clock


def is_new(conversation: Conversation, member: Member) -> bool:
    return stands_of([conversation.pk], member)[conversation.pk].is_new


def look(conversation: Conversation, member: Member) -> None:
    looked(conversation, member, stands_of([conversation.pk], member)[conversation.pk])


def test_what_came_is_new_to_each_until_they_look(house: House) -> None:
    conversation = conversation_in(house.info, key="a@post.example")
    assert is_new(conversation, house.anna)
    look(conversation, house.anna)
    assert not is_new(conversation, house.anna)
    assert is_new(conversation, house.murat)
    receive(house.info, raw=mail("Und noch etwas.\n", refs="<a@post.example>"))
    assert is_new(conversation, house.anna)


def test_our_own_answers_are_not_new(house: House) -> None:
    conversation = conversation_in(house.info)
    look(conversation, house.anna)
    send_reply(conversation, Reply("Gern."), member=house.murat)
    assert not is_new(conversation, house.anna)


def test_looking_again_writes_nothing(house: House) -> None:
    conversation = conversation_in(house.info)
    look(conversation, house.anna)
    stand = stands_of([conversation.pk], house.anna)[conversation.pk]
    with CaptureQueriesContext(connection) as captured:
        looked(conversation, house.anna, stand)
    assert len(captured) == 0
    assert Look.objects.count() == 1


def test_what_came_before_somebody_joined_is_not_new_to_them(house: House) -> None:
    with clock.hold(clock.now() - timedelta(days=3)):
        conversation = conversation_in(house.info)
    assert not is_new(conversation, house.anna)


def test_being_through_with_everything_needs_no_rows(house: House) -> None:
    first, second = conversation_in(house.info), conversation_in(house.info, sender="Jakob <jakob@brief.example>")
    look(first, house.anna)
    all_looked(house.anna)
    assert not is_new(first, house.anna)
    assert not is_new(second, house.anna)
    assert is_new(second, house.murat)
    assert not Look.objects.exists()
    third = conversation_in(house.info, sender="Dritte <dritte@brief.example>")
    assert is_new(third, house.anna)


def test_somebody_can_let_it_be_new_once_more(house: House) -> None:
    conversation = conversation_in(house.info)
    all_looked(house.anna)
    not_looked(conversation, house.anna)
    assert is_new(conversation, house.anna)
    assert is_new(conversation, house.murat)
    look(conversation, house.anna)
    assert not is_new(conversation, house.anna)


def test_an_answer_that_did_not_arrive_is_a_sign(house: House) -> None:
    conversation = conversation_in(house.info)
    send_reply(conversation, Reply("Gern."), member=house.anna)
    assert not signs_of(stands_of([conversation.pk], house.anna))[conversation.pk].lost
    Delivery.objects.update(state=DeliveryState.BOUNCED)
    assert signs_of(stands_of([conversation.pk], house.anna))[conversation.pk].lost
    Delivery.objects.all().update(state=DeliveryState.ACCEPTED)
    send_reply(conversation, Reply("Noch einmal."), member=house.anna)
    assert not signs_of(stands_of([conversation.pk], house.anna))[conversation.pk].lost
