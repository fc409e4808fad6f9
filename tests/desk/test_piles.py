from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import House, conversation_in
from desk.reading import statements, words
from nahbar.conversations.actions import Reply, assign, close, send_reply
from nahbar.conversations.words import PAGE
from nahbar.history.words import SYSTEM
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.words import DeliveryState
from nahbar.toolbox import clock

# Session and member 2; navigation: the member's teams, inboxes with health and firm, all piles and inboxes counted in
# one; the page of rows; their tags; how each stands to the member; what did not arrive; searches.
LIST_QUERIES = 10
COLLEAGUES_QUERIES = 11  # and the inboxes that they see


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_a_colleague_hardly_more(house: House, murat: Client, rows: int) -> None:
    for number in range(rows):
        conversation = conversation_in(house.info, sender=f"Kunde {number} <kunde{number}@post.example>")
        send_reply(conversation, Reply("Gern."), member=house.anna)
    murat.get("/piles/open/")
    with CaptureQueriesContext(connection) as captured:
        page = murat.get("/piles/open/")
    assert words(page).count("Kunde") == rows
    assert len(statements(captured)) == COLLEAGUES_QUERIES


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_for_three(house: House, anna: Client, rows: int) -> None:
    for number in range(rows):
        conversation = conversation_in(house.info, sender=f"Kunde {number} <kunde{number}@post.example>")
        send_reply(conversation, Reply("Gern."), member=house.anna)
    anna.get("/piles/open/")
    with CaptureQueriesContext(connection) as captured:
        page = anna.get("/piles/open/")
    assert words(page).count("Kunde") == rows
    assert len(statements(captured)) == LIST_QUERIES


def test_a_row_says_who_waits_since_when_and_with_whom(house: House, anna: Client) -> None:
    with clock.hold(clock.now() - timedelta(days=1)):
        conversation = conversation_in(house.info)
    assign(conversation, actor=SYSTEM, member=house.murat)
    page = anna.get("/piles/waiting/")
    shown = words(page)
    assert "Petra Voss" in shown
    assert "mein Sattel ist lose." in shown
    assert "seit gestern" in shown
    assert "bei Murat Kaya" in shown
    assert 'class="time late"' in page.content.decode()


def test_piles_hold_what_their_names_say(house: House, anna: Client, murat: Client) -> None:
    given = conversation_in(house.info, sender="Erste <erste@post.example>")
    shared = conversation_in(house.werkstatt, sender="Zweite <zweite@post.example>", to="werkstatt@radhof.example")
    done = conversation_in(house.info, sender="Dritte <dritte@post.example>")
    conversation_in(house.info, sender="Vierte <vierte@post.example>")
    assign(given, actor=SYSTEM, member=house.murat)
    assign(shared, actor=SYSTEM, team=house.workshop)
    close(done, actor=SYSTEM)
    expected = {
        "mine": {"Erste"},
        "team": {"Zweite"},
        "waiting": {"Erste", "Zweite", "Vierte"},
        "unassigned": {"Vierte"},
        "open": {"Erste", "Zweite", "Vierte"},
        "closed": {"Dritte"},
        f"inbox-{house.werkstatt.pk}": {"Zweite"},
    }
    for pile, names in expected.items():
        shown = words(murat.get(f"/piles/{pile}/"))
        assert {name for name in ("Erste", "Zweite", "Dritte", "Vierte") if name in shown} == names, pile
    assert "Bei dir liegt nichts." in words(anna.get("/piles/mine/"))


def test_answered_ones_stand_behind_those_who_wait(house: House, anna: Client) -> None:
    answered = conversation_in(house.info, sender="Früh <frueh@post.example>")
    send_reply(answered, Reply("Gern."), member=house.anna)
    conversation_in(house.info, sender="Spät <spaet@post.example>")
    shown = words(anna.get("/piles/open/"))
    assert shown.index("Spät") < shown.index("Früh")


def test_what_did_not_arrive_is_said_in_the_list(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    send_reply(conversation, Reply("Gern."), member=house.anna)
    assert "kam nicht an" not in words(anna.get("/piles/open/"))
    Delivery.objects.update(state=DeliveryState.BOUNCED)
    assert "kam nicht an" in words(anna.get("/piles/open/"))


def test_long_lists_go_on(house: House, anna: Client) -> None:
    for number in range(PAGE + 2):
        conversation_in(house.info, sender=f"Kunde-{number:03} <kunde{number}@post.example>")
    first = anna.get("/piles/waiting/")
    link = first.content.decode().split('class="button" href="')[1].split('"')[0].replace("&amp;", "&")
    shown = words(first) + words(anna.get(link + "&part=rows"))
    assert all(f"Kunde-{number:03}" in shown for number in range(PAGE + 2))
    assert "Mehr zeigen" not in words(anna.get(link))
    assert anna.get("/piles/waiting/?after=nonsense").headers["Location"] == "/piles/waiting/"


def test_counts_stop_where_nobody_reads_on(house: House, anna: Client) -> None:
    for number in range(3):
        conversation_in(house.info, sender=f"Kunde {number} <kunde{number}@post.example>")
    assert "Wartet am längsten 3" in words(anna.get("/piles/mine/"))


def test_an_open_page_gets_list_and_navigation_afresh(house: House, anna: Client) -> None:
    conversation_in(house.info)
    fresh = anna.get("/piles/waiting/?part=list&size=60").content.decode()
    for merged in ('id="nav-piles"', 'id="rows"', 'id="list-head"'):
        assert merged in fresh
    assert "<html" not in fresh
