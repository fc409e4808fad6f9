from __future__ import annotations

import pytest
from django.utils import translation

from cast import JAKOB, House, conversation_in, mail, receive
from nahbar.channels.contract import InboundKind
from nahbar.conversations.actions import (
    CannotJoin,
    NothingSuggested,
    Reply,
    accept_suggestion,
    close,
    decline_suggestion,
    join,
    send_reply,
    undo,
)
from nahbar.conversations.models import Conversation
from nahbar.conversations.queries import pile, suggestions_for, timeline
from nahbar.conversations.rules import NotYours
from nahbar.history.models import Entry, EventRow

FORGED = {"Authentication-Results": "mx.radhof.example; dmarc=fail header.from=post.example"}


@pytest.fixture
def conversation(house: House) -> Conversation:
    return conversation_in(house.info, key="a@post.example")


@pytest.fixture
def parked(house: House, conversation: Conversation) -> Conversation:
    """Jakob answers a mail of Petra's, who showed it to him."""
    assert conversation.pk
    return receive(house.info, raw=mail("Ich kenne mich aus", sender=JAKOB, refs="<a@post.example>")).conversation


def test_it_lies_in_its_own_pile_and_beside_the_other(
    house: House, conversation: Conversation, parked: Conversation
) -> None:
    assert list(pile(house.anna, "parked")) == suggestions_for(conversation, house.anna) == [parked]
    assert parked not in pile(house.anna, "open")
    with translation.override("en"):
        assert "does not take part" in parked.parked_in_words
    assert conversation.parked_in_words == ""


def test_accepting_joins_and_lets_the_sender_take_part(
    house: House, conversation: Conversation, parked: Conversation
) -> None:
    close(conversation, actor=house.anna.actor)
    accept_suggestion(parked, member=house.anna)
    conversation.refresh_from_db()
    assert conversation.state == "open"
    assert len(timeline(conversation)) == 2
    assert receive(house.info, raw=mail(sender=JAKOB, refs="<a@post.example>")).conversation == conversation
    assert not pile(house.anna, "parked").exists()


def test_accepting_can_be_undone(house: House, conversation: Conversation, parked: Conversation) -> None:
    undo(accept_suggestion(parked, member=house.anna), member=house.anna)
    parked.refresh_from_db()
    assert (parked.state, parked.suggested, parked.parked_for) == ("parked", conversation, {"reason": "stranger"})
    again = receive(house.info, raw=mail(sender=JAKOB, refs="<a@post.example>"))
    assert again.conversation == parked


def test_declining_makes_it_an_ordinary_one_for_good(
    house: House, conversation: Conversation, parked: Conversation
) -> None:
    decline_suggestion(parked, member=house.anna)
    parked.refresh_from_db()
    assert (parked.state, parked.parked_for) == ("open", {})
    assert parked.waiting_since == parked.messages.get().at
    assert parked in pile(house.anna, "waiting")
    close(parked, actor=house.anna.actor)
    again = receive(house.info, raw=mail(sender=JAKOB, refs="<a@post.example>"))
    assert (again.conversation, again.conversation.state) == (parked, "open")
    assert len(timeline(conversation)) == 1
    verbs = Entry.objects.filter(subject_kind="conversation", subject_id=parked.pk).values_list("verb", flat=True)
    assert "conversation.suggestion_declined" in verbs
    assert EventRow.objects.filter(name="conversations.suggestion_declined").count() == 1


def test_it_is_decided_once(house: House, conversation: Conversation, parked: Conversation) -> None:
    decline_suggestion(parked, member=house.anna)
    for decide in (accept_suggestion, decline_suggestion):
        with pytest.raises(NothingSuggested):
            decide(parked, member=house.anna)
    with pytest.raises(NothingSuggested):
        accept_suggestion(conversation, member=house.anna)


def test_it_follows_where_the_other_went(house: House, conversation: Conversation, parked: Conversation) -> None:
    other = conversation_in(house.info)
    join(conversation, into=other, member=house.anna)
    assert accept_suggestion(parked, member=house.anna).target == other


def test_spam_takes_in_nobody(house: House, conversation: Conversation, parked: Conversation) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(state="spam")
    with pytest.raises(CannotJoin):
        accept_suggestion(parked, member=house.anna)
    parked.refresh_from_db()
    assert parked.state == "parked"


def test_owner_and_colleague_may_decide_a_stranger_may_not(house: House) -> None:
    hidden = receive(house.werkstatt, raw=mail(key="w@post.example")).conversation
    first = receive(house.werkstatt, raw=mail(sender=JAKOB, refs="<w@post.example>")).conversation
    second = receive(house.werkstatt, raw=mail(sender="X <x@brief.example>", refs="<w@post.example>")).conversation
    for decide in (accept_suggestion, decline_suggestion):
        with pytest.raises(NotYours):
            decide(first, member=house.carla)
    accept_suggestion(first, member=house.murat)
    decline_suggestion(second, member=house.anna)
    assert hidden.messages.count() == 2


def test_suggestion_into_a_hidden_conversation_is_not_accepted(house: House) -> None:
    receive(house.werkstatt, raw=mail(key="w@post.example"))
    parked = receive(house.info, raw=mail(sender=JAKOB, refs="<w@post.example>")).conversation
    with pytest.raises(NotYours):
        accept_suggestion(parked, member=house.carla)


def test_unconfirmed_sender_is_let_in_once_a_member_vouched(house: House, conversation: Conversation) -> None:
    send_reply(conversation, Reply("Gern."), member=house.anna)
    doubtful = receive(house.info, raw=mail(refs="<a@post.example>", headers=FORGED)).conversation
    assert (doubtful.state, doubtful.parked_for) == ("parked", {"reason": "forged"})
    assert doubtful.person == conversation.person
    done = accept_suggestion(doubtful, member=house.anna)
    assert receive(house.info, raw=mail(refs="<a@post.example>", headers=FORGED)).conversation == conversation
    undo(done, member=house.anna)
    again = receive(house.info, raw=mail(refs="<a@post.example>", headers=FORGED))
    assert again.conversation == doubtful


def test_machine_that_was_parked_makes_nobody_wait_after_either_decision(
    house: House, conversation: Conversation
) -> None:
    send_reply(conversation, Reply("Gern."), member=house.anna)
    raw = mail("Bin im Urlaub", sender=JAKOB, refs="<a@post.example>", headers={"Auto-Submitted": "auto-replied"})
    message = receive(house.info, raw=raw)
    assert message.inbound_kind == InboundKind.AUTO_REPLY
    undo(accept_suggestion(message.conversation, member=house.anna), member=house.anna)
    decline_suggestion(message.conversation, member=house.anna)
    conversation.refresh_from_db()
    assert conversation.waiting_since is None
    assert Conversation.objects.get(pk=message.conversation_id).waiting_since is None
