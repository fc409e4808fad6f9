from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation
from django.utils.timezone import localtime

from cast import House
from desk.reading import page_of, words
from nahbar.conversations.actions import Reply, send_reply, snooze, wake_due
from nahbar.conversations.models import Conversation
from nahbar.conversations.words import ConversationState
from nahbar.desk.snoozing import offers
from nahbar.history.words import SYSTEM
from nahbar.toolbox import clock

BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    with translation.override("de"):
        yield


def until(conversation: Conversation) -> str:
    conversation.refresh_from_db()
    assert conversation.snoozed_until is not None
    return f"{localtime(conversation.snoozed_until):%Y-%m-%d %H:%M}"


def test_an_offer_puts_it_aside_and_says_until_when(anna: Client, saddle: Conversation) -> None:
    with clock.hold(WEDNESDAY):
        value = next(each.value for each in offers() if each.title == "Morgen früh")
        page = anna.post(f"/conversations/{saddle.pk}/snooze/", {"at": value}, follow=True)
        shown = words(page)
        assert "Schlummert bis morgen, 8:00 Uhr. Es kommt von selbst wieder" in shown
        assert "Anna Lind hat es schlafen gelegt bis Donnerstag, 26. November 2026, 8:00" in shown
        assert until(saddle) == "2026-11-26 08:00"
        listed = words(anna.get("/piles/snoozed/"))
        assert "Petra Voss bis morgen, 8:00 Uhr" in listed
        assert "wartet" not in listed
        assert "Alle haben eine Antwort" in words(anna.get("/piles/waiting/"))


def test_own_words_count_before_an_offer(anna: Client, saddle: Conversation) -> None:
    with clock.hold(WEDNESDAY):
        anna.post(f"/conversations/{saddle.pk}/snooze/", {"words": "nächsten Dienstag früh"})
    assert until(saddle) == "2026-12-01 08:00"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"words": "irgendwann"}, "haben wir nicht verstanden"),
        ({"words": "heute früh"}, "schon vorbei"),
        ({"at": "2026-13-45T00:00"}, "haben wir nicht verstanden"),
        ({"at": "2026-11-26T08:00"}, "haben wir nicht verstanden"),
        ({}, "haben wir nicht verstanden"),
        ({"words": "3.12.2099"}, "mehr als fünf Jahre"),
    ],
)
def test_what_is_no_use_is_refused_in_words(
    anna: Client, saddle: Conversation, given: dict[str, str], said: str
) -> None:
    with clock.hold(WEDNESDAY):
        page = anna.post(f"/conversations/{saddle.pk}/snooze/", given)
    assert page.status_code == 422
    assert said in words(page)
    saddle.refresh_from_db()
    assert saddle.state == ConversationState.OPEN


def test_it_can_be_undone_at_once(anna: Client, saddle: Conversation) -> None:
    page = anna.post(f"/conversations/{saddle.pk}/snooze/", {"words": "in einer Woche"}, follow=True)
    assert f'action="/conversations/{saddle.pk}/wake/' in page.content.decode()
    shown = words(anna.post(f"/conversations/{saddle.pk}/wake/", follow=True))
    assert "Anna Lind hat das Gespräch wieder vorgelegt" in shown
    saddle.refresh_from_db()
    assert saddle.state == ConversationState.OPEN


def test_the_pile_is_named_while_something_lies_in_it(anna: Client, saddle: Conversation) -> None:
    assert 'id="nav-snoozed"' not in anna.get("/piles/waiting/").content.decode()
    assert "Hier schlummert nichts" in words(anna.get("/piles/snoozed/"))
    snooze(saddle, until=clock.now() + timedelta(days=1), actor=SYSTEM)
    assert 'id="nav-snoozed"' in anna.get("/piles/waiting/").content.decode()


def test_the_list_says_what_came_back(house: House, anna: Client, saddle: Conversation) -> None:
    send_reply(saddle, Reply("Gern."), member=house.anna)
    with clock.hold(clock.now()):
        snooze(saddle, until=clock.now() + timedelta(hours=1), actor=SYSTEM)
        clock.advance(timedelta(hours=1))
        wake_due()
        assert "wieder da: heute" in words(anna.get("/piles/open/"))


@pytest.mark.parametrize(
    ("now", "titles"),
    [
        (WEDNESDAY, ["Heute Nachmittag", "Morgen früh", "Nach dem Wochenende", "In einer Woche", "In einem Monat"]),
        (WEDNESDAY.replace(hour=15), ["Morgen früh", "Nach dem Wochenende", "In einer Woche", "In einem Monat"]),
        (
            WEDNESDAY + timedelta(days=2),
            ["Heute Nachmittag", "Nach dem Wochenende", "In einer Woche", "In einem Monat"],
        ),
        (WEDNESDAY + timedelta(days=4), ["Heute Nachmittag", "Morgen früh", "In einer Woche", "In einem Monat"]),
    ],
)
def test_offers_fit_the_day(now: datetime, titles: list[str]) -> None:
    with clock.hold(now):
        found = offers()
    assert [each.title for each in found] == titles


def test_english_members_read_english(house: House, anna: Client, saddle: Conversation) -> None:
    house.anna.language = "en"
    house.anna.save()
    anna.post(f"/conversations/{saddle.pk}/snooze/", {"words": "next Tuesday morning"})
    assert "snoozed until" in words(page_of(anna, saddle))
