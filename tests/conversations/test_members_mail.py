"""Members who answer from their own mail programs: bytes in, rows and bytes out."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest

from cast import JAKOB, House, bring, mail, receive
from mails import PDF, PNG
from nahbar.accounts.actions import switch_off_member, update_profile
from nahbar.conversations.actions import Reply, assign, close, mark_spam, send_reply
from nahbar.conversations.actions.mail_copies import post_copies
from nahbar.conversations.models import Conversation, MailCopy, Message
from nahbar.conversations.tasks import place_block
from nahbar.conversations.words import ConversationState, ErrandState, MessageKind
from nahbar.history.tasks import react
from nahbar.mailroom.models import Arrival, Delivery, Inbox
from nahbar.mailroom.queries import blobs
from nahbar.mailroom.words import ArrivalState

# Listeners on PostgreSQL hear of what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
MURAT = "Murat Kaya <murat@radhof.example>"
TRUSTED = "mx.radhof.example"


@pytest.fixture
def asked(house: House) -> Message:
    """Petra's question, which Murat has; he wants copies."""
    update_profile(house.murat, actor=house.murat.actor, copies_by_mail=True)
    conversation = asked_first(house.info, text="Hallo,\n\nist mein Rad fertig?\n", key="frage@post.example")
    assign(conversation, actor=house.anna.actor, member=house.murat)
    return receive(house.info, raw=mail("Es ist das gelbe.", refs="<frage@post.example>"))


def asked_first(inbox: Inbox, **parts: str) -> Conversation:
    """A conversation whose first message nobody had yet, and everybody was told of."""
    conversation = receive(inbox, raw=mail(**parts)).conversation  # type: ignore[arg-type]  # parts of `mail`
    while react():
        pass
    return conversation


def copies() -> list[EmailMessage]:
    """Let everybody be told and post what is due; the copies that left, oldest first."""
    while react():
        pass
    while post_copies():
        pass
    rows = Delivery.objects.filter(origin_kind="copy").order_by("id")
    return [as_mail(blobs().get(row.blob)) for row in rows]


