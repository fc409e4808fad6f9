from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cast import JAKOB, PETRA, House, bring, conversation_in, mail, receive
from nahbar.channels.contract import (
    Absence,
    Appointment,
    Forwarded,
    Inbound,
    Party,
    Protection,
    Seal,
    SpamVerdict,
)
from nahbar.channels.email.channel import EmailChannel
from nahbar.conversations.actions import Reply, assign, close, join, send_reply
from nahbar.conversations.actions.details import details_of
from nahbar.conversations.listeners import name_further_inboxes
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.rules import get_visible
from nahbar.conversations.tasks import place_block
from nahbar.conversations.words import ConversationState
from nahbar.history.models import Entry, EventRow
from nahbar.history.words import SYSTEM
from nahbar.mailroom.actions import Handed, accept
from nahbar.mailroom.events import ArrivalSeenAgain
from nahbar.mailroom.models import Arrival, Delivery
from nahbar.mailroom.words import ArrivalState, Via
from nahbar.people.actions import add_address
from nahbar.people.models import Person
from nahbar.toolbox import clock


def test_first_mail_becomes_a_conversation_that_waits(house: House) -> None:
    message = receive(house.info, raw=mail("Hallo,\nmein Sattel ist lose.\n"))
    conversation = message.conversation
    assert conversation.subject == "Sattel"
    assert conversation.gist == "Hallo, mein Sattel ist lose."
    assert conversation.waiting_since == message.at == conversation.queue_at
    assert conversation.person.name == "Petra Voss"
    assert Arrival.objects.get().state == ArrivalState.PLACED
    assert EventRow.objects.get().payload["message_id"] == message.pk
    assert Entry.objects.get(subject_kind="conversation").verb == "conversation.started"


def test_reply_finds_its_conversation_by_reference(house: House) -> None:
    first = receive(house.info, raw=mail(key="a@post.example"))
    second = receive(house.info, raw=mail("Noch etwas", refs="<a@post.example>"))
    assert second.conversation == first.conversation


def test_any_reference_will_do(house: House) -> None:
    first = receive(house.info, raw=mail(key="a@post.example"))
    raw = mail(headers={"References": "<lost@x.example> <a@post.example> <also-lost@x.example>"})
    assert receive(house.info, raw=raw).conversation == first.conversation


def test_two_mails_of_one_block_find_each_other(house: House) -> None:
    bring(house.info, raw=mail(key="a@post.example"))
    bring(house.info, raw=mail("Und noch etwas", refs="<a@post.example>"))
    assert place_block("test") == 2
    assert Conversation.objects.count() == 1


def test_stranger_with_a_reference_is_parked_beside_the_conversation(house: House) -> None:
    first = receive(house.info, raw=mail(key="a@post.example"))
    stranger = receive(house.info, raw=mail("Ich will mitlesen", sender=JAKOB, refs="<a@post.example>")).conversation
    assert stranger != first.conversation
    assert (stranger.state, stranger.suggested, stranger.parked_for) == (
        ConversationState.PARKED,
        first.conversation,
        {"reason": "stranger"},
    )
    assert stranger.waiting_since is not None


def test_what_the_stranger_writes_next_lies_with_the_first(house: House) -> None:
    receive(house.info, raw=mail(key="a@post.example"))
    bring(house.info, raw=mail("Eins", sender=JAKOB, refs="<a@post.example>", key="j@brief.example"))
    bring(house.info, raw=mail("Zwei", sender=JAKOB, refs="<a@post.example>"))
    place_block("test")
    bring(house.info, raw=mail("Drei", sender=JAKOB, refs="<a@post.example>"))
    bring(house.info, raw=mail("Vier", sender=JAKOB, refs="<j@brief.example>"))
    place_block("test")
    assert Conversation.objects.count() == 2
    assert Message.objects.filter(conversation__state=ConversationState.PARKED).count() == 4


def token_in(key: str) -> str:
    """The signed part of a Message-ID of ours."""
    return key.split("@", maxsplit=1)[0].split(".", 1)[1]


def test_token_in_the_hands_of_a_stranger_does_not_let_in(house: House) -> None:
    conversation = conversation_in(house.info)
    reply = send_reply(conversation, Reply("Gern."), member=house.anna)
    to = f"info+{token_in(reply.key)}@radhof.example"
    forwarded = receive(house.info, raw=mail("Petra hat mir Ihre Mail gezeigt", sender=JAKOB, to=to)).conversation
    assert forwarded.suggested == conversation
    assert forwarded.state == ConversationState.PARKED


