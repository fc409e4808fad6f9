"""A member's day without the desk, with Nahbar's real processes: the copy leaves, the answer comes in by SMTP, and
what the customer gets lies in the outbox.
"""

from __future__ import annotations

import email
import email.policy
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from servers.loopback import HOST, wait_until
from servers.nahbar import Nahbar, eventually, nahbar

pytestmark = [pytest.mark.servers, pytest.mark.postgresql]
SCENE = """
import sys; sys.path.insert(0, "tests")
from cast import found_house
from nahbar.accounts.actions import update_profile
house = found_house()
update_profile(house.murat, actor=house.murat.actor, copies_by_mail=True)
"""
ASSIGN = """
from nahbar.accounts.models import Member
from nahbar.conversations.actions import assign
from nahbar.conversations.models import Conversation
from nahbar.history.words import SYSTEM
assign(Conversation.objects.get(), actor=SYSTEM, member=Member.objects.get(name="Murat Kaya"))
"""


@pytest.fixture
def house(new_database: object) -> Iterator[Nahbar]:
    database = new_database()  # type: ignore[operator]
    with nahbar("intake", "work", scene=SCENE, DATABASE_URL=database, DEMO="yes") as running:
        yield running


def hand_in(house: Nahbar, message: EmailMessage, sender: str, to: str) -> None:
    with smtplib.SMTP(HOST, house.smtp_port) as client:
        client.sendmail(sender, [to], message.as_bytes())


def letter(sender: str, to: str, text: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "Gelbes Rad"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def in_outbox(house: Nahbar, to: str) -> list[EmailMessage]:
    files = sorted(house.outbox.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    mails = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]
    return [each for each in mails if to in str(each["To"])]


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_copy_out_answer_in_answer_out(house: Nahbar) -> None:
    petra, murat, info = "Petra Voss <petra@post.example>", "Murat Kaya <murat@radhof.example>", "info@radhof.example"
    hand_in(
        house,
        letter(petra, info, "Ist mein Rad fertig?\n", Message_ID="<1@post.example>"),
        "petra@post.example",
        info,
    )
    eventually(house, "SELECT count(*) FROM nahbar_conversations_conversation", [(1,)])
    house.python(ASSIGN)
    more = letter(petra, info, "Es ist das gelbe.\n", Message_ID="<2@post.example>", In_Reply_To="<1@post.example>")
    hand_in(house, more, "petra@post.example", info)

    wait_until(lambda: bool(in_outbox(house, "murat@")), what="the copy for Murat in the outbox")
    copy = in_outbox(house, "murat@")[-1]
    assert "Es ist das gelbe." in body(copy)
    quoted = "".join(f"> {line}\n" for line in body(copy).splitlines())
    answer = letter(
        murat,
        str(copy["Reply-To"]),
        f"Ja, seit heute Mittag!\n\n-- \nMurat, Werkstatt\n\nAm 22.11.2026 um 10:00 schrieb Petra Voss:\n{quoted}",
        Message_ID="<antwort@radhof.example>",
        In_Reply_To=str(copy["Message-ID"]),
        References=str(copy["Message-ID"]),
    )
    hand_in(house, answer, "murat@radhof.example", copy["Reply-To"].addresses[0].addr_spec)

    wait_until(lambda: bool(in_outbox(house, "petra@")), what="the answer for Petra in the outbox")
    (left,) = in_outbox(house, "petra@")
    assert str(left["From"]) == '"Murat Kaya (Radhof GmbH)" <info@radhof.example>'
    assert body(left).startswith("Ja, seit heute Mittag!")
    assert "Werkstatt" not in body(left)
    eventually(house, "SELECT count(*) FROM nahbar_conversations_conversation", [(1,)])
    kinds = house.rows("SELECT kind FROM nahbar_conversations_message ORDER BY at, id")
    assert kinds == [("inbound",), ("inbound",), ("reply",)]
    copies = house.rows("SELECT count(*) FROM nahbar_conversations_mailcopy WHERE state = 'done'")
    assert copies == [(len(in_outbox(house, "murat@")),)]
