from __future__ import annotations

from django.test import Client

from cast import House, conversation_in, mail, receive
from desk.reading import answer, field, page_of, words
from nahbar.conversations.models import Message
from nahbar.conversations.words import MessageKind
from nahbar.mailroom.models import DeliveryRecipient


def sent() -> list[Message]:
    return list(Message.objects.filter(kind=MessageKind.REPLY))


def test_somebody_new_is_pointed_out_before_they_read_it(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    refused = answer(anna, conversation, "Gern.", cc="Chef Voss <chef@Post.example>; ")
    assert refused.status_code == 422
    assert "Neu in diesem Gespräch: chef@" in words(refused), words(refused)
    assert sent() == []
    assert "chef@Post.example" in refused.content.decode()
    part = anna.post(
        f"/conversations/{conversation.pk}/reply/",
        {"text": "Gern.", "way": "email", "cc": "chef@post.example", "once": "a"},
        headers={"HX-Request": "true"},
    )
    known = field(part, "known")
    answer(anna, conversation, "Gern.", cc="chef@post.example", known=known)
    assert set(DeliveryRecipient.objects.values_list("address", flat=True)) == {
        "petra@post.example",
        "chef@post.example",
    }
    assert "Neu dabei: chef@post.example" in words(page_of(anna, conversation))


def test_who_takes_part_gets_a_copy_without_a_question(house: House, anna: Client) -> None:
    raw = mail(headers={"Cc": "Chef <chef@post.example>"})
    conversation = receive(house.info, raw=raw).conversation
    assert answer(anna, conversation, "Gern.", cc="chef@post.example, murat@radhof.example").status_code == 302
    assert len(sent()) == 1


def test_seeing_one_newcomer_does_not_let_in_another(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    refused = answer(anna, conversation, "Gern.", cc="a@post.example, b@post.example", known="a@post.example")
    assert refused.status_code == 422
    assert sent() == []


def test_a_wrong_address_is_said(house: House, anna: Client) -> None:
    refused = answer(anna, conversation_in(house.info), "Gern.", cc="chef")
    assert "keine vollständige Mailadresse" in words(refused)
    assert sent() == []


def test_a_letter_has_no_copies(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    postal = {"address-letter": "Ahornweg 3\n90762 Fürth"}
    answer(anna, conversation, "Gern.", way="letter", cc="chef@post.example", **postal)
    assert sent()[0].envelope["cc"] == []
