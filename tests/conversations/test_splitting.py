from __future__ import annotations

from datetime import timedelta

import pytest

from cast import JAKOB, PETRA, House, conversation_in, mail, receive
from conversations.test_joining import standing
from nahbar.channels.contract import Party
from nahbar.conversations.actions import (
    CannotSplit,
    NothingToUndo,
    Reply,
    add_note,
    assign,
    join,
    send_reply,
    split_off,
    undo,
)
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.queries import pile, rearrangements_of, timeline
from nahbar.conversations.rules import NotYours
from nahbar.history.models import Entry
from nahbar.mailroom.models import Inbox
from nahbar.toolbox import clock

START = clock.now() - timedelta(days=1)


def talk(house: House, inbox: Inbox | None = None) -> tuple[Conversation, list[Message]]:
    """Petra writes, Anna answers her and Jakob, Petra writes about something else, and Jakob too."""
    into = inbox or house.info
    with clock.hold(START):
        first = receive(into, raw=mail("Mein Sattel ist lose.", key="a@post.example"))
    with clock.hold(START + timedelta(hours=1)):
        cc = (Party("Jakob", "jakob@brief.example"),)
        reply = send_reply(first.conversation, Reply("Gern.", cc=cc), member=house.anna)
    with clock.hold(START + timedelta(hours=2)):
        bill = receive(into, raw=mail("Die Rechnung stimmt nicht.", subject="Rechnung", refs="<a@post.example>"))
    with clock.hold(START + timedelta(hours=3)):
        jakob = receive(into, raw=mail("Danke!", sender=JAKOB, refs="<a@post.example>"))
    return Conversation.objects.get(pk=first.conversation_id), [first, reply, bill, jakob]


def test_chosen_messages_become_an_open_conversation(house: House) -> None:
    conversation, (first, reply, bill, jakob) = talk(house)
    target = split_off([bill], member=house.anna).target
    conversation.refresh_from_db()
    assert [said.message for said in timeline(target)] == [bill]
    assert [said.message for said in timeline(conversation)] == [first, reply, jakob]
    assert (target.subject, target.gist) == ("Rechnung", "Die Rechnung stimmt nicht.")
    assert (target.state, target.waiting_since, target.last_message_at) == ("open", bill.at, bill.at)
    assert target.assignee == house.anna
    assert (conversation.waiting_since, conversation.last_message_at) == (jakob.at, jakob.at)
    assert conversation.gist == "Danke!"
    assert set(pile(house.anna, "waiting")) == {conversation, target}


def test_only_who_has_to_do_with_it_takes_part(house: House) -> None:
    _, (_, _, bill, jakob) = talk(house)
    target = split_off([bill], member=house.anna).target
    assert [row.address.value for row in target.participants.all()] == ["petra@post.example"]
    assert receive(house.info, raw=mail(refs=f"<{bill.key}>")).conversation == target
    stranger = receive(house.info, raw=mail(sender=JAKOB, refs=f"<{bill.key}>")).conversation
    assert (stranger.state, stranger.suggested) == ("parked", target)
    other = split_off([jakob], member=house.anna).target
    assert other.person == jakob.person
    assert other.person != target.person


def test_whom_a_chosen_reply_went_to_takes_part(house: House) -> None:
    _, (_, reply, bill, _) = talk(house)
    target = split_off([reply, bill], member=house.anna).target
    assert {row.address.value for row in target.participants.all()} == {"petra@post.example", "jakob@brief.example"}


def test_taking_the_answer_away_lets_the_person_wait_again(house: House) -> None:
    conversation, (first, reply, _, _) = talk(house)
    target = split_off([reply], member=house.anna).target
    conversation.refresh_from_db()
    assert conversation.waiting_since == first.at
    assert (target.waiting_since, target.subject) == (None, reply.subject)


def test_undoing_brings_back_how_it_stood(house: House) -> None:
    conversation, (_, _, bill, _) = talk(house)
    before = standing(conversation)
    done = split_off([bill], member=house.anna)
    assert rearrangements_of(conversation) == rearrangements_of(done.target) == [done]
    undo(done, member=house.anna)
    assert standing(conversation) == before
    done.target.refresh_from_db()
    assert done.target.merged_into == conversation


def test_undoing_takes_along_what_was_said_since(house: House) -> None:
    conversation, (_, _, bill, jakob) = talk(house)
    done = split_off([bill], member=house.anna)
    answer = send_reply(done.target, Reply("Wir haben sie berichtigt."), member=house.anna)
    undo(done, member=house.anna)
    conversation.refresh_from_db()
    assert answer in [said.message for said in timeline(conversation)]
    assert conversation.last_message_at == answer.at
    assert conversation.waiting_since is None
    assert receive(house.info, raw=mail(refs=f"<{answer.key}>")).conversation == conversation
    assert jakob.at < answer.at


def test_joined_again_by_hand_leaves_nothing_to_undo(house: House) -> None:
    conversation, (_, _, bill, _) = talk(house)
    done = split_off([bill], member=house.anna)
    join(done.target, into=conversation, member=house.anna)
    with pytest.raises(NothingToUndo):
        undo(done, member=house.anna)


def test_nothing_all_or_only_notes_is_no_split(house: House) -> None:
    conversation, messages = talk(house)
    note = add_note(conversation, member=house.anna, text="Ruft zurück.")
    other = receive(house.info, raw=mail())
    for chosen in ([], messages, [note], [messages[0], other]):
        with pytest.raises(CannotSplit):
            split_off(chosen, member=house.anna)
    assert Conversation.objects.count() == 2
    assert split_off([note, messages[2]], member=house.anna).target.messages.count() == 2


def test_owner_and_colleague_may_split_a_stranger_may_not(house: House) -> None:
    conversation, (_, _, bill, jakob) = talk(house, house.werkstatt)
    with pytest.raises(NotYours):
        split_off([bill], member=house.carla)
    done = split_off([bill], member=house.murat)
    assert done.target.inbox == house.werkstatt
    with pytest.raises(NotYours):
        undo(done, member=house.carla)
    split_off([jakob], member=house.anna)
    undo(done, member=house.murat)
    entries = Entry.objects.filter(subject_kind="conversation", subject_id=conversation.pk).order_by("id")
    verbs = list(entries.values_list("verb", flat=True))[-3:]
    assert verbs == ["conversation.split", "conversation.split", "conversation.undone"]


def test_split_off_stays_in_the_same_hands(house: House) -> None:
    conversation, (_, _, bill, _) = talk(house)
    assign(conversation, actor=house.anna.actor, team=house.workshop)
    target = split_off([bill], member=house.anna).target
    assert (target.assignee, target.team) == (None, house.workshop)


def test_what_came_to_another_inbox_goes_back_there(house: House) -> None:
    conversation = conversation_in(house.info)
    workshop = conversation_in(house.werkstatt, sender=PETRA)
    message = workshop.messages.get()
    join(workshop, into=conversation, member=house.anna)
    target = split_off([message], member=house.anna).target
    assert (target.inbox, list(target.inboxes.all())) == (house.werkstatt, [house.werkstatt])
