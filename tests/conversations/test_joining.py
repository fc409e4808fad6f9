from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from cast import JAKOB, House, conversation_in, mail, receive
from mails import with_files
from nahbar.conversations.actions import (
    CannotJoin,
    NothingToUndo,
    Reply,
    add_note,
    assign,
    close,
    join,
    send_reply,
    undo,
)
from nahbar.conversations.actions.send import ThreadMoved
from nahbar.conversations.models import Conversation, Message, Rearrangement
from nahbar.conversations.queries import (
    also_open,
    conversations_with,
    counts,
    find,
    living,
    pile,
    rearrangements_of,
    timeline,
)
from nahbar.conversations.rules import NotYours, visible_to
from nahbar.history.models import Entry, EventRow
from nahbar.toolbox import clock

START = clock.now() - timedelta(days=1)


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def written(house: House, hours: int, key: str, sender: str = "") -> Conversation:
    """A conversation that began at this hour; Petra's unless somebody else is named."""
    parts = {"sender": sender} if sender else {}
    with clock.hold(at(hours)):
        return conversation_in(house.info, key=key, subject=f"Sattel {key}", **parts)


@pytest.fixture
def old(house: House) -> Conversation:
    return written(house, 1, "a@post.example")


@pytest.fixture
def new(house: House, old: Conversation) -> Conversation:  # noqa: ARG001 - comes after it
    return written(house, 2, "b@post.example")


def standing(conversation: Conversation) -> dict[str, Any]:
    """Everything about a conversation that joining and undoing may touch."""
    row = Conversation.objects.get(pk=conversation.pk)
    kept = {field.attname: getattr(row, field.attname) for field in Conversation._meta.concrete_fields}
    return kept | {
        "messages": set(row.messages.values_list("pk", flat=True)),
        "participants": set(row.participants.values_list("address__value", flat=True)),
        "inboxes": set(row.inboxes.values_list("pk", flat=True)),
    }


def test_everything_lies_in_one_and_the_other_leaves_the_piles(
    house: House, old: Conversation, new: Conversation
) -> None:
    add_note(new, member=house.anna, text="Ruft gern zurück.")
    join(new, into=old, member=house.anna)
    shell, joined = Conversation.objects.get(pk=new.pk), Conversation.objects.get(pk=old.pk)
    assert [said.message.text.strip() for said in timeline(joined)][-1] == "Ruft gern zurück."
    assert len(timeline(joined)) == 3
    assert not timeline(shell)
    assert (shell.merged_into, shell.state, shell.waiting_since) == (joined, "closed", None)
    assert joined.last_message_at == at(2)
    assert joined.waiting_since == joined.queue_at == at(1)
    assert list(pile(house.anna, "open")) == list(pile(house.anna, "waiting")) == [joined]
    assert not pile(house.anna, "closed").exists()
    assert counts([pile(house.anna, name) for name in ("open", "waiting", "closed")]) == [1, 1, 0]
    assert conversations_with(joined.person, house.anna) == [joined]
    assert living(shell) == joined


def test_files_and_what_was_sent_come_along(house: House, old: Conversation) -> None:
    second = receive(house.info, raw=with_files()).conversation
    reply = send_reply(second, Reply("Gern."), member=house.anna)
    join(second, into=old, member=house.anna)
    said = timeline(old)
    assert sum(each.message.attachments.count() for each in said) == 2
    assert [each.delivery.state for each in said if each.delivery] == ["queued"]
    assert Message.objects.get(pk=reply.pk).conversation == old


def test_who_and_which_inboxes_take_part_is_added_up(house: House, old: Conversation) -> None:
    jakob = conversation_in(house.werkstatt, sender=JAKOB, key="j@brief.example")
    join(jakob, into=old, member=house.anna)
    assert set(old.inboxes.all()) == {house.info, house.werkstatt}
    assert receive(house.info, raw=mail(sender=JAKOB, refs="<a@post.example>")).conversation == old
    assert receive(house.info, raw=mail(refs="<j@brief.example>")).conversation == old


