"""Who is told of what: owner, colleague and stranger."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import JAKOB, House, conversation_in, mail, receive
from nahbar.accounts.actions import change_team
from nahbar.accounts.models import Member
from nahbar.accounts.words import Giving
from nahbar.conversations.actions import Reply, add_note, assign, send_reply
from nahbar.conversations.actions.following import follow
from nahbar.conversations.actions.handing import hand_over
from nahbar.conversations.actions.questions import settle_question
from nahbar.conversations.events import ReplyHeld
from nahbar.conversations.models import Conversation, Message
from nahbar.history.actions import publish
from nahbar.history.models import Cursor, EventRow
from nahbar.history.tasks import react
from nahbar.history.words import SYSTEM
from nahbar.mailroom.events import DeliveryBounced, DeliveryFailed
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.words import DeliveryState
from nahbar.notices.models import Notice
from nahbar.notices.queries import newest
from nahbar.toolbox import clock

# Listeners see what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = "a@post.example", "b@post.example"


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with clock.hold(datetime(2026, 3, 3, 9, tzinfo=UTC)):
        yield


def settle() -> None:
    while react():
        pass


def told(member: Member) -> list[str]:
    """The kinds of what a member was told, oldest first; Nahbar catches up before."""
    settle()
    return list(Notice.objects.filter(member=member).order_by("id").values_list("kind", flat=True))


@pytest.fixture
def saddle(house: House) -> Message:
    message = receive(house.werkstatt, raw=mail(key=FIRST))
    settle()
    return message


def write_again(house: House, text: str = "Und noch etwas.\n", **parts: str) -> Message:
    return receive(house.werkstatt, raw=mail(text, key=SECOND, refs=f"<{FIRST}>", **parts))  # type: ignore[arg-type]


def test_what_is_handed_to_somebody_is_told_to_them_alone(house: House, saddle: Message) -> None:
    assign(saddle.conversation, actor=house.anna.actor, member=house.murat)
    assert told(house.murat) == ["assigned"]
    assert told(house.anna) == told(house.carla) == []


def test_nobody_is_told_of_what_they_did(house: House, saddle: Message) -> None:
    assign(saddle.conversation, actor=house.murat.actor, member=house.murat)
    add_note(saddle.conversation, member=house.murat, text="@Murat Kaya denk dran")
    assert told(house.murat) == []


def test_a_hand_over_with_a_note_that_names_the_taker_is_one_thing(house: House, saddle: Message) -> None:
    hand_over(saddle.conversation, by=house.anna, member=house.murat, text="@Murat Kaya, übernimmst du?")
    assert told(house.murat) == ["assigned"]


def test_a_note_that_asks_and_names_is_one_thing(house: House, saddle: Message) -> None:
    add_note(saddle.conversation, member=house.anna, text="@Murat Kaya und @murat, ja?", ask=[house.murat])
    assert told(house.murat) == ["asked"]


def test_being_named_is_told(house: House, saddle: Message) -> None:
    add_note(saddle.conversation, member=house.anna, text="Weiß @Murat das? @Carla Fremd?")
    assert told(house.murat) == ["named"]
    assert told(house.carla) == []
    assert newest(house.murat)[0].words == "Anna Lind erwähnt dich"
    assert newest(house.murat)[0].about == "Petra Voss: Sattel"


def test_who_asks_hears_of_the_answer(house: House, saddle: Message) -> None:
    conversation = saddle.conversation
    first = add_note(conversation, member=house.anna, text="Da?", ask=[house.murat])
    add_note(conversation, member=house.murat, text="@Anna Lind ja.")
    assert told(house.anna) == ["replied"]
    second = add_note(conversation, member=house.anna, text="Und die Klingel?", ask=[house.murat])
    settle_question(second.questions.get(), member=house.murat)
    assert told(house.anna) == ["replied", "replied"]
    assert first.questions.get().answer is not None


def test_who_has_or_follows_it_hears_the_person(house: House, saddle: Message) -> None:
    assign(saddle.conversation, actor=house.murat.actor, member=house.murat)
    follow(saddle.conversation, member=house.anna, on=True)
    write_again(house)
    assert told(house.murat) == told(house.anna) == ["answered"]
    assert told(house.carla) == []


def test_a_follower_who_has_it_too_hears_it_once(house: House, saddle: Message) -> None:
    assign(saddle.conversation, actor=house.murat.actor, member=house.murat)
    follow(saddle.conversation, member=house.murat, on=True)
    write_again(house)
    assert told(house.murat) == ["answered"]


def test_who_left_the_team_or_the_house_hears_nothing(house: House, saddle: Message) -> None:
    follow(saddle.conversation, member=house.murat, on=True)
    follow(saddle.conversation, member=house.anna, on=True)
    house.workshop.members.remove(house.murat)
    Member.objects.filter(pk=house.anna.pk).update(is_active=False)
    write_again(house)
    assert told(house.murat) == told(house.anna) == []


def test_machines_concern_nobody(house: House, saddle: Message) -> None:
    assign(saddle.conversation, actor=house.murat.actor, member=house.murat)
    write_again(house, headers={"Auto-Submitted": "auto-replied"})  # type: ignore[arg-type]
    assert told(house.murat) == []


def test_a_first_message_is_an_answer_to_nobody(house: House, saddle: Message) -> None:
    del saddle
    settle()
    assert not Notice.objects.exists()
    assert house


def test_what_comes_in_turn_is_told_once(house: House) -> None:
    change_team(house.workshop, by=house.anna, name="Werkstatt", members=[house.murat], giving=Giving.IN_TURN)
    message = receive(house.werkstatt, raw=mail(key=FIRST))
    assert told(house.murat) == ["assigned"]
    assert newest(house.murat)[0].words == "Du bist dran"
    assign(message.conversation, actor=house.murat.actor)
    settle()
    write_again(house)
    settle()
    assert Notice.objects.filter(member=house.murat).count() == 2


def lose(message: Message, state: str) -> None:
    delivery = Delivery.objects.get(origin_kind="message", origin_id=message.pk)
    Delivery.objects.filter(pk=delivery.pk).update(state=state)
    publish(DeliveryFailed(delivery.pk, "message", message.pk))
    publish(DeliveryBounced(delivery.pk, 1, "message", message.pk, state == DeliveryState.BOUNCED))


def test_what_did_not_arrive_is_told_to_its_writer_and_who_has_it(house: House, saddle: Message) -> None:
    reply = send_reply(saddle.conversation, Reply("Gern."), member=house.murat)
    assign(saddle.conversation, actor=house.anna.actor, member=house.anna)
    lose(reply, DeliveryState.BOUNCED)
    assert told(house.murat) == told(house.anna) == ["undelivered"]
    assert told(house.carla) == []


def test_a_report_of_a_delay_is_no_loss(house: House, saddle: Message) -> None:
    reply = send_reply(saddle.conversation, Reply("Gern."), member=house.murat)
    lose(reply, DeliveryState.ACCEPTED)
    assert told(house.murat) == []


def test_a_planned_reply_that_did_not_leave_is_told_to_its_writer(house: House, saddle: Message) -> None:
    publish(ReplyHeld(conversation_id=saddle.conversation_id, member_id=house.murat.pk))
    assert told(house.murat) == ["held"]
    assert newest(house.murat)[0].words == "Deine geplante Antwort ist nicht hinausgegangen"
    assert told(house.anna) == []


def test_something_parked_is_told_to_who_has_what_it_names(house: House, saddle: Message) -> None:
    assign(saddle.conversation, actor=house.murat.actor, member=house.murat)
    settle()
    stranger = write_again(house, sender=JAKOB)
    assert stranger.conversation.state == "parked"
    assert told(house.murat) == ["parked"]
    assert told(house.anna) == told(house.carla) == []
    assert Notice.objects.get().subject_id == stranger.conversation_id


def test_open_pages_are_told_to_look(house: House, saddle: Message) -> None:
    add_note(saddle.conversation, member=house.anna, text="@Murat Kaya")
    settle()
    told = EventRow.objects.filter(name="conversations.colleagues_told")
    assert [row.payload for row in told] == [{"conversation_id": saddle.conversation_id}]


def test_hearing_the_same_news_twice_tells_nobody_twice(house: House, saddle: Message) -> None:
    hand_over(saddle.conversation, by=house.anna, member=house.murat, text="@Murat Kaya")
    write_again(house)
    assert told(house.murat) == ["assigned", "answered"]
    Cursor.objects.filter(listener="conversations.notices").update(tx=0, event_id=0)
    assert told(house.murat) == ["assigned", "answered"]


def test_mail_that_concerns_nobody_costs_one_look_a_block(house: House) -> None:
    for number in range(5):
        conversation_in(house.info, text=f"Rad {number}\n")
    with CaptureQueriesContext(connection) as captured:
        settle()
    looks = [query["sql"] for query in captured if "nahbar_conversations_follower" in query["sql"]]
    assert len(looks) == 1
    assert not [query for query in captured if "nahbar_notices" in query["sql"]]


def test_several_workers_tell_once(house: House) -> None:
    conversation = conversation_in(house.info)
    for number in range(10):
        add_note(conversation, member=house.anna, text=f"@Murat Kaya {number}")
        assign(conversation, actor=SYSTEM, member=house.carla)
    start = Barrier(4)

    def work() -> None:
        start.wait(30)
        try:
            settle()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work) for _ in range(4)]:
            done.result(60)
    assert told(house.murat) == ["named"] * 10
    assert told(house.carla) == ["assigned"] * 10
    assert Conversation.objects.count() == 1
