"""First steps of a new company: they tick themselves off, go away, and cost nothing afterwards."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import PASSWORD, House, mail, receive
from desk.conftest import signed_in
from desk.reading import words
from nahbar.accounts.actions import add_member, invite
from nahbar.accounts.models import Member
from nahbar.accounts.words import Role
from nahbar.conversations.actions import Reply, send_reply
from nahbar.history.words import SYSTEM
from nahbar.mailroom.actions import open_inbox, save_firm
from nahbar.mailroom.models import Inbox

pytestmark = pytest.mark.django_db

TITLE = "Erste Schritte"


@pytest.fixture
def founder() -> Member:
    return add_member(email="gruenderin@neu.example", name="Gesa Gründer", password=PASSWORD, role=Role.ADMIN)


def shown(client: Client) -> str:
    return words(client.get("/piles/waiting/"))


def done(client: Client) -> int:
    return int(client.get("/piles/waiting/").content.decode().count('class="is-done"'))


def an_inbox() -> Inbox:
    firm = save_firm(
        actor=SYSTEM,
        name="Gesa Gründer",
        legal_form="Einzelunternehmen",
        street="Am Bach 3",
        postcode="90762",
        city="Fürth",
    )
    return open_inbox(actor=SYSTEM, name="info@", channel_name="email", firm=firm, address="info@neu.example")


def test_each_step_ticks_itself_off_and_the_last_takes_the_card_away(founder: Member) -> None:
    browser = signed_in(founder)
    assert TITLE in shown(browser)
    assert done(browser) == 0
    inbox = an_inbox()
    assert done(browser) == 1
    invite(member=founder, email="kollegin@neu.example")
    assert done(browser) == 2
    conversation = receive(inbox, raw=mail(to="info@neu.example")).conversation
    assert "Beantworte die erste Mail" in shown(browser)
    send_reply(conversation, Reply("Gern."), member=founder)
    assert TITLE not in shown(browser)
    founder.refresh_from_db()
    assert not founder.first_steps


def test_it_is_waved_away_for_good(founder: Member) -> None:
    browser = signed_in(founder)
    assert TITLE in shown(browser)
    assert browser.get("/first-steps/away/").status_code == 405
    assert browser.post("/first-steps/away/?in=waiting").headers["Location"] == "/piles/waiting/"
    assert TITLE not in shown(browser)


def test_where_everything_is_done_it_is_never_seen_and_costs_nothing(house: House, anna: Client) -> None:
    send_reply(receive(house.info, raw=mail()).conversation, Reply("Gern."), member=house.anna)
    assert TITLE not in shown(anna)
    with CaptureQueriesContext(connection) as captured:
        anna.get("/piles/waiting/")
    assert not any("invitation" in query["sql"] or 'first_steps" =' in query["sql"] for query in captured)


def test_only_administrators_see_it(house: House, anna: Client, murat: Client) -> None:
    del house
    assert TITLE in shown(anna)
    assert TITLE not in shown(murat)
    assert Client().post("/first-steps/away/").headers["Location"].startswith("/account/login/")


def test_an_open_page_gets_it_afresh_but_further_rows_do_not(founder: Member) -> None:
    browser = signed_in(founder)
    assert 'id="first-steps-card"' in browser.get("/piles/waiting/?part=list").content.decode()
    assert 'id="first-steps' not in browser.get("/piles/waiting/?part=rows").content.decode()
