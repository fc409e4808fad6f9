"""Rules at work: once per message, in their order, in their own name, and never in circles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from cast import House, mail, receive
from nahbar.conversations.actions import assign, make_tag
from nahbar.conversations.actions.readings import read_block
from nahbar.conversations.automation.actions import save_rule
from nahbar.conversations.automation.conditions import Conditions
from nahbar.conversations.automation.deeds import Deeds
from nahbar.conversations.automation.models import Applied, Awaiting, Rule
from nahbar.conversations.automation.running import carry_out, decide, run_late
from nahbar.conversations.automation.words import PATIENCE, Ending
from nahbar.conversations.models import Conversation, Message, Reading
from nahbar.conversations.words import ConversationState, ErrandState
from nahbar.history.models import Cursor, Entry
from nahbar.history.tasks import react
from nahbar.history.words import SYSTEM
from nahbar.mailroom.models import Delivery
from nahbar.toolbox import clock

pytestmark = pytest.mark.django_db(transaction=True)  # events are told after the commit
ANGRY = "Hallo,\n\nich bin stinksauer! Das Rad ist schon wieder kaputt. Das ist eine Unverschämtheit.\n\nPetra Voss\n"


def settle() -> None:
    while react():
        pass


def rule(house: House, title: str = "Regel", when: Conditions | None = None, **deeds: Any) -> Rule:
    stops = deeds.pop("stops", False)
    return save_rule(
        None, by=house.anna, title=title, conditions=when or Conditions(), deeds=Deeds(**deeds), stops=stops
    )


def came(house: House, text: str = "Eine Rechnung bitte.\n", **parts: Any) -> Conversation:
    conversation = receive(house.info, raw=mail(text, **parts)).conversation
    settle()
    conversation.refresh_from_db()
    return conversation


def tags(conversation: Conversation) -> set[str]:
    return set(conversation.tags.values_list("name", flat=True))


def test_deeds_are_done_in_the_name_of_the_rule(house: House) -> None:
    tag = make_tag("Rechnung", actor=SYSTEM)
    rule(
        house,
        "Rechnungen",
        Conditions(words="rechnung"),
        tags=(tag.pk,),
        member=house.murat.pk,
        note="Bitte zuerst ins Buch sehen.",
    )
    conversation = came(house)
    other = came(house, "Wann macht ihr auf?\n", sender="Jakob <jakob@brief.example>")
    assert tags(conversation) == {"Rechnung"}
    assert conversation.assignee == house.murat
    note = conversation.messages.get(kind="note")
    assert note.text == "Bitte zuerst ins Buch sehen."
    assert "Rechnungen" in note.author
    assert note.member is None
    lines = Entry.objects.filter(actor_kind="rule", subject_id=conversation.pk).order_by("id")
    assert {line.actor_label for line in lines} == {"Rechnungen"}
    assert [line.verb for line in lines] == [
        "conversation.tagged",
        "conversation.assigned",
        "conversation.note_added",
    ]
    assert not tags(other)
    assert other.assignee is None


def test_a_message_is_ruled_once_even_if_the_log_is_read_again(house: House) -> None:
    rule(house, note="Einmal.")
    conversation = came(house)
    Cursor.objects.filter(listener="conversations.rules").update(tx=0, event_id=0)
    settle()
    message = conversation.messages.get(kind="inbound")
    carry_out(decide([message.pk]))
    assert conversation.messages.filter(kind="note").count() == 1
    assert Applied.objects.count() == 1


def test_every_message_of_a_person_but_nothing_that_a_rule_wrote(house: House) -> None:
    rule(house, note="Schon wieder eine Rechnung.", when=Conditions(words="rechnung"))
    conversation = came(house, key="a@post.example")
    receive(house.info, raw=mail("Und noch eine Rechnung.\n", refs="<a@post.example>"))
    settle()
    assert conversation.messages.filter(kind="inbound").count() == 2
    assert conversation.messages.filter(kind="note").count() == 2


def test_no_rule_answers_to_what_another_one_did(house: House) -> None:
    rule(house, "Umziehen", inbox=house.werkstatt.pk)
    rule(house, "In der Werkstatt", Conditions(inboxes=(house.werkstatt.pk,)), note="Kam in die Werkstatt.")
    conversation = came(house)
    assert conversation.inbox == house.werkstatt
    assert not conversation.messages.filter(kind="note").exists()


def test_rules_work_in_their_order_until_one_stops(house: House) -> None:
    first, second, third = (make_tag(name, actor=SYSTEM) for name in ("eins", "zwei", "drei"))
    rule(house, "Eins", tags=(first.pk,))
    stopping = rule(house, "Zwei", Conditions(words="rechnung"), tags=(second.pk,), stops=True)
    rule(house, "Drei", tags=(third.pk,))
    assert tags(came(house)) == {"eins", "zwei"}
    assert tags(came(house, "Hallo?\n", sender="Jakob <jakob@brief.example>")) == {"eins", "drei"}
    Rule.objects.filter(pk=stopping.pk).update(is_on=False)
    assert tags(came(house, sender="Dritte <dritte@brief.example>")) == {"eins", "drei"}


@pytest.mark.parametrize(
    ("ending", "until", "state"),
    [
        (Ending.CLOSE, "", ConversationState.CLOSED),
        (Ending.SNOOZE, "in drei Tagen", ConversationState.SNOOZED),
        (Ending.SPAM, "", ConversationState.SPAM),
    ],
)
def test_a_conversation_is_closed_snoozed_or_spam(
    house: House, ending: Ending, until: str, state: ConversationState
) -> None:
    rule(house, ending=ending.value, until=until)
    conversation = came(house)
    assert conversation.state == state
    if state == ConversationState.SNOOZED:
        assert conversation.snoozed_until is not None
        assert timedelta(days=1) < conversation.snoozed_until - clock.now() < timedelta(days=4)
    if state == ConversationState.SPAM:
        assert conversation.parked_in_words


def test_nothing_is_ever_sent(house: House) -> None:
    tag = make_tag("x", actor=SYSTEM)
    rule(house, tags=(tag.pk,), team=house.workshop.pk, note="Hallo Petra", ending=Ending.CLOSE.value)
    came(house)
    assert not Delivery.objects.exists()
    assert not Message.objects.filter(kind="reply").exists()


def test_nobody_loses_a_conversation_to_a_rule(house: House) -> None:
    conversation = came(house, key="a@post.example")
    assign(conversation, actor=SYSTEM, member=house.carla)
    rule(house, member=house.murat.pk)
    receive(house.info, raw=mail("Noch etwas.\n", refs="<a@post.example>"))
    settle()
    conversation.refresh_from_db()
    assert conversation.assignee == house.carla


def test_a_rule_that_asks_for_the_mood_waits_for_it(house: House) -> None:
    tag = make_tag("verärgert", actor=SYSTEM)
    rule(house, when=Conditions(moods=("angry",)), tags=(tag.pk,))
    angry = came(house, ANGRY)
    assert not tags(angry)
    assert Awaiting.objects.count() == 1
    read_block()
    settle()
    assert tags(angry) == {"verärgert"}
    assert not Awaiting.objects.exists()


def test_what_another_condition_rules_out_does_not_wait(house: House) -> None:
    rule(house, when=Conditions(moods=("angry",), senders=("nobody@nowhere.example",)), note="Nie.")
    rule(house, note="Gleich.")
    conversation = came(house, ANGRY)
    assert conversation.messages.filter(kind="note").count() == 1
    assert not Awaiting.objects.exists()


def test_a_message_that_cannot_be_read_is_ruled_without(house: House) -> None:
    rule(house, when=Conditions(moods=("angry",)), note="Verärgert.")
    rule(house, note="Für alle.")
    conversation = came(house, ANGRY)
    Reading.objects.update(state=ErrandState.DROPPED)
    assert run_late() == 0
    Awaiting.objects.update(since=F("since") - PATIENCE)
    assert run_late() == 1
    assert [note.text for note in conversation.messages.filter(kind="note")] == ["Für alle."]
    assert run_late() == 0


def test_setting_a_reading_right_rules_nothing_again(house: House) -> None:
    rule(house, when=Conditions(moods=("angry",)), note="Verärgert.")
    conversation = came(house, ANGRY)
    read_block()
    settle()
    Applied.objects.all().delete()
    Message.objects.filter(kind="note").delete()
    message = conversation.messages.get(kind="inbound")
    assert decide((), read=[message.pk]).fitting == []


def test_what_cannot_be_done_holds_up_nothing_and_is_said(house: House) -> None:
    tag = make_tag("x", actor=SYSTEM)
    made = rule(house, tags=(tag.pk,), team=house.workshop.pk, note="Doch.")
    house.workshop.delete()
    conversation = came(house)
    made.refresh_from_db()
    assert "The team" in made.problem
    assert tags(conversation) == {"x"}
    assert conversation.messages.filter(kind="note").exists()


def test_what_waits_for_a_decision_is_not_hidden(house: House) -> None:
    rule(house, ending=Ending.CLOSE.value)
    Conversation.objects.all()
    message = receive(house.info, raw=mail("Hallo\n"))
    Conversation.objects.filter(pk=message.conversation_id).update(state=ConversationState.PARKED)
    settle()
    message.conversation.refresh_from_db()
    assert message.conversation.state == ConversationState.PARKED


def test_spam_and_old_mail_are_left_alone(house: House) -> None:
    rule(house, note="Gesehen.")
    spam = receive(house.info, raw=mail("Gewonnen!\n"))
    Conversation.objects.filter(pk=spam.conversation_id).update(state=ConversationState.SPAM)
    old = receive(house.info, raw=mail("Von früher.\n", sender="Jakob <jakob@brief.example>"))
    Message.objects.filter(pk=old.pk).update(at=clock.now() - timedelta(days=20))
    settle()
    assert not Message.objects.filter(kind="note").exists()
