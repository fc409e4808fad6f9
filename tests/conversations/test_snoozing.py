from __future__ import annotations

from datetime import timedelta

import pytest

from cast import House, conversation_in, mail, receive
from nahbar.conversations.actions import (
    CannotSnooze,
    Reply,
    close,
    join,
    mark_spam,
    send_reply,
    snooze,
    undo,
    wake,
    wake_due,
)
from nahbar.conversations.models import Conversation
from nahbar.conversations.queries import order_of, pile
from nahbar.conversations.words import ConversationState
from nahbar.history.models import Entry, EventRow
from nahbar.history.words import SYSTEM
from nahbar.toolbox import clock

HOUR = timedelta(hours=1)


def put_aside(conversation: Conversation, hours: float = 1) -> Conversation:
    return snooze(conversation, until=clock.now() + hours * HOUR, actor=SYSTEM)


def names(house: House, name: str) -> list[str]:
    rows = pile(house.anna, name).order_by(*order_of(name))
    return list(rows.values_list("person__name", flat=True))


def test_it_leaves_the_open_piles_and_comes_back_by_itself(house: House) -> None:
    with clock.hold(clock.now()):
        conversation = conversation_in(house.info)
        put_aside(conversation)
        assert names(house, "waiting") == names(house, "open") == names(house, "unassigned") == []
        assert names(house, "snoozed") == ["Petra Voss"]
        assert wake_due() == 0
        clock.advance(HOUR)
        assert wake_due() == 1
        assert wake_due() == 0
    assert names(house, "snoozed") == []
    assert names(house, "waiting") == ["Petra Voss"]
    verbs = list(Entry.objects.filter(verb__contains="conversation.").order_by("id").values_list("verb", flat=True))
    assert verbs[-2:] == ["conversation.snoozed", "conversation.woke"]
    assert list(EventRow.objects.order_by("id").values_list("name", flat=True))[-2:] == [
        "conversations.snoozed",
        "conversations.woke",
    ]


def test_who_waits_has_waited_all_the_time(house: House) -> None:
    with clock.hold(clock.now()):
        conversation = conversation_in(house.info)
        since = conversation.waiting_since
        put_aside(conversation)
        clock.advance(HOUR)
        wake_due()
    conversation.refresh_from_db()
    assert conversation.waiting_since == conversation.queue_at == since
    assert conversation.woke_at is None


def test_where_nobody_waits_it_stands_in_front_again_from_its_moment_on(house: House) -> None:
    with clock.hold(clock.now()):
        answered = conversation_in(house.info, sender="Alt <alt@post.example>")
        send_reply(answered, Reply("Ich melde mich."), member=house.anna)
        later = conversation_in(house.info, sender="Neu <neu@post.example>")
        send_reply(later, Reply("Gern."), member=house.anna)
        put_aside(answered)
        clock.advance(HOUR)
        wake_due()
        assert names(house, "open") == ["Alt", "Neu"]
        answered.refresh_from_db()
        assert answered.woke_at == clock.now()
        send_reply(answered, Reply("Hier bin ich."), member=house.anna)
    assert not Conversation.objects.get(pk=answered.pk).woke_at
    assert names(house, "waiting") == []


def test_the_pile_is_in_the_order_of_waking(house: House) -> None:
    for name, hours in (("Spät", 9), ("Früh", 1), ("Mittel", 5)):
        put_aside(conversation_in(house.info, sender=f"{name} <{hours}@post.example>"), hours)
    assert names(house, "snoozed") == ["Früh", "Mittel", "Spät"]


def test_it_wakes_at_once_when_the_person_writes(house: House) -> None:
    first = receive(house.info, raw=mail(key="a@post.example"))
    put_aside(first.conversation)
    receive(house.info, raw=mail(key="b@post.example", refs="<a@post.example>"))
    first.conversation.refresh_from_db()
    assert first.conversation.state == ConversationState.OPEN


def test_a_machine_does_not_wake_it(house: House) -> None:
    first = receive(house.info, raw=mail(key="a@post.example"))
    put_aside(first.conversation)
    receive(house.info, raw=mail(refs="<a@post.example>", headers={"Auto-Submitted": "auto-replied"}))
    first.conversation.refresh_from_db()
    assert first.conversation.state == ConversationState.SNOOZED


def test_members_wake_it_and_choose_another_moment(house: House) -> None:
    conversation = put_aside(conversation_in(house.info))
    moved = put_aside(conversation, 5)
    assert moved.snoozed_until is not None
    assert moved.snoozed_until > clock.now() + 4 * HOUR
    assert wake(conversation, actor=SYSTEM).state == ConversationState.OPEN
    told = Entry.objects.filter(verb="conversation.woke").count()
    wake(conversation, actor=SYSTEM)
    assert Entry.objects.filter(verb="conversation.woke").count() == told


def test_what_was_closed_comes_back_open(house: House) -> None:
    with clock.hold(clock.now()):
        conversation = conversation_in(house.info)
        close(conversation, actor=SYSTEM)
        put_aside(conversation)
        clock.advance(HOUR)
        wake_due()
    assert names(house, "open") == ["Petra Voss"]
    assert names(house, "waiting") == []


@pytest.mark.parametrize("hours", [-1, 0, 24 * 366 * 6])
def test_moments_that_are_of_no_use_are_refused(house: House, hours: float) -> None:
    conversation = conversation_in(house.info)
    with clock.hold(clock.now()), pytest.raises(CannotSnooze):
        put_aside(conversation, hours)


def test_spam_is_decided_first(house: House) -> None:
    conversation = conversation_in(house.info)
    mark_spam(conversation, house.anna)
    with pytest.raises(CannotSnooze):
        put_aside(conversation)


def test_of_two_that_are_joined_the_earlier_moment_counts_and_undoing_gives_both_back(house: House) -> None:
    one = conversation_in(house.info, subject="Eins")
    two = conversation_in(house.info, subject="Zwei")
    for each, hours in ((one, 2), (two, 7)):
        send_reply(each, Reply("Gern."), member=house.anna)
        put_aside(each, hours)
    one.refresh_from_db()
    two.refresh_from_db()
    early, late = one.snoozed_until, two.snoozed_until
    done = join(one, into=two, member=house.anna)
    two.refresh_from_db()
    assert (two.state, two.snoozed_until) == (ConversationState.SNOOZED, early)
    undo(done, member=house.anna)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.snoozed_until, two.snoozed_until) == (early, late)
    assert {one.state, two.state} == {ConversationState.SNOOZED}


def test_waking_goes_in_blocks(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nahbar.conversations.actions.snoozing.WOKEN_AT_ONCE", 2)
    with clock.hold(clock.now()):
        for number in range(3):
            put_aside(conversation_in(house.info, sender=f"{number} <{number}@post.example>"))
        clock.advance(HOUR)
        assert [wake_due(), wake_due(), wake_due()] == [2, 1, 0]
