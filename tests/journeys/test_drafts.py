"""A draft through reloads, lost connections, second windows and ended sessions; and two members over one answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cast import PASSWORD
from journeys.steps import PHONE, WAIT, open_conversation, sign_in
from servers.nahbar import Nahbar

pytestmark = pytest.mark.browser
ANSWER, SAVED = "Deine Antwort", "Entwurf gespeichert"


def type_in(page: Page, words: str) -> None:
    """As somebody types, and until the server has it."""
    page.get_by_label(ANSWER).focus()
    page.keyboard.type(words)
    expect(page.locator("#draft-state")).to_have_text(SAVED)


def same_page(page: Page, house: Nahbar) -> Page:
    """A second window of the same browser, at the same conversation."""
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.get_by_label(ANSWER)).to_be_visible()
    assert second.url.startswith(house.url)
    return second


def test_a_draft_survives_reload_and_another_window(
    anna: Page, house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Dora Entwurf", "Wann kommt der Bolzen?\n")
    open_conversation(anna, "Dora Entwurf")
    type_in(anna, "Liebe Dora, am Dienstag.")
    axe(anna)
    anna.reload()
    expect(anna.get_by_label(ANSWER)).to_have_value("Liebe Dora, am Dienstag.")
    second = same_page(anna, house)
    expect(second.get_by_label(ANSWER)).to_have_value("Liebe Dora, am Dienstag.")
    second.get_by_label(ANSWER).fill("Liebe Dora, am Mittwoch.")
    expect(second.locator("#draft-state")).to_have_text(SAVED)
    anna.get_by_label(ANSWER).fill("Liebe Dora, am Dienstag früh.")
    clash = anna.get_by_role("alert").filter(has_text="in einem anderen Fenster weitergeschrieben")
    expect(clash).to_be_visible()
    expect(anna.get_by_label("Der andere Text", exact=True)).to_have_value("Liebe Dora, am Mittwoch.")
    expect(anna.get_by_label(ANSWER)).to_have_value("Liebe Dora, am Dienstag früh.")
    axe(anna)
    anna.get_by_role("button", name="Den anderen unter meinen setzen").press("Enter")
    expect(anna.get_by_label(ANSWER)).to_have_value("Liebe Dora, am Dienstag früh.\n\nLiebe Dora, am Mittwoch.")
    expect(anna.get_by_label(ANSWER)).to_be_focused()
    expect(clash).to_have_count(0)
    expect(anna.locator("#draft-state")).to_have_text(SAVED)
    anna.reload()
    expect(anna.get_by_label(ANSWER)).to_have_value("Liebe Dora, am Dienstag früh.\n\nLiebe Dora, am Mittwoch.")
    second.close()


def test_two_windows_send_one_message(anna: Page, house: Nahbar, write: Callable[..., None]) -> None:
    write("Zoe Zweifach", "Geht das?\n")
    open_conversation(anna, "Zoe Zweifach")
    type_in(anna, "Liebe Zoe, ja.")
    second = same_page(anna, house)
    expect(second.get_by_label(ANSWER)).to_have_value("Liebe Zoe, ja.")
    anna.get_by_role("button", name="Senden", exact=True).dblclick()
    expect(anna.locator(".ours")).to_have_count(1)
    expect(anna.get_by_label(ANSWER)).to_have_value("")
    expect(second.locator(".ours")).to_have_count(1, timeout=WAIT)
    second.get_by_role("button", name="Senden", exact=True).click()
    expect(second.get_by_label(ANSWER)).to_have_value("")
    second.reload()
    expect(second.locator(".ours")).to_have_count(1)
    expect(second.get_by_label(ANSWER)).to_have_value("")
    second.close()


def test_a_lost_connection_loses_no_word(anna: Page, write: Callable[..., None], axe: Callable[[Page], None]) -> None:
    write("Olga Offline", "Hallo?\n")
    open_conversation(anna, "Olga Offline")
    type_in(anna, "Liebe Olga,")
    # The server that cannot be reached: the browser's own word for it, without an error in its log.
    anna.route("**/draft/**", lambda route: route.fulfill(status=204))
    anna.get_by_label(ANSWER).press_sequentially(" ich schaue nach.")
    expect(anna.locator("#draft-state")).to_contain_text("Noch nicht gespeichert")
    axe(anna)
    anna.reload()
    expect(anna.get_by_label(ANSWER)).to_have_value("Liebe Olga, ich schaue nach.")
    expect(anna.locator("#draft-state")).to_contain_text("Noch nicht gespeichert")
    anna.unroute("**/draft/**")
    expect(anna.locator("#draft-state")).to_have_text(SAVED, timeout=WAIT)
    anna.evaluate("sessionStorage.clear()")
    anna.reload()
    expect(anna.get_by_label(ANSWER)).to_have_value("Liebe Olga, ich schaue nach.")


def test_the_session_ends_while_writing(anna: Page, house: Nahbar, write: Callable[..., None]) -> None:
    write("Sina Sitzung", "Noch da?\n")
    open_conversation(anna, "Sina Sitzung")
    type_in(anna, "Liebe Sina,")
    anna.context.clear_cookies(name="sessionid")
    anna.get_by_label(ANSWER).press_sequentially(" natürlich.")
    expect(anna.locator("#draft-state")).to_contain_text("Du bist abgemeldet")
    anna.get_by_role("link", name="Neu anmelden").press("Enter")
    anna.locator("input[name=login]").fill("anna@radhof.example")
    anna.locator("input[name=password]").fill(PASSWORD)
    anna.keyboard.press("Enter")
    expect(anna.get_by_label(ANSWER)).to_have_value("Liebe Sina, natürlich.")
    expect(anna.locator("#draft-state")).to_have_text(SAVED)
    assert anna.url.startswith(f"{house.url}/conversations/")


def test_a_colleague_takes_over_by_a_key(
    anna: Page, house: Nahbar, new_page: Callable[..., Page], write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Uwe Übergabe", "Wer hilft mir?\n")
    open_conversation(anna, "Uwe Übergabe")
    type_in(anna, "Lieber Uwe, Murat weiß das.")
    murat = sign_in(new_page(viewport=PHONE), house, "murat@radhof.example")
    open_conversation(murat, "Uwe Übergabe")
    murat.locator("#drafts summary", has_text="Entwurf von Anna Lind").click()
    expect(murat.locator(".draft-words")).to_have_text("Lieber Uwe, Murat weiß das.")
    axe(murat)
    murat.get_by_role("heading", name="Frage von Uwe Übergabe").focus()
    murat.keyboard.press("d")
    expect(murat.get_by_label(ANSWER)).to_have_value("Lieber Uwe, Murat weiß das.")
    expect(murat.get_by_label(ANSWER)).to_be_focused()
    expect(murat.locator("#thread")).to_contain_text("Murat Kaya hat den Entwurf von Anna Lind übernommen")
    expect(anna.locator("#drafts")).to_contain_text("Entwurf von Murat Kaya", timeout=WAIT)
    anna.get_by_label(ANSWER).press_sequentially(" Gruß")
    expect(anna.get_by_role("alert")).to_contain_text("Murat Kaya hat deinen Entwurf übernommen")
    anna.get_by_role("button", name="Weiterschreiben").press("Enter")
    expect(anna.locator("#draft-state")).to_have_text(SAVED)
    expect(anna.get_by_label(ANSWER)).to_have_value("Lieber Uwe, Murat weiß das. Gruß")
    murat.get_by_role("button", name="Senden", exact=True).click()
    expect(murat.locator(".ours")).to_contain_text("Lieber Uwe, Murat weiß das.")


def test_a_draft_without_any_script(new_page: Callable[..., Page], house: Nahbar, write: Callable[..., None]) -> None:
    write("Nora Nackt", "Auch ohne Skript?\n")
    page = sign_in(new_page(java_script_enabled=False), house, "anna@radhof.example")
    for _ in range(20):
        if page.get_by_role("link", name="Nora Nackt", exact=True).count():
            break
        page.reload()
    page.get_by_role("link", name="Nora Nackt", exact=True).click()
    page.get_by_label(ANSWER).fill("Liebe Nora, ja.")
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_text("Dein Entwurf ist gespeichert.")).to_be_visible()
    expect(page.get_by_label(ANSWER)).to_have_value("Liebe Nora, ja.")
