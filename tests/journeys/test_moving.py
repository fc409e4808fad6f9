"""Moving work: the list by keyboard, selecting many, snoozing, tags, and the palette."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.steps import PHONE, WAIT, sign_in
from servers.loopback import wait_until
from servers.nahbar import Nahbar

pytestmark = pytest.mark.browser


def name_of_focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def go_to(page: Page, name: str) -> None:
    """By keyboard alone."""
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible(timeout=WAIT)
    for key in "j" * 30 + "k" * 30:
        page.keyboard.press(key)
        if name_of_focus(page) == name:
            return
    raise AssertionError(f"{name} cannot be reached")


def test_a_conversation_is_worked_on_without_a_mouse(
    anna: Page, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Karla Taste", "Bitte erst nächste Woche antworten.\n")
    write("Konrad Taste", "Und noch eine Frage.\n")
    go_to(anna, "Konrad Taste")
    go_to(anna, "Karla Taste")
    anna.keyboard.press("j")
    assert name_of_focus(anna) != "Karla Taste"
    anna.keyboard.press("k")
    assert name_of_focus(anna) == "Karla Taste"
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("heading", name="Frage von Karla Taste")).to_be_focused()
    anna.keyboard.press("n")
    expect(anna.get_by_label("Notiz", exact=True)).to_be_focused()
    anna.keyboard.type("jkex?")
    expect(anna.get_by_label("Notiz", exact=True)).to_have_value("jkex?")
    anna.get_by_label("Notiz", exact=True).fill("")
    anna.get_by_role("heading", name="Frage von Karla Taste").focus()
    anna.keyboard.press("t")
    expect(anna.get_by_label("Noch eins")).to_be_focused()
    anna.keyboard.type("Rückruf")
    axe(anna)
    anna.keyboard.press("Enter")
    expect(anna.locator("#head .tags .tag")).to_have_text("Rückruf")
    expect(anna.locator("#rows .tags .tag")).to_have_text("Rückruf", timeout=WAIT)
    anna.get_by_role("heading", name="Frage von Karla Taste").focus()
    anna.keyboard.press("s")
    axe(anna)
    anna.locator("#snooze-words").focus()
    anna.keyboard.type("nächsten Dienstag früh")
    anna.keyboard.press("Enter")
    expect(anna.get_by_text("Es kommt von selbst wieder")).to_be_visible()
    expect(anna.locator("#nav-snoozed")).to_be_visible(timeout=WAIT)
    axe(anna)
    anna.get_by_role("button", name="Rückgängig", exact=True).press("Enter")
    expect(anna.locator("#thread")).to_contain_text("Anna Lind hat das Gespräch wieder vorgelegt")
    expect(anna.locator("#rows a[aria-current]")).to_have_text("Karla Taste", timeout=WAIT)
    anna.get_by_role("heading", name="Frage von Karla Taste").focus()
    anna.keyboard.press("u")
    assert name_of_focus(anna) == "Karla Taste"
    anna.keyboard.press("e")
    expect(anna.get_by_role("button", name="Wieder öffnen")).to_be_visible()


def test_many_are_selected_and_closed_and_taken_back(
    anna: Page, house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    for name in ("Emil Viele", "Ella Viele", "Enno Viele"):
        write(name, "Rundschreiben erhalten.\n")
    go_to(anna, "Enno Viele")
    for name in ("Emil Viele", "Ella Viele", "Enno Viele"):
        go_to(anna, name)
        anna.keyboard.press("x")
    expect(anna.get_by_text("3 ausgewählt")).to_be_visible()
    axe(anna)
    write("Nina Neu", "Bin auch da.\n")
    expect(anna.get_by_role("link", name="Nina Neu", exact=True)).to_be_visible(timeout=WAIT)
    expect(anna.get_by_text("3 ausgewählt")).to_be_visible()
    anna.keyboard.press("e")
    expect(anna.get_by_text("3 Gespräche geschlossen.")).to_be_visible()
    expect(anna.get_by_role("link", name="Emil Viele", exact=True)).to_have_count(0)
    closed = (
        "select count(*) from nahbar_conversations_conversation where state = 'closed' and subject like '%Viele%'"
    )
    assert house.rows(closed) == [(3,)]
    axe(anna)
    expect(anna.get_by_role("button", name="Rückgängig", exact=True)).to_be_focused()
    anna.keyboard.press("Enter")
    expect(anna.get_by_text("Zurückgenommen: 3 Gespräche wie vorher.")).to_be_visible()
    assert house.rows(closed) == [(0,)]
    go_to(anna, "Emil Viele")
    anna.keyboard.press("x")
    anna.keyboard.press("Escape")
    expect(anna.locator("#many")).to_be_hidden()
    anna.get_by_label("Emil Viele auswählen").check(force=True)
    anna.get_by_label("Enno Viele auswählen").click(modifiers=["Shift"], force=True)
    assert anna.locator(".pick input:checked").count() >= 2


def test_the_palette_leads_anywhere(
    anna: Page, house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Paula Palette", "Wo finde ich das?\n")
    expect(anna.get_by_role("link", name="Paula Palette", exact=True)).to_be_visible(timeout=WAIT)
    anna.keyboard.press("?")
    expect(anna.get_by_role("dialog", name="Tastenkürzel")).to_be_visible()
    axe(anna)
    anna.keyboard.press("Escape")
    expect(anna.get_by_role("dialog", name="Tastenkürzel")).to_be_hidden()
    anna.keyboard.press("Control+k")
    field = anna.get_by_role("combobox", name="Überall hin, alles tun")
    expect(field).to_be_focused()
    anna.keyboard.type("geschl")
    expect(anna.get_by_role("option", name="Geschlossen Stapel")).to_have_attribute("aria-selected", "true")
    axe(anna)
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("heading", name="Geschlossen")).to_be_visible()
    found = "select count(*) from nahbar_conversations_searchable where terms like '%paula%'"
    wait_until(lambda: house.rows(found) == [(1,)], what="Paula's mail in the search")
    anna.wait_for_load_state()
    anna.keyboard.press("Control+k")
    expect(field).to_be_focused()
    anna.keyboard.type("paula")
    expect(anna.get_by_role("option").filter(has_text="Frage von Paula Palette")).to_be_visible(timeout=WAIT)
    anna.keyboard.press("ArrowDown")
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("heading", name="Frage von Paula Palette")).to_be_visible()
    anna.wait_for_load_state()
    anna.keyboard.press("Control+k")
    expect(field).to_be_focused()
    anna.keyboard.type("antw")
    expect(anna.get_by_role("option", name="Antwort schreiben Tun")).to_be_visible()
    anna.keyboard.press("Enter")
    expect(anna.get_by_label("Deine Antwort")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_and_without_scripts(
    new_page: Callable[..., Page], house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None], scheme: str
) -> None:
    name = f"Ohne {scheme}"
    write(name, "Geht das auch so?\n")
    asked = f"select count(*) from nahbar_people_person where name = '{name}'"
    wait_until(lambda: house.rows(asked) == [(1,)], what="the conversation")
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False, color_scheme=scheme)
    sign_in(page, house, "murat@radhof.example")
    page.get_by_label(f"{name} auswählen").check()
    page.get_by_role("button", name="Schlagwort").click()
    page.get_by_label("Oder ein neues").fill("unterwegs")
    page.get_by_role("button", name="Schlagwort").click()
    expect(page.get_by_text("1 Gespräch mit dem Schlagwort „unterwegs“.")).to_be_visible()
    scripted = sign_in(
        new_page(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme), house, "murat@radhof.example"
    )
    scripted.get_by_label(f"{name} auswählen").check()
    axe(scripted)
    assert scripted.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