def test_whom_we_wrote_to_takes_part(house: House) -> None:
    conversation = conversation_in(house.info)
    reply = send_reply(conversation, Reply("Gern.", cc=(Party("", "jakob@brief.example"),)), member=house.anna)
    to = f"info+{token_in(reply.key)}@radhof.example"
    assert receive(house.info, raw=mail(sender=JAKOB, to=to)).conversation == conversation


def test_second_address_of_the_same_person_takes_part(house: House) -> None:
    conversation = conversation_in(house.info, key="a@post.example")
    add_address(conversation.person, actor=SYSTEM, channel_name="email", value="p@anders.example")
    answer = receive(house.info, raw=mail(sender="P. Voss <p@anders.example>", refs="<a@post.example>"))
    assert answer.conversation == conversation


def test_forged_token_does_not_let_in(house: House) -> None:
    conversation = conversation_in(house.info)
    raw = mail(sender=JAKOB, to=f"info+{conversation.key}.0000000000@radhof.example")
    assert receive(house.info, raw=raw).conversation != conversation


def test_answer_to_our_reply_threads_back_and_waits_again(house: House) -> None:
    conversation = conversation_in(house.info)
    reply = send_reply(conversation, Reply("Gern."), member=house.anna)
    conversation.refresh_from_db()
    assert conversation.waiting_since is None
    answer = receive(house.info, raw=mail("Danke!", refs=f"<{reply.key}>"))
    assert answer.conversation == conversation
    assert answer.conversation.waiting_since == answer.at


def test_new_mail_opens_a_closed_conversation(house: House) -> None:
    conversation = close(conversation_in(house.info, key="a@post.example"), actor=house.anna.actor)
    assert conversation.state == ConversationState.CLOSED
    assert receive(house.info, raw=mail(refs="<a@post.example>")).conversation.state == ConversationState.OPEN


def test_waiting_since_is_the_oldest_unanswered_message(house: House) -> None:
    start = clock.now() - timedelta(hours=5)
    with clock.hold(start):
        receive(house.info, raw=mail(key="a@post.example"))
    with clock.hold(start + timedelta(hours=3)):
        conversation = receive(house.info, raw=mail("Hallo?", refs="<a@post.example>")).conversation
    assert conversation.waiting_since == start


def test_machine_mail_makes_nobody_wait(house: House) -> None:
    raw = mail("Ich bin im Urlaub.", headers={"Auto-Submitted": "auto-replied"})
    message = receive(house.info, raw=raw)
    assert message.inbound_kind == "auto-reply"
    assert message.conversation.waiting_since is None
    assert message.conversation.state == ConversationState.OPEN


def test_our_own_message_coming_back_is_no_second_message(house: House) -> None:
    conversation = conversation_in(house.info)
    reply = send_reply(conversation, Reply("Gern."), member=house.anna)
    bring(house.info, raw=mail("Gern.", sender="info@radhof.example", key=reply.key))
    place_block("test")
    assert Message.objects.filter(conversation=conversation).count() == 2
    assert not Arrival.objects.filter(state=ArrivalState.ACCEPTED).exists()


def test_bounce_marks_the_copy_and_stays_with_its_conversation(house: House) -> None:
    conversation = conversation_in(house.info)
    reply = send_reply(conversation, Reply("Gern."), member=house.anna)
    message = receive(house.info, raw=bounce_about(reply.key, "petra@post.example"))
    assert message.conversation == conversation
    delivery = Delivery.objects.get(origin_id=reply.pk)
    assert delivery.state == delivery.recipients.get().state == "bounced"
    assert "5.1.1" in delivery.recipients.get().answer


def test_bounce_of_nothing_of_ours_becomes_a_conversation(house: House) -> None:
    message = receive(house.info, raw=bounce_about("unknown@elsewhere.example", "x@post.example"))
    assert message.inbound_kind == "bounce"
    assert message.conversation.waiting_since is None


def test_mail_that_cannot_be_parsed_becomes_a_conversation_with_the_raw_file(house: House) -> None:
    message = receive(house.info, raw=b"")
    attachment = message.attachments.get()
    assert attachment.size == 0
    assert message.warnings
    assert message.conversation.state == ConversationState.OPEN


