"""Mail that came from here, and mail of machines."""

from __future__ import annotations

import email
import email.policy
import re

import pytest
from django.core.mail import EmailMessage

from cast import JAKOB, House, bring, conversation_in, mail, receive
from nahbar.conversations.actions import Reply, send_reply
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.tasks import place_block
from nahbar.conversations.words import ConversationState, MessageKind
from nahbar.mailroom.models import Arrival, Delivery
from nahbar.mailroom.queries import blobs
from nahbar.mailroom.system_mail import SystemMail
from nahbar.mailroom.words import ArrivalState


def sent(origin: str = "message") -> bytes:
    return blobs().get(Delivery.objects.filter(origin_kind=origin).latest("id").blob)


def under(raw: bytes, *, key: str, sender: str = "") -> bytes:
    """The same mail with another Message-ID, as some forwarders and lists make it, perhaps with their own sender."""
    raw = re.sub(rb"(?im)^Message-ID: .*\r$", f"Message-ID: <{key}>\r".encode(), raw)
    return re.sub(rb"(?im)^From: .*\r$", f"From: {sender}\r".encode(), raw) if sender else raw


def place(house: House, raw: bytes) -> None:
    bring(house.info, raw=raw)
    place_block("test")
    assert not Arrival.objects.filter(state=ArrivalState.ACCEPTED).exists()


def invite(house: House) -> None:
    SystemMail().send_messages([EmailMessage("Einladung", "Komm zu uns.", to=[house.murat.email])])


@pytest.fixture
def answered(house: House) -> Conversation:
    conversation = conversation_in(house.info)
    send_reply(conversation, Reply("Gern, kommen Sie vorbei."), member=house.anna)
    conversation.refresh_from_db()
    return conversation


def test_our_mail_under_a_new_id_is_no_news(house: House, answered: Conversation) -> None:
    place(house, under(sent(), key="neu@verteiler.example"))
    assert Conversation.objects.count() == 1
    assert answered.messages.count() == 2


def test_our_mail_in_somebody_elses_name_is_a_note_once(house: House, answered: Conversation) -> None:
    """A stranger may put our header on top of their own words: what they say must neither vanish nor leave."""
    for n in range(5):
        place(house, under(sent(), key=f"{n}@verteiler.example", sender="Verteiler <rad@verteiler.example>"))
    assert Conversation.objects.count() == 1
    note = answered.messages.get(kind=MessageKind.NOTE)
    assert note.author == "Verteiler"
    assert "kommen Sie vorbei" in note.text
    answered.refresh_from_db()
    assert answered.waiting_since is None
    follow_up = send_reply(answered, Reply("Und noch etwas."), member=house.anna)
    assert b"Verteiler" not in sent()
    assert follow_up.conversation == answered


def test_a_loop_of_a_thousand_rounds_leaves_one_trace(house: House, answered: Conversation) -> None:
    for n in range(60):
        bring(house.info, raw=under(sent(), key=f"{n}@schleife.example", sender="x@schleife.example"))
    while place_block("test"):
        pass
    assert Message.objects.count() == 3
    assert answered.messages.filter(kind=MessageKind.NOTE).count() == 1


def test_a_forged_loop_header_is_a_machines_word(house: House, answered: Conversation) -> None:
    raw = mail(
        "Lasst mich rein", sender=JAKOB, headers={"X-Nahbar-Loop": f"{answered.key}.0000000000@radhof.example"}
    )
    message = receive(house.info, raw=raw)
    assert message.conversation != answered
    assert message.conversation.waiting_since is None


def test_a_system_mail_that_comes_back_is_no_news(house: House) -> None:
    invite(house)
    place(house, sent("system"))
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-generated"},
        {"Auto-Submitted": "auto-replied; owner-email=x@post.example"},
        {"Return-Path": "<>"},
        {"X-Nahbar-Loop": "anderswo.example"},
        {"X-Auto-Response-Suppress": "All"},
        {"Precedence": "junk"},
    ],
)
def test_a_machine_makes_nobody_wait(house: House, headers: dict[str, str]) -> None:
    conversation = conversation_in(house.info, headers=headers)  # type: ignore[arg-type]  # a part of `mail`
    assert conversation.waiting_since is None
    assert conversation.state == ConversationState.OPEN  # shown, not hidden


@pytest.mark.parametrize("headers", [{"Auto-Submitted": "no"}, {"Return-Path": "<petra@post.example>"}])
def test_a_person_waits(house: House, headers: dict[str, str]) -> None:
    assert conversation_in(house.info, headers=headers).waiting_since is not None  # type: ignore[arg-type]  # as above


def test_nothing_that_comes_in_makes_mail_of_ours(house: House) -> None:
    for headers in ({}, {"Auto-Submitted": "auto-replied"}, {"Return-Path": "<>"}, {"X-Spam-Flag": "YES"}):
        receive(house.info, raw=mail(sender=f"x{len(headers)}@post.example", headers=headers))
    assert not Delivery.objects.exists()


def test_what_we_send_says_who_sent_it(house: House, answered: Conversation) -> None:
    parsed = email.message_from_bytes(sent(), policy=email.policy.default)
    token = str(parsed["X-Nahbar-Loop"]).partition("@")[0]
    assert token.startswith(f"{answered.key}.")
    assert parsed["Auto-Submitted"] is None  # a person wrote it
    invite(house)
    assert email.message_from_bytes(sent("system"))["Auto-Submitted"] == "auto-generated"