def as_mail(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def plain_text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def answer_to(
    copy: EmailMessage, text: str = "Ja, seit heute Mittag!\n", sender: str = MURAT, **headers: str
) -> bytes:
    """What a mail program makes of "reply": to Reply-To, with the copy quoted below."""
    quoted = "".join(f"> {line}\n" for line in plain_text(copy).splitlines())
    return mail(
        f"{text}\n-- \nMurat Kaya\nWerkstatt\n\nAm 22.11.2026 um 10:00 schrieb Petra Voss:\n{quoted}",
        sender=sender,
        to=str(copy["Reply-To"]),
        subject=f"Re: {copy['Subject']}",
        refs=str(copy["Message-ID"]),
        headers=headers,
    )


def place(house: House, raw: bytes) -> None:
    bring(house.info, raw=raw)
    place_block("test")
    assert not Arrival.objects.filter(state=ArrivalState.ACCEPTED).exists()


def reply_of(message: Message) -> Message:
    return Message.objects.get(conversation=message.conversation, kind=MessageKind.REPLY)


def sent_bytes(message: Message) -> EmailMessage:
    return as_mail(blobs().get(Delivery.objects.get(origin_kind="message", origin_id=message.pk).blob))


def reason_of_parked() -> str:
    return str(Conversation.objects.get(state=ConversationState.PARKED).parked_for["reason"])


def nothing_left(asked: Message) -> bool:
    return not Delivery.objects.filter(origin_kind="message").exists() and not reply_to(asked)


def reply_to(asked: Message) -> bool:
    return asked.conversation.messages.filter(kind=MessageKind.REPLY).exists()


def test_a_copy_carries_the_words_and_says_what_it_is(house: House, asked: Message) -> None:
    (copy,) = copies()
    assert copy["To"] == "Murat Kaya <murat@radhof.example>"
    assert copy["Auto-Submitted"] == "auto-generated"
    assert copy["X-Nahbar-Loop"]
    assert str(copy["Reply-To"]).count("info+") == 1
    assert "petra@post.example" not in str(copy["From"])  # it would fail DMARC
    text = plain_text(copy)
    assert "Es ist das gelbe." in text
    assert f"/conversations/{asked.conversation_id}/" in text
    row = MailCopy.objects.get()
    assert (row.member, row.message, row.state) == (house.murat, asked, ErrandState.DONE)


@pytest.mark.usefixtures("asked")
def test_a_copy_leaves_once_however_often_everybody_is_told() -> None:
    copies()
    MailCopy.objects.update(not_before="2020-01-01T00:00Z")
    assert len(copies()) == 1


def test_copies_of_one_conversation_are_one_thread(house: House, asked: Message) -> None:
    copies()
    receive(house.info, raw=mail("Hallo?", refs="<frage@post.example>"))
    first, second = copies()
    assert second["In-Reply-To"] == first["Message-ID"]
    assert asked.conversation.messages.count() == 3


def test_a_team_gets_copies_where_nobody_has_it(house: House) -> None:
    update_profile(house.murat, actor=house.murat.actor, copies_by_mail=True)
    conversation = asked_first(house.info, key="a@post.example")
    assign(conversation, actor=house.anna.actor, team=house.workshop)
    receive(house.info, raw=mail("Noch etwas", refs="<a@post.example>"))
    assert len(copies()) == 1


@pytest.mark.parametrize("why", ["not wanted", "machine", "spam", "switched off", "closed meanwhile", "own"])
def test_who_gets_no_copy(house: House, why: str) -> None:
    update_profile(house.murat, actor=house.murat.actor, copies_by_mail=why != "not wanted")
    sender = MURAT if why == "own" else JAKOB
    conversation = asked_first(house.info, key="a@post.example", sender=sender)
    assign(conversation, actor=house.anna.actor, member=house.murat)
    headers = {"Auto-Submitted": "auto-replied"} if why == "machine" else None
    receive(house.info, raw=mail("Noch etwas", sender=sender, refs="<a@post.example>", headers=headers))
    if why == "spam":
        mark_spam(conversation, house.anna)
    if why == "switched off":
        switch_off_member(house.murat, by=house.anna)
    if why == "closed meanwhile":
        close(conversation, actor=house.anna.actor)
    assert copies() == []


def test_an_answer_leaves_as_the_members_from_the_shared_inbox(house: House, asked: Message) -> None:
    (copy,) = copies()
    place(house, answer_to(copy))
    reply = reply_of(asked)
    assert reply.text == "Ja, seit heute Mittag!"
    assert reply.member == house.murat
    assert reply.arrival is not None
    left = sent_bytes(reply)
    assert str(left["From"]) == '"Murat Kaya (Radhof GmbH)" <info@radhof.example>'
    assert str(left["To"]) == "Petra Voss <petra@post.example>"
    text = plain_text(left)
    assert text.startswith("Ja, seit heute Mittag!")
    assert "Werkstatt" not in text
    assert text.count("Es ist das gelbe.") == 1  # ours; the quote of the copy stayed here
    assert str(copy["Message-ID"]) not in left.as_string()
    assert copy["Reply-To"].addresses[0].username.partition("+")[2] not in left.as_string()
    conversation = reply.conversation
    assert conversation.waiting_since is None
    assert Conversation.objects.count() == 1


def test_the_persons_answer_to_that_comes_back_into_the_conversation(house: House, asked: Message) -> None:
    (copy,) = copies()
    place(house, answer_to(copy))
    left = sent_bytes(reply_of(asked))
    thanks = receive(house.info, raw=mail("Danke!", refs=str(left["Message-ID"])))
    assert thanks.conversation == asked.conversation
    assert len(copies()) == 2


def test_the_message_id_serves_where_a_client_ignores_reply_to(house: House, asked: Message) -> None:
    (copy,) = copies()
    raw = mail("Ja!", sender=MURAT, to="info@radhof.example", refs=str(copy["Message-ID"]))
    place(house, raw)
    assert reply_of(asked).text == "Ja!"


def test_files_go_along_and_logos_do_not(house: House, asked: Message) -> None:
    (copy,) = copies()
    message = as_mail(answer_to(copy))
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="Rechnung.pdf")
    message.add_attachment(PNG, maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<l>")
    place(house, message.as_bytes())
    reply = reply_of(asked)
    assert [file.name for file in reply.attachments.all()] == ["Rechnung.pdf"]
    assert [part.get_filename() for part in sent_bytes(reply).iter_attachments()] == ["Rechnung.pdf"]


def test_an_answer_is_sent_once_however_often_it_is_placed(house: House, asked: Message) -> None:
    (copy,) = copies()
    bring(house.info, raw=answer_to(copy))
    place_block("first")
    Arrival.objects.update(state=ArrivalState.ACCEPTED, lease_until=None)  # killed before the arrival was marked
    place_block("second")
    assert reply_of(asked)
    assert Delivery.objects.filter(origin_kind="message").count() == 1


def test_two_answers_are_two_replies(house: House, asked: Message) -> None:
    (copy,) = copies()
    place(house, answer_to(copy))
    place(house, answer_to(copy, "Und die Klingel ist auch neu.\n"))
    assert asked.conversation.messages.filter(kind=MessageKind.REPLY).count() == 2


@pytest.mark.parametrize("sender", [JAKOB, "Murat Kaya <murat@anders.example>", "Carla Fremd <carla@radhof.example>"])
def test_the_token_alone_opens_nothing(house: House, asked: Message, sender: str) -> None:
    """A copy was passed on; whoever answers it now is not the member."""
    (copy,) = copies()
    place(house, answer_to(copy, sender=sender))
    assert nothing_left(asked)
    assert reason_of_parked() == "not_member"
    assert Conversation.objects.get(state=ConversationState.PARKED).suggested == asked.conversation


def test_a_forged_token_is_only_an_address(house: House, asked: Message) -> None:
    (copy,) = copies()
    raw = answer_to(copy)
    token = copy["Reply-To"].addresses[0].username.partition("+")[2]
    for place_of_it in (token, token.partition(".")[2]):
        raw = raw.replace(place_of_it.encode(), b"0" * len(place_of_it))
    place(house, raw)
    assert nothing_left(asked)


@pytest.mark.parametrize("verdict", ["dmarc=fail", "spf=fail smtp.mailfrom=boese.example; dkim=none"])
def test_a_forged_sender_is_parked(house: House, asked: Message, verdict: str) -> None:
    (copy,) = copies()
    raw = answer_to(copy, **{"Authentication-Results": f"{TRUSTED}; {verdict} header.from=radhof.example"})
    place(house, raw)
    assert nothing_left(asked)
    assert reason_of_parked() == "forged"


def test_a_confirmed_sender_may(house: House, asked: Message) -> None:
    (copy,) = copies()
    raw = answer_to(copy, **{"Authentication-Results": f"{TRUSTED}; dmarc=pass header.from=radhof.example"})
    place(house, raw)
    assert reply_to(asked)


def test_who_may_no_longer_see_the_conversation_may_not_answer_in_it(house: House) -> None:
    update_profile(house.murat, actor=house.murat.actor, copies_by_mail=True)
    conversation = asked_first(house.werkstatt, key="a@post.example", to="werkstatt@radhof.example")
    assign(conversation, actor=house.anna.actor, member=house.murat)
    asked = receive(house.werkstatt, raw=mail("Noch etwas", refs="<a@post.example>"))
    (copy,) = copies()
    house.workshop.members.clear()
    place(house, answer_to(copy))
    assert nothing_left(asked)
    assert reason_of_parked() == "no_right"


def test_who_was_switched_off_answers_no_more(house: House, asked: Message) -> None:
    (copy,) = copies()
    switch_off_member(house.murat, by=house.anna)
    place(house, answer_to(copy))
    assert nothing_left(asked)
    assert reason_of_parked() == "no_right"


def test_a_person_gets_no_second_answer_that_knows_nothing_of_the_first(house: House, asked: Message) -> None:
    (copy,) = copies()
    send_reply(asked.conversation, Reply("Morgen ist es fertig."), member=house.anna)
    place(house, answer_to(copy))
    assert asked.conversation.messages.filter(kind=MessageKind.REPLY).count() == 1
    assert reason_of_parked() == "answered"


def test_an_answer_without_words_is_parked_with_the_reason(house: House, asked: Message) -> None:
    (copy,) = copies()
    place(house, answer_to(copy, ""))
    assert nothing_left(asked)
    assert reason_of_parked() == "not_sent"
    message = Message.objects.get(conversation__state=ConversationState.PARKED)
    assert "empty" in message.warnings[-1]


@pytest.mark.parametrize(
    "headers", [{"Auto-Submitted": "auto-replied"}, {"X-Autoreply": "yes"}, {"Return-Path": "<>"}]
)
def test_an_absence_of_the_member_never_leaves(house: House, asked: Message, headers: dict[str, str]) -> None:
    (copy,) = copies()
    raw = mail("Bis 3. Dezember im Urlaub.", sender=MURAT, to=str(copy["Reply-To"]), headers=headers)
    place(house, raw)
    assert nothing_left(asked)
    note = asked.conversation.messages.get(kind=MessageKind.NOTE)
    assert "Urlaub" in note.text
    assert Conversation.objects.count() == 1


def direct_answer(house: House, asked: Message, sender: str = MURAT, **headers: str) -> bytes:
    """Murat wrote to Petra from his own mail program, with the inbox in Cc."""
    assert house.murat.email in MURAT
    return mail(
        "Liebe Frau Voss,\n\nja, kommen Sie gern vorbei!\n",
        sender=sender,
        to="Petra Voss <petra@post.example>",
        subject="Re: Sattel",
        refs=f"<{asked.key}>",
        headers={"Cc": "info@radhof.example", **headers},
    )


def test_what_a_member_wrote_directly_is_an_answer_that_left_already(house: House, asked: Message) -> None:
    place(house, direct_answer(house, asked))
    reply = reply_of(asked)
    assert reply.member == house.murat
    assert reply.details["outside"]
    assert "kommen Sie gern vorbei" in reply.text
    assert not Delivery.objects.exists()
    assert reply.conversation.waiting_since is None
    assert Conversation.objects.count() == 1


def test_question_and_direct_answer_in_one_block(house: House) -> None:
    bring(house.info, raw=mail("Ist es fertig?", key="neu@post.example"))
    raw = mail(
        "Ja.", sender=MURAT, to="petra@post.example", refs="<neu@post.example>", headers={"Cc": "info@radhof.example"}
    )
    place(house, raw)
    conversation = Conversation.objects.get()
    assert list(conversation.messages.values_list("kind", flat=True)) == [MessageKind.INBOUND, MessageKind.REPLY]


def test_the_person_answers_a_direct_answer_and_is_let_in(house: House, asked: Message) -> None:
    place(house, direct_answer(house, asked))
    thanks = receive(house.info, raw=mail("Bis dann!", refs=f"<{reply_of(asked).key}>"))
    assert thanks.conversation == asked.conversation


def test_a_forged_direct_answer_is_none(house: House, asked: Message) -> None:
    results = f"{TRUSTED}; dmarc=fail header.from=radhof.example"
    place(house, direct_answer(house, asked, **{"Authentication-Results": results}))
    assert not reply_to(asked)
    asked.conversation.refresh_from_db()
    assert asked.conversation.waiting_since is not None


def test_a_member_who_cannot_see_it_does_not_answer_in_it(house: House) -> None:
    asked = receive(house.werkstatt, raw=mail(key="a@post.example", to="werkstatt@radhof.example"))
    place(house, direct_answer(house, asked, sender="Carla Fremd <carla@radhof.example>"))
    assert not reply_to(asked)


def test_what_went_to_somebody_else_is_no_answer(house: House, asked: Message) -> None:
    raw = mail("Schau mal", sender=MURAT, to=JAKOB, refs=f"<{asked.key}>", headers={"Cc": "info@radhof.example"})
    place(house, raw)
    assert not reply_to(asked)


def test_a_copy_that_comes_back_by_a_forwarding_is_no_news(house: House, asked: Message) -> None:
    """Murat's mailbox forwards everything to info@, under a new Message-ID."""
    (copy,) = copies()
    copy.replace_header("Message-ID", "<weiter@radhof.example>")
    place(house, copy.as_bytes())
    assert Conversation.objects.count() == 1
    assert asked.conversation.messages.count() == 2
    assert len(copies()) == 1