def test_parser_that_breaks_parks_one_message_only(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = EmailChannel.parse

    def parse(self: EmailChannel, raw: bytes) -> Inbound:
        if b"poison" in raw:
            raise RuntimeError("an error nobody thought of")
        return whole(self, raw)

    monkeypatch.setattr(EmailChannel, "parse", parse)
    bring(house.info, raw=mail("good before"))
    bring(house.info, raw=mail("poison"))
    bring(house.info, raw=mail("good after"))
    place_block("test")
    assert Message.objects.count() == 3
    unread = Message.objects.get(attachments__isnull=False)
    assert unread.attachments.get().media_type == "application/octet-stream"


@pytest.mark.parametrize(("attempts", "files"), [(5, 0), (25, 1)])
def test_a_worker_killed_by_chance_costs_no_message(house: House, attempts: int, files: int) -> None:
    """After some attempts a child process tries the message first; after very many it is placed unread."""
    bring(house.info, raw=mail())
    Arrival.objects.update(attempts=attempts)
    place_block("test")
    assert Message.objects.get().attachments.count() == files


def test_a_message_that_kills_its_reader_is_placed_unread(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    killed_at_once = "#!/bin/sh\nkill -9 $$\n"
    interpreter = tmp_path / "interpreter"
    interpreter.write_text(killed_at_once)
    interpreter.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(interpreter))
    bring(house.info, raw=mail())
    Arrival.objects.update(attempts=5)
    place_block("test")
    assert Message.objects.get().attachments.count() == 1


def test_imported_mail_is_history_not_work(house: House) -> None:
    bring(house.info, raw=mail(), via=Via.IMPORT)
    place_block("test")
    conversation = Conversation.objects.get()
    assert conversation.state == ConversationState.CLOSED
    assert conversation.waiting_since is None


@pytest.mark.parametrize(("age", "state"), [(30, ConversationState.CLOSED), (2, ConversationState.OPEN)])
def test_first_look_into_an_old_mailbox_tells_history_from_work(house: House, age: int, state: str) -> None:
    with clock.hold(clock.now() - timedelta(days=age)):
        raw = mail()
    accept([Handed("email", (house.info.pk,), raw, "INBOX:1:1", Via.IMAP, {"first_look": True})])
    place_block("test")
    conversation = Conversation.objects.get()
    assert conversation.state == state
    assert (conversation.waiting_since is not None) == (state == ConversationState.OPEN)


def test_report_about_one_copy_leaves_the_others_on_their_way(house: House) -> None:
    conversation = conversation_in(house.info)
    reply = send_reply(conversation, Reply("Gern.", cc=(Party("", "cc@post.example"),)), member=house.anna)
    receive(house.info, raw=bounce_about(reply.key, "petra@post.example"))
    delivery = Delivery.objects.get(origin_id=reply.pk)
    assert delivery.state == "queued"
    assert delivery.recipients.get(address="petra@post.example").state == "bounced"


def test_person_without_a_name_gets_the_one_they_write_later(house: House) -> None:
    receive(house.info, raw=mail(sender="petra@post.example"))
    assert Person.objects.get().name == "petra@post.example"
    receive(house.info, raw=mail(sender=PETRA))
    assert Person.objects.get().name == "Petra Voss"


def test_sender_that_is_no_address_still_arrives(house: House) -> None:
    raw = mail().replace(b"From: Petra Voss <petra@post.example>", b"From: Kontaktformular")
    assert receive(house.info, raw=raw).author


def test_block_costs_a_fixed_number_of_queries(house: House, django_assert_max_num_queries: object) -> None:
    for n in range(30):
        bring(house.info, raw=mail(f"Mail {n}", sender=f"Person {n} <p{n}@post.example>"))
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        place_block("test")
    assert Conversation.objects.count() == 30


def test_assigned_conversation_stays_with_its_member(house: House) -> None:
    conversation = conversation_in(house.info, key="a@post.example")
    assign(conversation, actor=house.anna.actor, member=house.murat)
    assert receive(house.info, raw=mail(refs="<a@post.example>")).conversation.assignee == house.murat


def bounce_about(key: str, address: str) -> bytes:
    """A delivery report (RFC 3464) about our message `key`."""
    return f"""Return-Path: <>
From: Mail Delivery System <mailer-daemon@post.example>
To: info@radhof.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{key}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.post.example

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: <{key}>
To: {address}

--b--
""".encode()


def test_mail_to_several_inboxes_is_one_conversation_that_all_of_them_see(house: House) -> None:
    conversation = receive(house.werkstatt, house.info, raw=mail()).conversation
    assert Conversation.objects.count() == 1
    assert set(conversation.inboxes.all()) == {house.werkstatt, house.info}
    assert get_visible(house.carla, conversation.pk) == conversation


def test_inbox_that_sees_the_mail_later_is_named_where_it_was_joined_to(house: House) -> None:
    first = receive(house.info, raw=mail(key="a@post.example"))
    raw = mail("Noch etwas")
    second = receive(house.info, raw=raw)
    join(second.conversation, into=first.conversation, member=house.anna)
    bring(house.werkstatt, raw=raw)
    name_further_inboxes([ArrivalSeenAgain(arrival_id=second.arrival_id or 0, inbox_id=house.werkstatt.pk)])
    assert set(first.conversation.inboxes.all()) == {house.info, house.werkstatt}


def test_details_of_a_mail_are_kept_as_plain_json(house: House) -> None:
    results = "mx.radhof.example; dmarc=pass header.from=post.example"
    headers = {"Authentication-Results": results, "Auto-Submitted": "auto-replied", "X-Spam-Flag": "NO"}
    message = receive(house.info, raw=mail("Bin im Urlaub.", headers=headers))
    proof = {"method": "dmarc", "result": "pass", "domain": "post.example", "server": "mx.radhof.example"}
    assert message.details["proofs"] == [proof]
    assert message.details["trusted"] == "mx.radhof.example"
    assert message.details["auto_submitted"] is True
    assert receive(house.info, raw=mail()).details == {}


def test_every_field_of_the_details_survives_json() -> None:
    appointment = Appointment("Werkstatt", datetime(2026, 3, 1, 9, tzinfo=UTC), place="Halle 2", method="REQUEST")
    inbound = Inbound(
        Party("Petra", "petra@post.example"),
        "",
        through=Party("Formular", "form@radhof.example"),
        forwarded=Forwarded(Party("Jakob", "jakob@brief.example"), sent_at=datetime(2026, 1, 1, tzinfo=UTC)),
        absence=Absence(date(2026, 3, 1), None),
        appointment=appointment,
        spam=SpamVerdict(False, "rspamd", 1.5),
        protection=Protection("smime", Seal.VALID, "petra@post.example"),
        null_return_path=True,
        loop=("x", "y"),
    )
    details = details_of(inbound)
    assert json.loads(json.dumps(details)) == details
    assert details["absence"] == {"first": "2026-03-01", "last": None}
    assert details["appointment"]["starts"] == "2026-03-01T09:00:00+00:00"
    assert details["protection"]["seal"] == "valid"
    assert (details["through"]["address"], details["loop"]) == ("form@radhof.example", ["x", "y"])
    assert details["forwarded"]["sent_at"] == "2026-01-01T00:00:00+00:00"


def mixed(house: House, block: int, size: int) -> None:
    """A block of everything: people who go on, strangers with references and numbers, proofs, old mail of ours."""
    proofs = {"Authentication-Results": "mx.radhof.example; dmarc=pass header.from=post.example"}
    for n in range(size):
        refs = f"<{block - 1}-{n}@post.example>" if block else ""
        sender = f"P {n} <p{n}@post.example>" if n % 3 else f"S {block}-{n} <s{block}-{n}@post.example>"
        subject, key = f"AW: Sattel [#{n + 1}]", f"{block}-{n}@post.example"
        bring(house.info, raw=mail(f"Mail {n}", sender, subject=subject, key=key, refs=refs, headers=proofs))
        if n % 5 == 0:
            ours = mail("Gern.", "info@radhof.example", f"p{n}@post.example", refs=f"<{key}>")
            bring(house.info, raw=ours, via=Via.IMPORT)


@pytest.mark.parametrize("size", [5, 25])
def test_queries_do_not_grow_with_the_block(
    house: House, size: int, django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    for block in range(3):
        mixed(house, block, size)
        with django_assert_max_num_queries(44):
            place_block("test")
    assert not Arrival.objects.filter(state=ArrivalState.ACCEPTED).exists()
    assert Conversation.objects.filter(state=ConversationState.PARKED).exists()
