"""Lists as a member reads them: what is new, in groups, in an order of their choice."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cast import House, conversation_in
from desk.reading import words
from nahbar.conversations.actions import Reply, close, send_reply
from nahbar.conversations.models import Conversation
from nahbar.conversations.words import PAGE
from nahbar.history.tasks import react
from nahbar.history.words import SYSTEM
from nahbar.toolbox import clock


def came(house: House, name: str, *, days: float = 0) -> Conversation:
    """A conversation that somebody began so many days ago."""
    sender = f"{name} <{name.lower()}@post.example>"
    with clock.hold(clock.now() - timedelta(days=days)):
        return conversation_in(house.info, sender=sender)


def groups(page: Any) -> list[str]:
    return re.findall(r'class="group"><h2>([^<]*)</h2>', page.content.decode())


def names(page: Any) -> list[str]:
    return re.findall(r'hx-push-url="[^"]*">([^<]*)</a>', page.content.decode())


def new_ones(page: Any) -> int:
    return int(page.content.decode().count('class="row unseen"'))


def test_those_who_wait_stand_in_groups_of_how_long(house: House, anna: Client) -> None:
    for name, days in (("Uralt", 45), ("Alt", 9), ("Mittel", 3), ("Gestern", 1), ("Neu", 0)):
        came(house, name, days=days)
    done = came(house, "Fertig")
    send_reply(done, Reply("Gern."), member=house.anna)
    page = anna.get("/piles/open/")
    assert groups(page) == [
        "Seit über einem Monat",
        "Seit über einer Woche",
        "Seit ein paar Tagen",
        "Seit gestern",
        "Seit heute",
        "Beantwortet",
    ]
    assert names(page) == ["Uralt", "Alt", "Mittel", "Gestern", "Neu", "Fertig"]


def test_an_order_is_chosen_and_kept(house: House, anna: Client, murat: Client) -> None:
    for name, days in (("Alt", 9), ("Neu", 0)):
        came(house, name, days=days)
    assert names(anna.get("/piles/open/")) == ["Alt", "Neu"]
    chosen = anna.get("/piles/open/?sort=newest")
    assert names(chosen) == ["Neu", "Alt"]
    assert groups(chosen)[0] == "Heute"
    assert names(anna.get("/piles/open/?part=list")) == ["Neu", "Alt"]
    assert names(anna.get("/piles/waiting/")) == ["Alt", "Neu"]
    assert names(murat.get("/piles/open/")) == ["Alt", "Neu"]
    assert names(anna.get("/piles/open/?sort=nonsense")) == ["Neu", "Alt"]
    assert names(anna.get("/piles/open/?sort=waiting")) == ["Alt", "Neu"]


def test_what_was_closed_last_stands_first(house: House, anna: Client) -> None:
    first, second = came(house, "Erste"), came(house, "Zweite")
    with clock.hold(clock.now() - timedelta(days=1)):
        close(second, actor=SYSTEM)
    close(first, actor=SYSTEM)
    page = anna.get("/piles/closed/")
    assert names(page) == ["Erste", "Zweite"]
    assert groups(page) == ["Heute", "Gestern"]
    assert names(anna.get("/piles/closed/?sort=newest")) == ["Zweite", "Erste"]


@pytest.mark.django_db(transaction=True)
def test_what_left_stands_newest_first(house: House, anna: Client, carla: Client) -> None:
    early, late = came(house, "Frueh"), came(house, "Spaet")
    hidden = conversation_in(house.werkstatt, sender="Fremd <fremd@post.example>", to="werkstatt@radhof.example")
    assert "Noch ist nichts hinausgegangen." in words(anna.get("/piles/sent/"))
    for number, conversation in enumerate((early, late, hidden, early)):
        with clock.hold(clock.now() + timedelta(minutes=number)):
            send_reply(conversation, Reply("Gern."), member=house.anna)
    while react():
        pass
    assert names(anna.get("/piles/sent/")) == ["Frueh", "Fremd", "Spaet"]
    assert names(carla.get("/piles/sent/")) == ["Frueh", "Spaet"]


def test_a_group_is_not_named_again_on_the_next_page(house: House, anna: Client) -> None:
    for number in range(PAGE + 2):
        conversation_in(house.info, sender=f"Kunde-{number:03} <kunde{number}@post.example>")
    first = anna.get("/piles/waiting/")
    link = re.findall(r'hx-get="(/piles/waiting/\?after=[^"]*)"', first.content.decode())[0].replace("&amp;", "&")
    further = anna.get(link)
    assert groups(first) == ["Seit heute"]
    assert groups(further) == []
    assert len(names(first)) + len(names(further)) == PAGE + 2


def test_what_came_is_marked_until_it_is_opened(house: House, anna: Client, murat: Client) -> None:
    conversation = came(house, "Petra")
    assert new_ones(anna.get("/piles/waiting/")) == 1
    beside = anna.get(f"/conversations/{conversation.pk}/")
    assert new_ones(beside) == 0
    assert new_ones(anna.get("/piles/waiting/")) == 0
    assert new_ones(murat.get("/piles/waiting/")) == 1
    murat.get(f"/conversations/{conversation.pk}/?part=fresh")
    assert new_ones(murat.get("/piles/waiting/")) == 1
    murat.get(f"/conversations/{conversation.pk}/?part=fresh&visible=1")
    assert new_ones(murat.get("/piles/waiting/")) == 0
    murat.post(f"/conversations/{conversation.pk}/not-seen/")
    murat.get(f"/conversations/{conversation.pk}/?part=stage")
    assert new_ones(murat.get("/piles/waiting/")) == 0


def test_new_marks_are_set_and_taken_by_hand(house: House, anna: Client) -> None:
    conversation = came(house, "Petra")
    anna.get(f"/conversations/{conversation.pk}/")
    again = anna.post(f"/conversations/{conversation.pk}/not-seen/?in=waiting", follow=True)
    assert "Steht wieder als neu da." in words(again)
    assert new_ones(again) == 1
    after = anna.post("/seen/?in=waiting", follow=True)
    assert "Dir wird nichts mehr als neu gezeigt." in words(after)
    assert new_ones(after) == 0


def test_a_stranger_marks_nothing(saddle: Conversation, carla: Client) -> None:
    assert carla.post(f"/conversations/{saddle.pk}/not-seen/").status_code == 404
    assert carla.get("/seen/").status_code == 405
