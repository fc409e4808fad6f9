"""Rules: written and tried by an administrator, at work when somebody writes, named in the conversation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.steps import PHONE, WAIT, sign_in
from servers.loopback import wait_until
from servers.nahbar import Nahbar

pytestmark = pytest.mark.browser


def test_a_rule_is_written_tried_and_at_work(
    anna: Page, house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Regine Regel", "Meine Klingel scheppert.\n")
    found = "select count(*) from nahbar_conversations_searchable where terms like '%klingel%'"
    wait_until(lambda: house.rows(found) == [(1,)], what="Regine's mail in the search")
    anna.goto(f"{house.url}/settings/rules/")
    expect(anna.get_by_text("Es gibt noch keine Regeln.")).to_be_visible()
    axe(anna)
    anna.get_by_role("link", name="Neue Regel").press("Enter")
    title = anna.get_by_label("Wie heißt die Regel?")
    expect(title).to_be_visible()
    title.focus()
    anna.keyboard.type("Klingeln")
    anna.get_by_label("Wörter in Betreff oder Text").focus()
    anna.keyboard.type("klingel")
    anna.get_by_text("Stimmung und Anliegen").press("Enter")
    expect(anna.get_by_label("verärgert")).to_be_visible()
    axe(anna)
    anna.get_by_label("Eine Notiz für uns schreiben").focus()
    anna.keyboard.type("Klingeln liegen im Regal links.")
    anna.get_by_role("button", name="An den letzten 30 Tagen ausprobieren").press("Enter")
    expect(anna.get_by_text("Nachrichten der letzten 30 Tage hätte sie 1 betroffen.")).to_be_visible(timeout=WAIT)
    expect(anna.get_by_role("link", name="Regine Regel")).to_be_visible()
    axe(anna)
    anna.get_by_role("button", name="Regel speichern").press("Enter")
    expect(anna.get_by_text("„Klingeln“ ist gespeichert.")).to_be_visible()
    expect(anna.get_by_text("mit den Wörtern „klingel“")).to_be_visible()
    axe(anna)
    write("Karl Klingel", "Und meine Klingel ist stumm.\n")
    anna.goto(f"{house.url}/piles/waiting/")
    anna.get_by_role("link", name="Karl Klingel", exact=True).press("Enter", timeout=WAIT)
    expect(anna.get_by_role("heading", name="Frage von Karl Klingel")).to_be_visible()
    expect(anna.locator("#thread")).to_contain_text("Klingeln liegen im Regal links.", timeout=WAIT)
    expect(anna.locator("#thread")).to_contain_text("Regel „Klingeln“")
    notes = "select count(*) from nahbar_conversations_message where kind = 'note'"
    assert house.rows(notes) == [(1,)]
    assert house.rows("select count(*) from nahbar_mailroom_delivery") == [(0,)]


def test_rules_are_switched_ordered_and_deleted_by_keyboard(anna: Page, house: Nahbar) -> None:
    for title in ("Alpha", "Beta"):
        anna.goto(f"{house.url}/settings/rules/new/")
        anna.get_by_label("Wie heißt die Regel?").fill(title)
        anna.get_by_label("Sie ist von").fill("@niemand.example")
        anna.get_by_label("Eine Notiz für uns schreiben").fill("Hallo.")
        anna.get_by_role("button", name="Regel speichern").press("Enter")
        expect(anna.get_by_text(f"„{title}“ ist gespeichert.")).to_be_visible()
    names = anna.locator("main ol.rows strong")
    expect(names.last).to_have_text("Beta")
    anna.get_by_role("button", name="Beta weiter nach oben").press("Enter")
    expect(names.last).to_have_text("Alpha")
    anna.get_by_role("button", name="Ruhen lassen Beta").press("Enter")
    expect(anna.get_by_text("„Beta“ ruht.")).to_be_visible()
    expect(anna.get_by_role("button", name="Arbeiten lassen Beta")).to_be_visible()
    anna.get_by_role("link", name="Ändern Beta").press("Enter")
    delete = anna.get_by_role("button", name="Regel löschen")
    expect(delete).to_be_visible()
    delete.press("Enter")
    expect(anna.get_by_text("„Beta“ ist gelöscht.")).to_be_visible()
    expect(names.last).to_have_text("Alpha")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_rules_on_a_phone(
    new_page: Callable[..., Page], house: Nahbar, axe: Callable[[Page], None], scheme: str, locale: str
) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme, locale=locale)
    heading = "Wartet am längsten" if locale == "de-DE" else "Waiting longest"
    sign_in(page, house, "anna@radhof.example", heading=heading)
    for path in ("", "new/"):
        page.goto(f"{house.url}/settings/rules/{path}")
        for fold in page.locator(".further > summary").all():
            fold.tap()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
