from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import JAKOB, House, conversation_in, mail, receive
from nahbar.accounts.actions import add_member, change_team, set_presence
from nahbar.accounts.models import Member
from nahbar.accounts.words import Giving
from nahbar.conversations.actions import Reply, assign, close, not_spam, put_back, send_reply
from nahbar.conversations.actions.giving import next_of
from nahbar.conversations.actions.spam import mark_spam
from nahbar.conversations.models import Conversation
from nahbar.conversations.queries import pile
from nahbar.history.models import Cursor, Entry
from nahbar.history.tasks import react
from nahbar.history.words import SYSTEM
from nahbar.toolbox import clock

# Listeners see what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)
_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with clock.hold(TUESDAY):
        yield


@pytest.fixture
def team(house: House) -> list[Member]:
    """Murat, Nora and Olaf share the workshop's inbox."""
    more = [add_member(email=f"{name.lower()}@radhof.example", name=name, password=None) for name in ("Nora", "Olaf")]
    share(house, Giving.IN_TURN, [house.murat, *more])
    return [house.murat, *more]


def share(house: House, giving: str, members: list[Member] | None = None) -> None:
    everybody = members or list(house.workshop.members.all())
    change_team(house.workshop, by=house.anna, name=house.workshop.name, members=everybody, giving=giving)


def settle() -> None:
    while react():
        pass


def ask(house: House) -> Conversation:
    """Somebody writes to the workshop, each time with other words: the same ones again and again would be a flood."""
    number = next(_numbers)
    return conversation_in(house.werkstatt, subject=f"Frage {number}", text=f"Rad {number} quietscht.\n")


def come(house: House, count: int = 1) -> list[str]:
    """So many conversations come in; returns who got each."""
    made = [ask(house) for _ in range(count)]
    settle()
    return [holder(each) for each in made]


def holder(conversation: Conversation) -> str:
    conversation.refresh_from_db()
    return conversation.assignee.name.split()[0] if conversation.assignee else ""


def test_by_hand_nobody_is_given_anything(house: House, team: list[Member]) -> None:
    share(house, Giving.BY_HAND, team)
    assert come(house) == [""]


def test_in_turn_each_gets_one_after_the_other(house: House, team: list[Member]) -> None:
    del team
    assert come(house, 4) == ["Murat", "Nora", "Olaf", "Murat"]
    assert come(house, 2) == ["Nora", "Olaf"]


def test_the_history_says_who_got_it(house: House, team: list[Member]) -> None:
    del team
    come(house)
    told = Entry.objects.filter(verb="conversation.assigned")
    assert [(entry.actor_label, entry.data["member"]) for entry in told] == [("Nahbar", "Murat Kaya")]


def test_by_load_the_one_with_the_fewest_waiting_gets_it(house: House, team: list[Member]) -> None:
    for number in range(3):
        assign(conversation_in(house.info, subject=f"Rad {number}"), actor=SYSTEM, member=house.murat)
    assign(conversation_in(house.info, subject="Klingel"), actor=SYSTEM, member=team[1])
    share(house, Giving.BY_LOAD, team)
    assert come(house, 2) == ["Olaf", "Nora"]
    assert come(house, 3) == ["Olaf", "Nora", "Olaf"]


def test_what_nobody_waits_in_is_no_load(house: House, team: list[Member]) -> None:
    share(house, Giving.BY_LOAD, team)
    answered, closed = conversation_in(house.info, subject="A"), conversation_in(house.info, subject="B")
    for each in (answered, closed):
        assign(each, actor=SYSTEM, member=house.murat)
    send_reply(answered, Reply("Gern."), member=house.murat)
    close(closed, actor=SYSTEM)
    assert come(house) == ["Murat"]


@pytest.mark.parametrize("giving", [Giving.IN_TURN, Giving.BY_LOAD])
def test_the_absent_get_nothing_new(house: House, team: list[Member], giving: Giving) -> None:
    share(house, giving, team)
    set_presence(
        house.murat, by=house.murat, working_days="12345", away_from=date(2026, 3, 1), away_until=TUESDAY.date()
    )
    set_presence(team[2], by=team[2], working_days="1345")
    assert come(house, 3) == ["Nora", "Nora", "Nora"]


def test_where_nobody_is_here_it_stays_with_the_team(house: House, team: list[Member]) -> None:
    for member in team:
        set_presence(member, by=member, working_days="1")
    assert come(house) == [""]
    assert pile(house.murat, "unassigned").count() == 1


