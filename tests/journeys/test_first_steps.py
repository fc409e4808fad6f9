"""The first day of a new company: three steps, each ticked off by being done."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from cast import mail
from journeys.steps import PHONE, WAIT, sign_in
from servers.loopback import HOST
from servers.nahbar import Nahbar, nahbar

pytestmark = pytest.mark.browser

SCENE = """
import sys; sys.path.insert(0, "tests")
from cast import PASSWORD
from nahbar.accounts.actions import add_member
from nahbar.history.words import SYSTEM
from nahbar.mailroom.actions import open_inbox, save_firm
for name, email in (("Gesa Neu", "gesa@radhof.example"), ("Nils Neu", "nils@andere.example")):
    add_member(email=email, name=name, password=PASSWORD, role="admin")
from nahbar.accounts.models import Member
Member.objects.filter(email="nils@andere.example").update(is_active=False)
firm = save_firm(actor=SYSTEM, name="Gesa Neu", legal_form="Einzelunternehmen", street="Am Bach 3",
                 postcode="90762", city="Fürth")
open_inbox(actor=SYSTEM, name="info@", channel_name="email", firm=firm, address="info@radhof.example")
"""


@pytest.fixture(scope="module")
def house() -> Iterator[Nahbar]:
    with nahbar("web", "work", "intake", scene=SCENE, DEMO="yes") as running:
        yield running


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_first_steps_fit_a_phone(
    new_page: Callable[..., Page], house: Nahbar, axe: Callable[[Page], None], scheme: str
) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    sign_in(page, house, "gesa@radhof.example")
    expect(page.get_by_role("heading", name="Erste Schritte")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_first_steps_are_done_one_by_one(page: Page, house: Nahbar, axe: Callable[[Page], None]) -> None:
    gesa = sign_in(page, house, "gesa@radhof.example")
    card = gesa.locator("#first-steps-card")
    expect(card).to_be_visible()
    expect(card.locator(".is-done")).to_have_text("✓Verbinde ein Postfach (erledigt)")
    axe(gesa)
    card.get_by_role("link", name="Lade die anderen ein").press("Enter")
    address = gesa.get_by_label("Mailadresse")
    expect(address).to_be_visible()
    address.focus()
    gesa.keyboard.type("kollege@radhof.example")
    gesa.get_by_role("button", name="Einladen").press("Enter")
    expect(gesa.get_by_text("kollege@radhof.example").first).to_be_visible()
    gesa.goto(f"{house.url}/piles/waiting/")
    expect(card.locator(".is-done")).to_have_count(2)
    raw = mail("Habt ihr schon offen?\n", sender="Erna Erste <erna@post.example>", subject="Geöffnet?")
    with smtplib.SMTP(HOST, house.smtp_port) as client:
        client.sendmail("erna@post.example", ["info@radhof.example"], raw)
    first = gesa.get_by_role("link", name="Erna Erste", exact=True)
    expect(first).to_be_visible(timeout=WAIT)
    first.press("Enter")
    expect(gesa.get_by_role("heading", name="Geöffnet?")).to_be_visible()
    gesa.get_by_label("Deine Antwort").fill("Liebe Frau Erste, ja, seit heute.")
    gesa.get_by_role("button", name="Senden", exact=True).press("Enter")
    expect(gesa.locator("#thread")).to_contain_text("ja, seit heute.", timeout=WAIT)
    expect(card).to_have_count(0, timeout=WAIT)
    assert house.rows("select first_steps from nahbar_accounts_member where email like 'gesa%'") == [(0,)]
    gesa.goto(f"{house.url}/piles/waiting/")
    expect(gesa.get_by_role("heading", name="Wartet am längsten")).to_be_visible()
    expect(card).to_have_count(0)
