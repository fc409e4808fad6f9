"""Lists: what is new, in groups, in an order of one's own; and searches kept as piles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.steps import PHONE, WAIT, sign_in
from servers.loopback import wait_until
from servers.nahbar import Nahbar

pytestmark = pytest.mark.browser


def row(page: Page, name: str) -> None:
    """The list shows this person."""
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible(timeout=WAIT)


def test_what_came_is_new_until_it_is_opened(
    anna: Page, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Nora Neuling", "Ist das Rad schon da?\n")
    row(anna, "Nora Neuling")
    mine = anna.locator("#rows .row").filter(has=anna.get_by_role("link", name="Nora Neuling", exact=True))
    expect(mine).to_contain_text("neu")
    expect(anna.get_by_role("heading", name="Seit heute")).to_be_visible()
    axe(anna)
    anna.get_by_role("link", name="Nora Neuling", exact=True).focus()
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("heading", name="Frage von Nora Neuling")).to_be_focused()
    expect(mine).not_to_contain_text("neu")
    anna.locator(".head .quiet-menu > summary").press("Enter")
    again = anna.get_by_role("button", name="Wieder als neu zeigen")
    expect(again).to_be_visible()
    again.press("Enter")
    expect(anna.get_by_text("Steht wieder als neu da.")).to_be_visible()
    expect(mine).to_contain_text("neu")
    anna.get_by_label("Diese Liste").press("Enter")
    through = anna.get_by_role("button", name="Nichts mehr als neu zeigen")
    expect(through).to_be_visible()
    axe(anna)
    through.press("Enter")
    expect(anna.get_by_text("Dir wird nichts mehr als neu gezeigt.")).to_be_visible()
    expect(anna.locator(".unseen")).to_have_count(0)


def test_an_order_is_chosen_by_keyboard_and_stays(anna: Page, write: Callable[..., None]) -> None:
    write("Olga Ordnung", "Eins.\n")
    row(anna, "Olga Ordnung")
    write("Otto Ordnung", "Zwei.\n")
    row(anna, "Otto Ordnung")
    names = anna.locator("#rows .row > a")
    expect(names.last).to_have_text("Otto Ordnung")
    anna.get_by_label("Diese Liste").press("Enter")
    newest = anna.get_by_role("link", name="Neueste Nachricht zuerst")
    expect(newest).to_be_visible()
    newest.press("Enter")
    expect(anna.get_by_role("heading", name="Heute", exact=True)).to_be_visible()
    expect(names.first).to_have_text("Otto Ordnung")
    write("Oda Ordnung", "Drei.\n")
    expect(names.first).to_have_text("Oda Ordnung", timeout=WAIT)
    anna.goto(anna.url.split("?")[0] + "?sort=waiting")
    expect(names.last).to_have_text("Oda Ordnung")


def test_what_left_and_what_was_closed_stand_in_piles(anna: Page, write: Callable[..., None]) -> None:
    write("Gerd Gesendet", "Wann kommt ihr?\n")
    row(anna, "Gerd Gesendet")
    anna.get_by_role("link", name="Gerd Gesendet", exact=True).press("Enter")
    expect(anna.get_by_role("heading", name="Frage von Gerd Gesendet")).to_be_visible()
    anna.get_by_label("Deine Antwort").fill("Lieber Herr Gesendet, wir kommen am Dienstag.")
    anna.get_by_role("button", name="Senden und schließen").press("Enter")
    expect(anna.get_by_role("button", name="Wieder öffnen")).to_be_visible(timeout=WAIT)
    for pile, order in (("Gesendet", ""), ("Geschlossen", "Zuletzt geschlossen zuerst")):
        anna.locator(".nav").get_by_role("link", name=pile, exact=True).press("Enter")
        expect(anna.get_by_role("heading", name=pile, exact=True)).to_be_visible()
        row(anna, "Gerd Gesendet")
        if order:
            anna.get_by_label("Diese Liste").press("Enter")
            expect(anna.get_by_role("link", name=order)).to_have_attribute("aria-current", "true")


def test_a_search_is_kept_shared_renamed_and_deleted(
    anna: Page,
    new_page: Callable[..., Page],
    house: Nahbar,
    write: Callable[..., None],
    axe: Callable[[Page], None],
) -> None:
    write("Sara Sattel", "Der Gelsattel drückt.\n")
    write("Willi Werk", "Gelsattel für die Werkstatt.\n", to="werkstatt@radhof.example")
    found = "select count(*) from nahbar_conversations_searchable where terms like '%gelsattel%'"
    wait_until(lambda: house.rows(found) == [(2,)], what="both mails in the search")
    anna.goto(f"{house.url}/search/?q=gelsattel")
    anna.get_by_text("Diese Suche als Stapel behalten").press("Enter")
    expect(anna.get_by_label("Name", exact=True)).to_be_visible()
    axe(anna)
    anna.get_by_label("Name", exact=True).fill("Gelsättel")
    anna.get_by_label("Für wen").select_option(label="für alle")
    anna.get_by_role("button", name="Behalten").press("Enter")
    expect(anna.get_by_role("heading", name="Gelsättel")).to_be_visible()
    row(anna, "Sara Sattel")
    row(anna, "Willi Werk")
    axe(anna)
    carla = sign_in(new_page(), house, "carla@radhof.example")
    carla.locator(".nav").get_by_role("link", name="Gelsättel").press("Enter")
    expect(carla.get_by_role("heading", name="Gelsättel")).to_be_visible()
    row(carla, "Sara Sattel")
    expect(carla.get_by_role("link", name="Willi Werk", exact=True)).to_have_count(0)
    expect(carla.get_by_text("Diese Suche ändern")).to_have_count(0)
    anna.get_by_label("Diese Liste").press("Enter")
    change = anna.get_by_role("link", name="Diese Suche ändern")
    expect(change).to_be_visible()
    change.press("Enter")
    expect(anna.get_by_text("Sucht nach: gelsattel")).to_be_visible()
    axe(anna)
    anna.get_by_label("Name", exact=True).fill("Sättel aus Gel")
    anna.get_by_role("button", name="Speichern").press("Enter")
    expect(anna.get_by_role("heading", name="Sättel aus Gel")).to_be_visible()
    anna.get_by_label("Diese Liste").press("Enter")
    expect(change).to_be_visible()
    change.press("Enter")
    anna.get_by_role("button", name="Suche löschen").press("Enter")
    expect(anna.get_by_text("„Sättel aus Gel“ ist gelöscht.")).to_be_visible()
    assert house.rows("select count(*) from nahbar_conversations_savedsearch") == [(0,)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lists_on_a_phone(
    new_page: Callable[..., Page], house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None], scheme: str
) -> None:
    write(f"Phila {scheme}", "Passt das aufs Telefon?\n")
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    sign_in(page, house, "murat@radhof.example")
    row(page, f"Phila {scheme}")
    page.get_by_label("Diese Liste").tap()
    expect(page.get_by_role("link", name="Neueste Nachricht zuerst")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
