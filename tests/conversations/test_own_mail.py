"""Mails that we had sent before there was Nahbar, and mails that members pass on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from cast import JAKOB, House, bring, mail, receive
from nahbar.channels.contract import Fold, FoldKind, Forwarded, Party, Proof
from nahbar.channels.registry import channel
from nahbar.conversations.actions import Arrived, Reply, send_reply, take_in
from nahbar.conversations.actions.threads import token_of
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.tasks import place_block
from nahbar.history.models import EventRow
from nahbar.mailroom.actions import Handed, accept
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.words import Via
from nahbar.people.models import Person
from nahbar.toolbox import clock

INFO = "Radhof <info@radhof.example>"
PETRA_TO = "Petra Voss <petra@post.example>"
START = clock.now() - timedelta(days=3)


def sent(text: str, hours: int, **parts: str) -> bytes:
    """A mail written at this hour."""
    with clock.hold(START + timedelta(hours=hours)):
        return mail(text, **parts)  # type: ignore[arg-type]  # parts of `mail`


def load(house: House, *raws: bytes, **envelope: bool) -> None:
    """Import these, in this order, in one block."""
    for raw in raws:
        accept([Handed("email", (house.info.pk,), raw, f"import:{hash(raw)}", Via.IMPORT, dict(envelope))])
    place_block("test")


QUESTION = {"key": "a@post.example"}
ANSWER = {"sender": INFO, "to": PETRA_TO, "key": "r@radhof.example", "refs": "<a@post.example>"}
THANKS = {"key": "b@post.example", "refs": "<r@radhof.example>"}


def test_mail_from_the_sent_folder_is_our_side_of_the_talk(house: House) -> None:
    load(house, sent("Mein Sattel ist lose.", 1, **QUESTION), sent("Wir kommen.", 2, **ANSWER))
    question, answer = Message.objects.order_by("at")
    assert question.conversation == answer.conversation
    assert (answer.kind, answer.member, answer.author, answer.person) == ("reply", None, "Radhof", None)
    assert answer.details["imported"] is True
    assert not Delivery.objects.exists()
    assert [row.payload for row in EventRow.objects.filter(name="conversations.reply_found")] == [
        {"conversation_id": question.conversation_id, "message_id": answer.pk}
    ]


def test_it_is_the_member_s_whose_address_it_carries(house: House) -> None:
    load(house, sent("Wir kommen.", 1, sender="A. Lind <Anna@Radhof.example>", to=PETRA_TO))
    message = Message.objects.get()
    assert (message.kind, message.member, message.author) == ("reply", house.anna, "Anna Lind")
    assert message.conversation.person.name == "Petra Voss"
    assert message.conversation.state == "closed"
    assert {row.address.value for row in message.conversation.participants.all()} == {"petra@post.example"}
    assert not Person.objects.filter(addresses__value="anna@radhof.example").exists()


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_order_of_the_mailbox_does_not_matter_to_who_waits(house: House, order: tuple[int, ...]) -> None:
    raws = [
        sent("Mein Sattel ist lose.", 1, **QUESTION),
        sent("Wir kommen.", 2, **ANSWER),
        sent("Wann denn?", 3, **THANKS),
    ]
    load(house, *(raws[number] for number in order), open=True)
    waiting = [each.waiting_since for each in Conversation.objects.all() if each.waiting_since]
    assert waiting == [Message.objects.get(key="b@post.example").at]


def test_folder_of_sent_mail_may_come_first(house: House) -> None:
    load(house, sent("Wir kommen.", 2, **ANSWER), open=True)
    load(house, sent("Mein Sattel ist lose.", 1, **QUESTION), open=True)
    assert [each.waiting_since for each in Conversation.objects.all()] == [None]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=str)
def test_answered_long_ago_waits_no_more(house: House, order: tuple[int, ...]) -> None:
    raws = [sent("Mein Sattel ist lose.", 1, **QUESTION), sent("Wir kommen.", 2, **ANSWER)]
    load(house, *(raws[number] for number in order), open=True)
    answered = Message.objects.get(key="r@radhof.example").conversation
    assert answered.waiting_since is None
    assert answered.last_message_at == Message.objects.get(key="r@radhof.example").at


def test_strangers_of_long_ago_are_not_parked(house: House) -> None:
    stranger = sent("Meiner auch.", 2, sender=JAKOB, refs="<a@post.example>")
    load(house, sent("Mein Sattel ist lose.", 1, **QUESTION), stranger)
    assert {(each.state, each.suggested) for each in Conversation.objects.all()} == {("closed", None)}
    assert Conversation.objects.count() == 2


def test_what_the_person_answers_later_finds_it(house: House) -> None:
    load(house, sent("Wir kommen.", 1, sender=INFO, to=PETRA_TO, key="r@radhof.example"))
    answer = receive(house.info, raw=mail("Schön!", refs="<r@radhof.example>"))
    assert answer.conversation == Message.objects.get(key="r@radhof.example").conversation
    assert answer.conversation.state == "open"


def test_everybody_it_went_to_takes_part(house: House) -> None:
    to = f"{PETRA_TO}, {JAKOB}, {INFO}, murat@radhof.example"
    load(house, sent("Wir kommen.", 1, sender=INFO, to=to, key="r@radhof.example"))
    conversation = Conversation.objects.get()
    assert {row.address.value for row in conversation.participants.all()} == {
        "petra@post.example",
        "jakob@brief.example",
    }


def test_what_only_went_to_ourselves_is_no_answer_to_anybody(house: House) -> None:
    load(house, sent("Bitte lesen.", 1, sender="anna@radhof.example", to="murat@radhof.example, info@radhof.example"))
    assert Message.objects.get().kind == "inbound"


def test_our_address_in_news_from_outside_is_no_reply_of_ours(house: House) -> None:
    message = receive(house.info, raw=mail("Zahlen Sie sofort!", sender=INFO, to=PETRA_TO))
    assert message.kind == "inbound"


def test_forged_address_of_ours_in_an_old_mailbox_is_no_reply_of_ours(house: House) -> None:
    headers = {"Authentication-Results": "mx.radhof.example; dmarc=fail header.from=radhof.example"}
    load(house, mail("Zahlen Sie sofort!", sender=INFO, to=PETRA_TO, headers=headers))
    assert Message.objects.get().kind == "inbound"


def test_stranger_with_the_id_of_our_message_is_not_swallowed(house: House) -> None:
    conversation = receive(house.info, raw=mail()).conversation
    reply = send_reply(conversation, Reply("Gern."), member=house.anna)
    message = receive(house.info, raw=mail("Ich borge mir Ihre Nummer.", sender=JAKOB, key=reply.key))
    assert message.author == "Jakob Meindl"


def passed_on(house: House, **changes: object) -> Message:
    """Anna forwards to info@ what Petra had written to her private mailbox; `changes` to what was read."""
    raw = mail("Bitte übernehmen!", sender="Anna Lind <anna@radhof.example>", subject="WG: Sattel")
    arrival_id = bring(house.info, raw=raw)
    text = "Bitte übernehmen!\n\n---- Weitergeleitet ----\nMein Sattel ist lose.\n"
    author, written_at = Party("Petra Voss", "petra@post.example"), clock.now() - timedelta(hours=5)
    read = {
        "text": text,
        "folds": (Fold(19, len(text), FoldKind.FORWARDED),),
        "forwarded": Forwarded(author, "Sattel", written_at, "Mein Sattel ist lose."),
    }
    inbound = replace(channel("email").parse(raw), **(read | changes))  # type: ignore[arg-type]  # fields of Inbound
    take_in([Arrived(arrival_id, inbound)])
    return Message.objects.select_related("conversation").get(arrival_id=arrival_id)


def test_member_s_forward_is_the_original_author_s(house: House) -> None:
    message = passed_on(house)
    conversation = message.conversation
    assert (message.kind, message.author, message.text) == ("inbound", "Petra Voss", "Mein Sattel ist lose.")
    assert conversation.person == message.person == Person.objects.get(name="Petra Voss")
    assert (conversation.subject, conversation.gist) == ("Sattel", "Mein Sattel ist lose.")
    assert conversation.waiting_since == message.at < clock.now() - timedelta(hours=4)
    assert message.details["forwarded_by"] == {
        "member": house.anna.pk,
        "name": "Anna Lind",
        "address": "anna@radhof.example",
    }
    assert not Person.objects.filter(name="Anna Lind").exists()


def test_member_s_own_words_are_a_note_and_never_leave(house: House) -> None:
    conversation = passed_on(house, html="<p>Bitte übernehmen!</p><p>Mein Sattel ist lose.</p>").conversation
    note = conversation.messages.get(kind="note")
    assert (note.text, note.member) == ("Bitte übernehmen!", house.anna)
    assert "übernehmen" not in "".join(f"{m.text}{m.html}" for m in conversation.messages.exclude(kind="note"))
    reply = send_reply(conversation, Reply("Gern."), member=house.murat)
    assert [party["address"] for party in reply.envelope["to"]] == ["petra@post.example"]


def test_forward_finds_the_conversation_of_its_author(house: House) -> None:
    conversation = receive(house.info, raw=mail()).conversation
    message = passed_on(house, tokens=(token_of(conversation.key),))
    assert message.conversation == conversation


@pytest.mark.parametrize("fold", [True, False])
def test_without_the_text_what_is_folded_as_forwarded_counts(house: House, fold: bool) -> None:
    changes = {"forwarded": Forwarded(Party("Petra Voss", "petra@post.example"))}
    message = passed_on(house, **(changes if fold else changes | {"folds": ()}))
    assert "übernehmen" not in message.text
    assert ("lose" in message.text) is fold


@pytest.mark.parametrize(
    "changes",
    [
        {"sender": Party("Jakob Meindl", "jakob@brief.example")},
        {"forwarded": None},
        {"forwarded": Forwarded(Party("Petra Voss", ""))},
        {"forwarded": Forwarded(Party("Radhof", "info@radhof.example"))},
        {"proofs": (Proof("dmarc", "fail", "radhof.example", "mx.radhof.example"),)},
    ],
    ids=["no member", "no forward", "no address", "our own mail", "forged"],
)
def test_everything_else_stays_its_sender_s(house: House, changes: dict[str, object]) -> None:
    message = passed_on(house, **changes)
    assert message.person is not None
    assert message.person.name != "Petra Voss"
    assert "forwarded_by" not in message.details
    assert not message.conversation.messages.filter(kind="note").exists()


def test_member_who_left_passes_on_nothing(house: House) -> None:
    house.anna.is_active = False
    house.anna.save()
    assert passed_on(house).author == "Anna Lind"