def test_only_who_may_see_the_inbox_is_asked(house: House, team: list[Member]) -> None:
    """A conversation of another team's inbox was handed to this one: those who could not see it are left out."""
    conversation = conversation_in(house.werkstatt)
    share(house, Giving.IN_TURN, [house.carla])
    house.werkstatt.team = house.carla.teams.get(name="Verkauf")
    house.werkstatt.save()
    house.carla.teams.remove(house.werkstatt.team)
    Conversation.objects.filter(pk=conversation.pk).update(team=house.workshop)
    settle()
    assert holder(conversation) == ""
    assert team


def test_who_has_it_keeps_it_when_the_person_writes_again(house: House, team: list[Member]) -> None:
    first = receive(house.werkstatt, raw=mail(key="a@post.example"))
    settle()
    assign(first.conversation, actor=house.anna.actor, member=team[2])
    receive(house.werkstatt, raw=mail("Und noch etwas.", key="b@post.example", refs="<a@post.example>"))
    settle()
    assert holder(first.conversation) == "Olaf"


def test_machine_mail_and_spam_are_nobodys_turn(house: House, team: list[Member]) -> None:
    del team
    machine = receive(house.werkstatt, raw=mail(headers={"Auto-Submitted": "auto-replied"}, sender=JAKOB))
    spam = conversation_in(house.werkstatt)
    mark_spam(spam, house.anna)
    settle()
    assert holder(machine.conversation) == ""
    assert holder(spam) == ""
    not_spam(spam, house.anna)
    settle()
    assert holder(spam) == "Murat"


def test_what_a_member_hands_to_the_team_stays_there_a_machines_finds_somebody(
    house: House, team: list[Member]
) -> None:
    del team
    by_hand, by_rule = conversation_in(house.info, subject="A"), conversation_in(house.info, subject="B")
    settle()
    assign(by_hand, actor=house.anna.actor, team=house.workshop)
    assign(by_rule, actor=SYSTEM, team=house.workshop)
    settle()
    assert holder(by_hand) == ""
    assert holder(by_rule) == "Murat"


def test_taking_back_does_not_give_it_out_again(house: House, team: list[Member]) -> None:
    del team
    conversation = conversation_in(house.info)
    settle()
    before = {"id": conversation.pk, "state": "open", "assignee": None, "team": house.workshop.pk}
    after = {**before, "assignee": house.anna.pk, "team": None}
    assign(conversation, actor=house.anna.actor, member=house.anna)
    rest: dict[str, object] = {"until": None, "tags": []}
    put_back([before | rest], [after | rest], member=house.anna)
    settle()
    conversation.refresh_from_db()
    assert (holder(conversation), conversation.team) == ("", house.workshop)


def test_hearing_the_same_news_twice_changes_nothing(house: House, team: list[Member]) -> None:
    del team
    come(house, 2)
    Cursor.objects.filter(listener="conversations.giving").update(tx=0, event_id=0)
    settle()
    assert Entry.objects.filter(verb="conversation.assigned").count() == 2


def test_the_turn_goes_on_behind_somebody_who_left_the_team(house: House, team: list[Member]) -> None:
    assert next_of(team, team[1].pk, {}) == team[2]
    assert next_of([team[0], team[2]], team[1].pk, {}) == team[2]
    assert next_of(team, team[2].pk, {}) == team[0]
    assert next_of(team, None, {}) == team[0]
    assert house


def test_what_waits_for_the_absent_is_shown_to_the_others(house: House, team: list[Member]) -> None:
    waits, answered = conversation_in(house.werkstatt, subject="A"), conversation_in(house.werkstatt, subject="B")
    for each in (waits, answered):
        assign(each, actor=house.anna.actor, member=house.murat)
    send_reply(answered, Reply("Gern."), member=house.murat)
    assert not pile(team[1], "away").exists()
    set_presence(house.murat, by=house.murat, working_days="12345", away_from=TUESDAY.date())
    assert list(pile(team[1], "away")) == [waits]
    assert not pile(house.murat, "away").exists()
    assert not pile(house.carla, "away").exists()
    assert list(pile(house.anna, "away")) == [waits]


def test_mail_for_inboxes_by_hand_costs_one_look(house: House) -> None:
    for number in range(3):
        conversation_in(house.info, subject=str(number))
    settle()
    conversation_in(house.info, subject="noch eins")
    with CaptureQueriesContext(connection) as captured:
        settle()
    looks = [query["sql"] for query in captured if "given_last" in query["sql"]]
    assert len(looks) == 1


def test_several_workers_give_each_conversation_once(house: House, team: list[Member]) -> None:
    for _ in range(12):
        ask(house)
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
    settle()
    given = [holder(each) for each in Conversation.objects.order_by("pk")]
    assert {name: given.count(name) for name in ("Murat", "Nora", "Olaf")} == {"Murat": 4, "Nora": 4, "Olaf": 4}
    assert Entry.objects.filter(verb="conversation.assigned").count() == 12
    assert team