@pytest.mark.parametrize(
    ("source", "target", "after", "waits"),
    [
        ("waiting", "waiting", "open", 1),
        ("waiting", "answered", "open", 2),
        ("waiting", "closed", "open", 2),
        ("waiting", "snoozed", "open", 2),
        ("answered", "waiting", "open", 1),
        ("answered", "closed", "open", None),
        ("answered", "snoozed", "open", None),
        ("closed", "waiting", "open", 1),
        ("closed", "closed", "closed", None),
        ("snoozed", "closed", "snoozed", None),
        ("parked", "answered", "open", 2),
        ("spam", "closed", "closed", None),
    ],
)
def test_whoever_waited_goes_on_waiting(
    house: House, old: Conversation, new: Conversation, source: str, target: str, after: str, waits: int | None
) -> None:
    for conversation, state in ((new, source), (old, target)):
        if state == "waiting":
            continue
        if state != "parked":
            send_reply(conversation, Reply("Gern.", close=state == "closed"), member=house.anna)
        if state not in ("answered", "closed"):
            Conversation.objects.filter(pk=conversation.pk).update(state=state)
    join(new, into=old, member=house.anna)
    old.refresh_from_db()
    assert (old.state, old.waiting_since) == (after, at(waits) if waits else None)


def test_it_keeps_its_hands_or_takes_over_those_of_the_other(
    house: House, old: Conversation, new: Conversation
) -> None:
    assign(new, actor=house.anna.actor, member=house.murat)
    third = written(house, 3, "c@post.example")
    assign(third, actor=house.anna.actor, member=house.anna)
    join(new, into=old, member=house.anna)
    join(third, into=old, member=house.anna)
    old.refresh_from_db()
    assert old.assignee == house.murat


def test_answers_to_the_old_one_find_the_living_one_over_any_number_of_steps(
    house: House, old: Conversation, new: Conversation
) -> None:
    third = written(house, 3, "c@post.example")
    join(old, into=new, member=house.anna)
    join(new, into=third, member=house.anna)
    assert receive(house.info, raw=mail(refs="<a@post.example>")).conversation == third
    assert [living(Conversation.objects.get(pk=each.pk)) for each in (old, new, third)] == [third] * 3
    reply = send_reply(old, Reply("An die alte Seite."), member=house.anna)
    assert reply.conversation == third
    assert "c@post.example" in reply.refs
    assert add_note(new, member=house.anna, text="Auch hier.").conversation == third
    fourth = written(house, 4, "d@post.example")
    join(fourth, into=old, member=house.anna)
    assert Conversation.objects.get(pk=fourth.pk).merged_into == third


def test_writer_who_saw_only_one_of_the_two_is_asked_to_look(
    house: House, old: Conversation, new: Conversation
) -> None:
    seen = new.messages.get().pk
    join(new, into=old, member=house.murat)
    with pytest.raises(ThreadMoved, match="joined"):
        send_reply(new, Reply("Gern.", seen=seen), member=house.anna)


def test_what_is_one_already_cannot_be_joined(house: House, old: Conversation, new: Conversation) -> None:
    with pytest.raises(CannotJoin, match="one conversation already"):
        join(old, into=old, member=house.anna)
    join(new, into=old, member=house.anna)
    with pytest.raises(CannotJoin, match="joined into another"):
        join(new, into=old, member=house.anna)
    with pytest.raises(CannotJoin, match="one conversation already"):
        join(old, into=new, member=house.anna)


@pytest.mark.parametrize("state", ["parked", "spam"])
def test_nothing_is_joined_into_what_was_put_aside(
    house: House, old: Conversation, new: Conversation, state: str
) -> None:
    Conversation.objects.filter(pk=old.pk).update(state=state)
    with pytest.raises(CannotJoin, match="put aside"):
        join(new, into=old, member=house.anna)


def test_owner_and_colleague_may_join_a_stranger_may_not(house: House) -> None:
    seen = conversation_in(house.info)
    first, second, third = (conversation_in(house.werkstatt) for _ in range(3))
    for conversation, into in ((first, seen), (seen, first)):
        with pytest.raises(NotYours):
            join(conversation, into=into, member=house.carla)
    assert not Rearrangement.objects.exists()
    done = join(first, into=second, member=house.murat)
    with pytest.raises(NotYours):
        undo(done, member=house.carla)
    join(third, into=second, member=house.anna)
    undo(done, member=house.murat)


