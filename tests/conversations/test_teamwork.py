"""Asking, handing over, following: owner, colleague and stranger."""

from __future__ import annotations

import pytest

from cast import House, conversation_in
from nahbar.conversations.actions import add_note, close, join, undo
from nahbar.conversations.actions.following import follow
from nahbar.conversations.actions.handing import hand_over
from nahbar.conversations.actions.questions import settle_question
from nahbar.conversations.models import Conversation, Follower, Message, Question
from nahbar.conversations.queries import colleagues_for, pile, questions_in
from nahbar.conversations.rules import NotYours, get_question, may_answer
from nahbar.history.models import Entry


@pytest.fixture
def saddle(house: House) -> Conversation:
    return conversation_in(house.werkstatt)


def ask(house: House, conversation: Conversation) -> Question:
    note = add_note(conversation, member=house.anna, text="Haben wir den Sattel da?", ask=[house.murat])
    return note.questions.get()


def asked(member: object) -> list[Conversation]:
    return list(pile(member, "asked"))  # type: ignore[arg-type]  # a Member


def test_who_is_asked_finds_it_in_their_pile_until_they_answered(house: House, saddle: Conversation) -> None:
    question = ask(house, saddle)
    assert asked(house.murat) == [saddle]
    assert asked(house.anna) == asked(house.carla) == []
    add_note(saddle, member=house.anna, text="Es eilt.")
    assert asked(house.murat) == [saddle]
    answer = add_note(saddle, member=house.murat, text="Ja, zwei.")
    assert asked(house.murat) == []
    question.refresh_from_db()
    assert question.answer == answer


def test_it_is_there_even_when_the_conversation_is_closed(house: House, saddle: Conversation) -> None:
    ask(house, saddle)
    close(saddle, actor=house.anna.actor)
    assert asked(house.murat) == [saddle]


def test_done_is_said_by_who_is_asked_only_and_once(house: House, saddle: Conversation) -> None:
    question = ask(house, saddle)
    assert may_answer(house.murat, question)
    assert not may_answer(house.anna, question)
    assert not may_answer(house.carla, question)
    for other in (house.anna, house.carla):
        with pytest.raises(NotYours):
            settle_question(question, member=other)
        with pytest.raises(NotYours):
            get_question(other, question.pk)
    assert get_question(house.murat, question.pk) == question
    settle_question(question, member=house.murat)
    settle_question(question, member=house.murat)
    assert asked(house.murat) == []
    assert Entry.objects.filter(verb="conversation.question_settled").count() == 1


def test_who_left_the_team_is_not_asked_any_more(house: House, saddle: Conversation) -> None:
    question = ask(house, saddle)
    house.workshop.members.remove(house.murat)
    gone = type(house.murat).objects.get(pk=house.murat.pk)
    assert asked(gone) == []
    with pytest.raises(NotYours):
        settle_question(question, member=gone)


def test_nobody_is_asked_who_could_not_see_it(house: House, saddle: Conversation) -> None:
    with pytest.raises(NotYours, match="Carla"):
        add_note(saddle, member=house.anna, text="Weißt du es?", ask=[house.carla])
    assert not Message.objects.filter(kind="note").exists()


def test_nobody_asks_themselves(house: House, saddle: Conversation) -> None:
    add_note(saddle, member=house.murat, text="Was denke ich?", ask=[house.murat])
    assert asked(house.murat) == []


def test_a_question_goes_where_its_note_goes(house: House) -> None:
    old, new = conversation_in(house.info), conversation_in(house.info, text="Noch etwas.\n")
    ask(house, new)
    done = join(new, into=old, member=house.anna)
    assert asked(house.murat) == [old]
    assert len(questions_in(old)) == 1
    undo(done, member=house.anna)
    assert asked(house.murat) == [new]


def test_handing_over_says_why_or_nothing_at_all(house: House, saddle: Conversation) -> None:
    hand_over(saddle, by=house.anna, member=house.murat, text="Du kennst sie.")
    saddle.refresh_from_db()
    assert saddle.assignee == house.murat
    assert saddle.messages.get(kind="note").text == "Du kennst sie."
    with pytest.raises(NotYours):
        hand_over(saddle, by=house.murat, member=house.carla, text="Bitte!")
    saddle.refresh_from_db()
    assert saddle.assignee == house.murat
    assert saddle.messages.filter(kind="note").count() == 1
    hand_over(saddle, by=house.murat, team=house.workshop, text=" ")
    assert saddle.messages.filter(kind="note").count() == 1


def test_following_is_for_who_may_see_it(house: House, saddle: Conversation) -> None:
    follow(saddle, member=house.murat, on=True)
    follow(saddle, member=house.murat, on=True)
    follow(saddle, member=house.anna, on=True)
    with pytest.raises(NotYours):
        follow(saddle, member=house.carla, on=True)
    names = {each.name: vars(each)["follows"] for each in colleagues_for(saddle)}
    assert names == {"Anna Lind": True, "Murat Kaya": True}
    follow(saddle, member=house.murat, on=False)
    follow(saddle, member=house.murat, on=False)
    assert [each.member for each in Follower.objects.all()] == [house.anna]


def test_nobody_follows_by_anything_else(house: House, saddle: Conversation) -> None:
    """The rule that the handbook gives: only the button makes somebody follow."""
    ask(house, saddle)
    add_note(saddle, member=house.murat, text="@Anna Lind ja")
    hand_over(saddle, by=house.murat, member=house.anna, text="Bitte.")
    assert not Follower.objects.exists()


def test_followers_go_along_when_conversations_are_joined(house: House) -> None:
    old, new = conversation_in(house.info), conversation_in(house.info, text="Noch etwas.\n")
    for conversation, member in ((new, house.murat), (new, house.carla), (old, house.murat)):
        follow(conversation, member=member, on=True)
    done = join(new, into=old, member=house.anna)
    assert {each.member.name for each in old.followers.all()} == {"Murat Kaya", "Carla Fremd"}
    undo(done, member=house.anna)
    assert {each.member.name for each in old.followers.all()} == {"Murat Kaya"}
    assert new.followers.count() == 2
