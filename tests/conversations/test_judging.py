"""Floods, machines in talk, spam verdicts and blocked senders, from the mail's bytes to its place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cast import JAKOB, PETRA, House, bring, conversation_in, mail, receive
from nahbar.conversations.actions import Reply, close, send_reply
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.tasks import place_block
from nahbar.conversations.words import (
    MOST_IDENTICAL,
    MOST_IN_THREAD,
    MOST_OF_MACHINE,
    MOST_OF_PERSON,
    RATE_WINDOW,
    ConversationState,
)
from nahbar.history.models import EventRow
from nahbar.history.words import SYSTEM
from nahbar.mailroom.models import Arrival, Inbox
from nahbar.mailroom.words import ArrivalState, Via
from nahbar.people.actions import block, unblock
from nahbar.people.models import Address
from nahbar.toolbox import clock

MACHINE = {"Auto-Submitted": "auto-generated"}
SPAM = {"X-Spam-Flag": "YES", "X-Spam-Status": "Yes, score=9.1 required=5.0"}


def pour(inbox: Inbox, count: int, *, sender: str = PETRA, text: str = "Nummer {n}", **parts: object) -> None:
    for n in range(count):
        bring(inbox, raw=mail(text.format(n=n), sender=sender, **parts))  # type: ignore[arg-type]  # parts of `mail`


def place_all() -> None:
    while place_block("test"):
        pass


def parked() -> Conversation:
    return Conversation.objects.get(state=ConversationState.PARKED)


def test_what_goes_beyond_the_rate_lies_in_one_parked_conversation(house: House) -> None:
    pour(house.info, MOST_OF_PERSON + 12)
    place_all()
    pile = parked()
    assert pile.messages.count() == 12
    assert pile.parked_for["reason"] == "rate"
    assert pile.person.name == "Petra Voss"
    assert Conversation.objects.filter(state=ConversationState.OPEN).count() == MOST_OF_PERSON
    assert Message.objects.count() == MOST_OF_PERSON + 12  # nothing is lost


def test_a_later_flood_goes_on_in_the_same_pile(house: House) -> None:
    pour(house.info, MOST_OF_PERSON + 1)
    place_all()
    pour(house.info, 60, text="Weiter {n}")
    place_all()
    assert parked().messages.count() == 61


def test_an_hour_later_a_person_is_a_person_again(house: House) -> None:
    start = clock.now()
    with clock.hold(start):
        pour(house.info, MOST_OF_PERSON + 1)
        place_all()
    with clock.hold(start + RATE_WINDOW + timedelta(minutes=1)):
        assert receive(house.info, raw=mail("Entschuldigung!")).conversation.state == ConversationState.OPEN


def test_a_flood_holds_up_nobody_else(house: House) -> None:
    pour(house.info, MOST_OF_PERSON + 20)
    bring(house.info, raw=mail("Und ich?", sender=JAKOB))
    place_all()
    other = Message.objects.get(text__startswith="Und ich?").conversation
    assert other.state == ConversationState.OPEN
    assert other.waiting_since is not None


def test_a_machine_has_more_room(house: House) -> None:
    pour(house.info, MOST_OF_PERSON + 5, sender="shop@versand.example", headers=MACHINE)
    place_all()
    assert not Conversation.objects.filter(state=ConversationState.PARKED).exists()
    assert MOST_OF_MACHINE > MOST_OF_PERSON


def test_the_same_text_again_and_again_is_parked(house: House) -> None:
    pour(house.info, MOST_IDENTICAL + 3, text="Bitte rufen Sie an.")
    place_all()
    assert parked().parked_for["reason"] == "repeated"
    assert parked().messages.count() == 3


def test_a_thread_that_many_write_into_is_parked_per_person(house: House) -> None:
    conversation = conversation_in(house.info, key="a@post.example")
    reply = send_reply(conversation, Reply("Gern."), member=house.anna)
    pour(house.info, MOST_IN_THREAD + 4, refs=f"<{reply.key}>")
    place_all()
    pile = parked()
    assert pile.parked_for["reason"] == "storm"
    assert pile.suggested == conversation
    assert pile.messages.count() == 5  # the first mail counted as well


def test_two_machines_in_talk_are_stopped(house: House) -> None:
    start = clock.now()
    with clock.hold(start):
        conversation = conversation_in(house.info, key="a@post.example")
    for turn in range(1, 6):
        with clock.hold(start + timedelta(minutes=turn)):
            reply = send_reply(conversation, Reply(f"Antwort {turn}"), member=house.anna)
        with clock.hold(start + timedelta(minutes=turn, seconds=4)):
            receive(house.info, raw=mail(f"Wir haben Ihre Anfrage {turn} erhalten.", refs=f"<{reply.key}>"))
    assert parked().parked_for["reason"] == "loop"
    assert parked().messages.count() == 3


def test_a_quick_person_is_no_machine(house: House) -> None:
    start = clock.now()
    with clock.hold(start):
        conversation = conversation_in(house.info, key="a@post.example")
    for turn in range(1, 6):
        with clock.hold(start + timedelta(minutes=3 * turn)):
            reply = send_reply(conversation, Reply(f"Antwort {turn}"), member=house.anna)
        with clock.hold(start + timedelta(minutes=3 * turn, seconds=40)):
            receive(house.info, raw=mail(f"Danke, und {turn}?", refs=f"<{reply.key}>"))
    assert not Conversation.objects.filter(state=ConversationState.PARKED).exists()


def test_imported_mail_is_no_flood(house: House) -> None:
    for n in range(MOST_OF_PERSON + 5):
        bring(house.info, raw=mail(f"Alt {n}"), via=Via.IMPORT)
    place_all()
    assert set(Conversation.objects.values_list("state", flat=True)) == {ConversationState.CLOSED}


def test_mail_that_was_fetched_late_counts_when_it_was_written(house: House) -> None:
    now = clock.now()
    for n in range(MOST_OF_PERSON + 5):
        with clock.hold(now - timedelta(hours=3 * n)):
            raw = mail(f"Tag {n}")
        bring(house.info, raw=raw, via=Via.IMAP)
    place_all()
    assert not Conversation.objects.filter(state=ConversationState.PARKED).exists()


@pytest.mark.parametrize("before", [0, MOST_OF_PERSON + 60])
def test_a_block_costs_the_same_whatever_came_before(
    house: House, before: int, django_assert_max_num_queries: object
) -> None:
    pour(house.info, before)
    place_all()
    for n in range(30):
        bring(house.info, raw=mail(f"Mail {n}", sender=f"Person {n} <p{n}@post.example>"))
    bring(house.info, raw=mail("Und noch eine"))
    with django_assert_max_num_queries(42):  # type: ignore[operator]
        place_block("test")
    assert not Arrival.objects.filter(state=ArrivalState.ACCEPTED).exists()


def test_spam_of_a_stranger_goes_to_its_pile(house: House) -> None:
    conversation = receive(house.info, raw=mail("Gewinnen Sie Gold", headers=SPAM)).conversation
    assert conversation.state == ConversationState.SPAM
    assert conversation.waiting_since is None
    assert conversation.parked_for["reason"] == "filter"


def test_who_is_known_is_never_taken_for_spam(house: House) -> None:
    conversation_in(house.info)
    conversation = receive(house.info, raw=mail("Gewinnen Sie Gold", headers=SPAM)).conversation
    assert conversation.state == ConversationState.OPEN
    assert conversation.messages.get().details["spam"]["is_spam"]


def test_two_mails_of_one_block_count_as_acquaintance(house: House) -> None:
    bring(house.info, raw=mail("Hallo"))
    bring(house.info, raw=mail("Gold", headers=SPAM))
    place_all()
    assert set(Conversation.objects.values_list("state", flat=True)) == {ConversationState.OPEN}


def test_an_answer_to_us_is_never_spam(house: House) -> None:
    conversation = conversation_in(house.info)
    reply = send_reply(conversation, Reply("Gern."), member=house.anna)
    answer = receive(house.info, raw=mail("Danke", refs=f"<{reply.key}>", headers=SPAM))
    assert answer.conversation == conversation
    assert answer.conversation.state == ConversationState.OPEN


def test_whoever_only_ever_sent_spam_stays_a_stranger(house: House) -> None:
    for n in range(3):
        assert receive(house.info, raw=mail(f"Gold {n}", headers=SPAM)).conversation.state == ConversationState.SPAM


@pytest.mark.parametrize("headers", [{}, MACHINE, SPAM])
def test_a_blocked_sender_is_taken_in_and_put_aside(house: House, headers: dict[str, str]) -> None:
    conversation_in(house.info)
    block(Address.objects.get(value="petra@post.example"), actor=SYSTEM)
    for n in range(3):
        receive(house.info, raw=mail(f"Noch einmal {n}", headers=headers))
    pile = Conversation.objects.get(state=ConversationState.SPAM)
    assert pile.messages.count() == 3
    assert pile.waiting_since is None
    assert pile.parked_for["reason"] == "blocked"


def test_a_blocked_sender_does_not_come_in_by_an_old_thread(house: House) -> None:
    conversation = close(conversation_in(house.info, key="a@post.example"), actor=house.anna.actor)
    block(Address.objects.get(value="petra@post.example"), actor=SYSTEM)
    late = receive(house.info, raw=mail("Hallo?!", refs="<a@post.example>"))
    assert late.conversation.state == ConversationState.SPAM
    conversation.refresh_from_db()
    assert conversation.state == ConversationState.CLOSED


def test_unblocked_the_next_mail_waits_again(house: House) -> None:
    conversation_in(house.info)
    address = block(Address.objects.get(value="petra@post.example"), actor=SYSTEM)
    unblock(address, actor=SYSTEM)
    assert receive(house.info, raw=mail("Da bin ich")).conversation.state == ConversationState.OPEN
    assert EventRow.objects.filter(name="conversations.message_received").count() == 2