def test_undoing_brings_back_how_both_stood(house: House, old: Conversation, new: Conversation) -> None:
    jakob = conversation_in(house.werkstatt, sender=JAKOB)
    assign(jakob, actor=house.anna.actor, member=house.murat)
    for source in (new, jakob):
        before = standing(source), standing(old)
        undo(join(source, into=old, member=house.anna), member=house.anna)
        assert (standing(source), standing(old)) == before


def test_what_was_said_since_stays_where_it_was_said(house: House, old: Conversation, new: Conversation) -> None:
    jakob = written(house, 3, "j@brief.example", JAKOB)
    send_reply(old, Reply("Gern."), member=house.anna)
    done = join(jakob, into=old, member=house.anna)
    late = receive(house.info, raw=mail("Und noch etwas", refs="<a@post.example>"))
    undo(done, member=house.anna)
    old.refresh_from_db()
    jakob.refresh_from_db()
    assert Message.objects.get(pk=late.pk).conversation == old
    assert (old.waiting_since, old.last_message_at, old.gist) == (late.at, late.at, "Und noch etwas")
    assert (jakob.waiting_since, jakob.merged_into, jakob.state) == (at(3), None, "open")
    assert {row.address.value for row in old.participants.all()} == {"petra@post.example"}
    assert new.state == "open"


def test_whoever_wrote_after_the_join_goes_on_taking_part(house: House, old: Conversation) -> None:
    jakob = written(house, 3, "j@brief.example", JAKOB)
    done = join(jakob, into=old, member=house.anna)
    receive(house.info, raw=mail("Ich bin auch dabei", sender=JAKOB, refs="<a@post.example>"))
    undo(done, member=house.anna)
    assert {row.address.value for row in old.participants.all()} == {"petra@post.example", "jakob@brief.example"}


def test_undone_twice_or_overtaken_is_told(house: House, old: Conversation, new: Conversation) -> None:
    done = join(new, into=old, member=house.anna)
    undo(done, member=house.anna)
    with pytest.raises(NothingToUndo):
        undo(done, member=house.anna)
    assert rearrangements_of(old) == []


def test_earlier_join_is_undone_out_of_where_everything_went_since(
    house: House, old: Conversation, new: Conversation
) -> None:
    third = written(house, 3, "c@post.example")
    before = standing(new)
    first = join(new, into=old, member=house.anna)
    join(old, into=third, member=house.anna)
    undo(first, member=house.anna)
    assert standing(new) == before
    assert {each.message.key for each in timeline(third)} == {"a@post.example", "c@post.example"}


def test_history_and_events_tell_both(house: House, old: Conversation, new: Conversation) -> None:
    done = join(new, into=old, member=house.anna)
    undo(done, member=house.anna)
    for conversation in (old, new):
        verbs = Entry.objects.filter(subject_kind="conversation", subject_id=conversation.pk).order_by("id")
        assert list(verbs.values_list("verb", flat=True))[-2:] == ["conversation.joined", "conversation.undone"]
        told = EventRow.objects.filter(name="conversations.rearranged", payload__conversation_id=conversation.pk)
        assert [row.payload["change"] for row in told.order_by("id")] == ["joined", "undone"]


def test_same_person_is_offered_newest_first_and_bounded(house: House, old: Conversation, new: Conversation) -> None:
    written(house, 3, "j@brief.example", JAKOB)
    closed = written(house, 4, "c@post.example")
    close(closed, actor=house.anna.actor)
    parked = written(house, 4, "p@post.example")
    Conversation.objects.filter(pk=parked.pk).update(state="parked")
    newest = written(house, 5, "d@post.example")
    assert also_open(old, house.anna) == [newest, new]
    assert also_open(old, house.anna, limit=1) == [newest]
    join(new, into=old, member=house.anna)
    assert also_open(old, house.anna) == [newest]


def test_what_a_member_does_not_see_is_not_offered(house: House, old: Conversation) -> None:
    hidden = conversation_in(house.werkstatt)
    assert also_open(old, house.murat) == [hidden]
    assert also_open(old, house.carla) == []


def test_number_finds_its_conversation(house: House, old: Conversation, new: Conversation) -> None:
    for words in (f"#{old.number}", str(old.number)):
        assert old in find(visible_to(house.anna), words)
    assert new not in find(visible_to(house.anna), f"#{old.number}")
