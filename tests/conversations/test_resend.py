from __future__ import annotations

import email
import email.policy

import pytest
from django.db import transaction

from cast import House, conversation_in, mail, receive
from nahbar.channels.contract import Attachment, Bounce, Party, SettingsFault
from nahbar.conversations.actions import Reply, send_reply, send_to_another, take_back
from nahbar.conversations.actions.outbound import recipients
from nahbar.conversations.actions.resend import NothingCameBack, SameAddress
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.words import MessageKind
from nahbar.history.tasks import react
from nahbar.mailroom.actions import record_bounce
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.queries import blobs
from nahbar.mailroom.words import DeliveryState
from nahbar.people.actions import Taken
from nahbar.people.models import Address

OLD, NEW = "petra@post.example", "petra.voss@post.example"


# Listeners react in transactions of their own, as they do for real.
pytestmark = pytest.mark.django_db(transaction=True)


def sent(message: Message) -> email.message.EmailMessage:
    delivery = Delivery.objects.get(origin_kind="message", origin_id=message.pk)
    parsed = email.message_from_bytes(blobs().get(delivery.blob), policy=email.policy.default)
    assert isinstance(parsed, email.message.EmailMessage)
    return parsed


@pytest.fixture
def lost(house: House) -> Message:
    """Anna's answer with a file, which came back from Petra's address."""
    conversation = conversation_in(house.info)
    plan = Attachment("plan.pdf", "application/pdf", b"%PDF-1.4")
    reply = send_reply(conversation, Reply("Der Bolzen ist unterwegs.", attachments=(plan,)), member=house.anna)
    Delivery.objects.update(state=DeliveryState.ACCEPTED)
    Delivery.objects.get().recipients.update(state=DeliveryState.ACCEPTED)
    with transaction.atomic():
        record_bounce(Bounce(permanent=True, recipient=OLD, status="5.1.1", about=reply.key))
    react()
    return reply


def test_it_leaves_again_as_it_was_to_the_corrected_address(house: House, lost: Message) -> None:
    assert Conversation.objects.get().waiting_since is not None
    again = send_to_another(lost, instead_of=OLD, address=f" {NEW.upper()} ", member=house.murat)
    parsed = sent(again)
    assert parsed["To"].addresses[0].addr_spec == NEW
    assert "Anna Lind" in parsed["From"]
    assert "Der Bolzen ist unterwegs." in str(parsed.get_body(("plain",)))
    assert [part.get_filename() for part in parsed.iter_attachments()] == ["plan.pdf"]
    assert parsed["Message-ID"] != sent(lost)["Message-ID"]
    assert again.details == {"again_for": lost.pk}
    assert Conversation.objects.get().waiting_since is None
    assert set(Address.objects.filter(person=lost.conversation.person).values_list("value", flat=True)) == {OLD, NEW}


def test_it_does_not_quote_itself_nor_the_report(house: House, lost: Message) -> None:
    report = {"kind": MessageKind.INBOUND, "inbound_kind": "bounce", "at": lost.at, "text": "No such user"}
    Message.objects.create(conversation=lost.conversation, **report)
    text = str(sent(send_to_another(lost, instead_of=OLD, address=NEW, member=house.anna)).get_body(("plain",)))
    assert text.count("Der Bolzen ist unterwegs.") == 1
    assert "No such user" not in text


def test_a_double_click_sends_once(house: House, lost: Message) -> None:
    first = send_to_another(lost, instead_of=OLD, address=NEW, member=house.anna)
    second = send_to_another(lost, instead_of=OLD, address=NEW, member=house.murat)
    assert first == second
    assert Delivery.objects.count() == 2
    send_to_another(lost, instead_of=OLD, address="p.voss@post.example", member=house.anna)
    assert Delivery.objects.count() == 3


def test_it_can_be_taken_back_and_the_person_waits_again(house: House, lost: Message) -> None:
    again = send_to_another(lost, instead_of=OLD, address=NEW, member=house.anna, undo_seconds=900)
    take_back(again, actor=house.anna.actor)
    assert Message.objects.filter(kind=MessageKind.REPLY).get() == lost
    assert Conversation.objects.get().waiting_since is not None


def test_only_what_came_back_is_sent_elsewhere(house: House, lost: Message) -> None:
    arrived = send_reply(lost.conversation, Reply("Gern."), member=house.anna)
    with pytest.raises(NothingCameBack):
        send_to_another(arrived, instead_of=OLD, address=NEW, member=house.anna)
    with pytest.raises(NothingCameBack):
        send_to_another(lost, instead_of="fremd@post.example", address=NEW, member=house.anna)
    with pytest.raises(SameAddress):
        send_to_another(lost, instead_of=OLD, address=OLD.upper(), member=house.anna)
    with pytest.raises(SettingsFault):
        send_to_another(lost, instead_of=OLD, address="petra", member=house.anna)


def test_the_address_of_somebody_else_is_not_given_away(house: House, lost: Message) -> None:
    receive(house.info, raw=mail(sender=f"Elif <{NEW}>"))
    with pytest.raises(Taken):
        send_to_another(lost, instead_of=OLD, address=NEW, member=house.anna)


def test_a_report_is_nobodys_wish_for_an_answer(house: House) -> None:
    conversation = conversation_in(house.info)
    Message.objects.update(
        inbound_kind="bounce", envelope={"from": [{"name": "", "address": "mailer-daemon@post.example"}]}
    )
    reply = send_reply(conversation, Reply("Gern."), member=house.anna)
    assert sent(reply)["To"].addresses[0].addr_spec == OLD
    assert recipients(conversation, "email", None) == (Party("Petra Voss", OLD),)
