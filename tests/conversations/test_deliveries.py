from __future__ import annotations

import pytest
from django.db import transaction

from cast import House, conversation_in, mail, receive
from nahbar.channels.contract import Bounce
from nahbar.conversations.actions import Reply, confirm_arrived, send_again, send_reply
from nahbar.conversations.models import Conversation, Message
from nahbar.history.actions import publish
from nahbar.history.models import Entry, EventRow
from nahbar.history.tasks import react
from nahbar.mailroom.actions import TooLate, record_bounce
from nahbar.mailroom.events import DeliveryUnknown
from nahbar.mailroom.models import Delivery, DeliveryRecipient
from nahbar.mailroom.words import DeliveryState
from nahbar.people.models import Address
from nahbar.people.words import AddressState

# On PostgreSQL a listener sees what is committed, so these tests commit.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lost(house: House) -> Message:
    """A reply of which nobody knows whether it left; Petra waits again."""
    conversation = receive(house.info, raw=mail(key="a@post.example")).conversation
    reply = send_reply(conversation, Reply("Gern."), member=house.anna)
    delivery = Delivery.objects.get()
    Delivery.objects.update(state=DeliveryState.UNKNOWN)
    DeliveryRecipient.objects.update(state=DeliveryState.UNKNOWN)
    publish(DeliveryUnknown(delivery_id=delivery.pk, origin_kind="message", origin_id=reply.pk))
    react()
    assert Conversation.objects.get().waiting_since is not None
    return reply


def test_a_confirmed_arrival_ends_the_waiting(house: House, lost: Message) -> None:
    confirm_arrived(lost, actor=house.anna.actor)
    react()
    assert Delivery.objects.get().state == DeliveryState.ACCEPTED
    assert DeliveryRecipient.objects.get().state == DeliveryState.ACCEPTED
    assert Conversation.objects.get().waiting_since is None
    assert Entry.objects.filter(verb="conversation.delivery_confirmed").exists()


def test_whoever_wrote_since_goes_on_waiting(house: House, lost: Message) -> None:
    later = receive(house.info, raw=mail(key="b@post.example", refs="<a@post.example>"))
    confirm_arrived(lost, actor=house.anna.actor)
    react()
    assert later.conversation_id == lost.conversation_id
    assert Conversation.objects.get().waiting_since is not None


def test_sent_again_it_is_queued_once(house: House, lost: Message) -> None:
    send_again(lost, actor=house.anna.actor)
    assert Delivery.objects.get().state == DeliveryState.QUEUED
    assert EventRow.objects.filter(name="conversations.delivery_changed", payload__state="queued").exists()
    for decide in (send_again, confirm_arrived):
        with pytest.raises(TooLate):
            decide(lost, actor=house.anna.actor)


def test_a_refused_copy_stays_refused(house: House, lost: Message) -> None:
    delivery = Delivery.objects.get()
    DeliveryRecipient.objects.create(
        delivery=delivery, address="max@post.example", state=DeliveryState.FAILED, changed_at=delivery.created_at
    )
    confirm_arrived(lost, actor=house.anna.actor)
    assert Delivery.objects.get().state == DeliveryState.FAILED
    states = DeliveryRecipient.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [DeliveryState.ACCEPTED, DeliveryState.FAILED]


def test_what_never_had_a_delivery_cannot_be_decided(house: House) -> None:
    conversation = conversation_in(house.info)
    message = conversation.messages.get()
    with pytest.raises(TooLate):
        send_again(message, actor=house.anna.actor)


@pytest.mark.parametrize("gave_up", [True, False])
def test_what_no_server_brought_is_an_answer_still_owed(house: House, *, gave_up: bool) -> None:
    """After days without an answer from the other side the report says 4.4.7: the address may still be right."""
    reply = send_reply(conversation_in(house.info), Reply("Gern."), member=house.anna)
    Delivery.objects.update(state=DeliveryState.ACCEPTED)
    DeliveryRecipient.objects.update(state=DeliveryState.ACCEPTED)
    recipient = DeliveryRecipient.objects.get()
    with transaction.atomic():
        record_bounce(
            Bounce(permanent=False, recipient=recipient.address, status="4.4.7", about=reply.key, gave_up=gave_up)
        )
    react()
    assert (Conversation.objects.get().waiting_since is not None) is gave_up
    assert Delivery.objects.get().state == (DeliveryState.BOUNCED if gave_up else DeliveryState.ACCEPTED)
    assert Address.objects.get(value=recipient.address).state == AddressState.OK
