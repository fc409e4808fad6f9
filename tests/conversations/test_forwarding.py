from __future__ import annotations

import pytest
from django.db import transaction

from cast import House, bring, mail, receive
from conversations.test_send import sent, text_of
from mails import with_files
from nahbar.channels.contract import Party
from nahbar.conversations.actions import CannotForward, Reply, add_note, forward, send_reply, take_back
from nahbar.conversations.actions.waiting import unanswered_since
from nahbar.conversations.models import Message
from nahbar.conversations.rules import NotYours
from nahbar.conversations.tasks import place_block
from nahbar.history.actions import publish
from nahbar.history.tasks import react
from nahbar.mailroom.events import DeliveryAccepted
from nahbar.mailroom.models import Delivery

FITTER = (Party("Firma Spann", "auftrag@spann.example"),)


@pytest.fixture
def asked(house: House) -> Message:
    return receive(house.werkstatt, raw=mail(to="werkstatt@radhof.example", key="a@post.example"))


def test_it_goes_to_somebody_else_with_words_signature_and_head(house: House, asked: Message) -> None:
    house.murat.signature = "Murat aus der Werkstatt"
    gone = forward(asked, member=house.murat, to=FITTER, note="Könnt ihr das richten?")
    parsed = sent(gone)
    assert parsed["To"] == "Firma Spann <auftrag@spann.example>"
    assert parsed["Subject"].endswith(": Sattel")
    body = text_of(parsed)
    for earlier, later in (
        ("Könnt ihr das richten?", "Murat aus der Werkstatt"),
        ("Murat aus der Werkstatt", "Petra Voss <petra@post.example>"),
        ("Petra Voss <petra@post.example>", "mein Sattel ist lose."),
    ):
        assert body.index(earlier) < body.index(later)
    assert body.count("mein Sattel ist lose.") == 1
    assert gone.own_words == "Könnt ihr das richten?\n\nMurat aus der Werkstatt"


def test_the_rest_of_the_thread_stays_here(house: House, asked: Message) -> None:
    send_reply(asked.conversation, Reply("Unter uns: wir zahlen."), member=house.murat)
    second = receive(house.werkstatt, raw=mail("Danke!", to="werkstatt@radhof.example", refs="<a@post.example>"))
    body = text_of(sent(forward(second, member=house.murat, to=FITTER)))
    assert "Danke!" in body
    assert "wir zahlen" not in body


def test_the_person_goes_on_waiting(house: House, asked: Message) -> None:
    before = asked.conversation.waiting_since
    gone = forward(asked, member=house.murat, to=FITTER)
    asked.conversation.refresh_from_db()
    assert asked.conversation.waiting_since == before
    assert asked.conversation.assignee is None
    assert unanswered_since(asked.conversation) == asked.at
    delivery = Delivery.objects.get(origin_id=gone.pk)
    assert delivery.origin_kind == "message"


def test_its_answer_comes_into_the_conversation(house: House, asked: Message) -> None:
    gone = forward(asked, member=house.murat, to=FITTER)
    raw = mail(
        "Machen wir.", sender="Spann <auftrag@spann.example>", to="werkstatt@radhof.example", refs=f"<{gone.key}>"
    )
    bring(house.werkstatt, raw=raw)
    place_block("test")
    assert asked.conversation.messages.filter(text__contains="Machen wir.").exists()


def test_files_go_along_as_chosen(house: House) -> None:
    came = receive(house.werkstatt, raw=with_files(to="werkstatt@radhof.example"))
    wanted = [came.attachments.get(media_type="application/pdf")]
    gone = forward(came, member=house.murat, to=FITTER, files=wanted)
    assert [part.get_content_type() for part in sent(gone).iter_attachments()] == ["application/pdf"]
    foreign = receive(house.info, raw=with_files()).attachments.first()
    assert foreign is not None
    with pytest.raises(NotYours):
        forward(came, member=house.murat, to=FITTER, files=[foreign])


def test_what_must_not_or_cannot_go(house: House, asked: Message) -> None:
    note = add_note(asked.conversation, member=house.murat, text="Die ist schwierig.")
    with pytest.raises(CannotForward):
        forward(note, member=house.murat, to=FITTER)
    with pytest.raises(CannotForward):
        forward(asked, member=house.murat, to=())
    with pytest.raises(NotYours):
        forward(asked, member=house.carla, to=FITTER)
    assert not Delivery.objects.exists()


def test_taken_back_it_changes_nothing_and_is_nobodys_answer(house: House, asked: Message) -> None:
    before = asked.conversation.waiting_since
    gone = forward(asked, member=house.murat, to=FITTER, undo_seconds=900)
    take_back(gone, actor=house.murat.actor, member=house.murat)
    asked.conversation.refresh_from_db()
    assert asked.conversation.waiting_since == before
    assert not asked.conversation.drafts.exists()


def test_accepted_by_the_other_side_it_answers_nobody(house: House, asked: Message) -> None:
    gone = forward(asked, member=house.murat, to=FITTER)
    delivery = Delivery.objects.get(origin_id=gone.pk)
    with transaction.atomic():
        publish(DeliveryAccepted(delivery_id=delivery.pk, origin_kind="message", origin_id=gone.pk))
    while react():
        pass
    asked.conversation.refresh_from_db()
    assert asked.conversation.waiting_since == asked.at
