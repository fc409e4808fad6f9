"""A working day at the desk, in a real browser, against the real processes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.steps import PHONE, WAIT, open_conversation, sign_in
from servers.loopback import wait_until
from servers.nahbar import Nahbar

pytestmark = pytest.mark.browser


def test_read_and_answer(house: Nahbar, anna: Page, write: Callable[..., None], axe: Callable[[Page], None]) -> None:
    write("Elif Aydın", "Hallo,\n\nwann habt ihr am Samstag offen?\n\nElif\n")
    axe(anna)
    open_conversation(anna, "Elif Aydın")
    expect(anna.locator(".words").get_by_text("wann habt ihr am Samstag offen?", exact=True)).to_be_visible()
    axe(anna)
    anna.get_by_label("Deine Antwort").fill("Liebe Frau Aydın,\n\nvon neun bis vier.")
    anna.keyboard.press("Control+Enter")
    expect(anna.get_by_role("button", name="Zurücknehmen")).to_be_visible()
    expect(anna.get_by_label("Deine Antwort")).to_have_value("")
    axe(anna)
    expect(anna.get_by_text("gesendet und angenommen")).to_be_visible(timeout=40_000)
    wait_until(lambda: any(house.outbox.glob("*.eml")), what="the answer in the outbox")
    (sent,) = (path for path in house.outbox.glob("*.eml") if b"elifaydn@post.example" in path.read_bytes())
    assert b"von neun bis vier." in sent.read_bytes()


def test_take_back(anna: Page, write: Callable[..., None]) -> None:
    write("Kai Undo", "Passt der Termin?\n")
    open_conversation(anna, "Kai Undo")
    anna.get_by_label("Deine Antwort").fill("Lieber Kai, nein.")
    anna.get_by_role("button", name="Senden", exact=True).click()
    anna.get_by_role("button", name="Zurücknehmen").click()
    expect(anna.get_by_label("Deine Antwort")).to_have_value("Lieber Kai, nein.")
    expect(anna.get_by_label("Deine Antwort")).to_be_focused()
    expect(anna.get_by_text("hat eine Nachricht zurückgenommen")).to_be_visible()


def test_note_assign_close(anna: Page, write: Callable[..., None], axe: Callable[[Page], None]) -> None:
    write("Rosa Notiz", "Die Klingel klemmt.\n")
    open_conversation(anna, "Rosa Notiz")
    anna.get_by_label("Notiz für uns").check()
    anna.get_by_label("Notiz", exact=True).fill("Murat, hast du noch Klingeln?")
    anna.get_by_role("button", name="Notiz ablegen").click()
    expect(anna.locator(".note")).to_contain_text("Murat, hast du noch Klingeln?")
    anna.locator("#head-actions summary").first.click()
    axe(anna)
    anna.get_by_label("Wer kümmert sich?").select_option(label="Murat Kaya")
    anna.get_by_role("button", name="Übergeben").click()
    expect(anna.get_by_text("Anna Lind hat das Gespräch an Murat Kaya übergeben")).to_be_visible()
    anna.get_by_role("button", name="Schließen", exact=True).click()
    expect(anna.get_by_role("button", name="Wieder öffnen")).to_be_visible()
    expect(anna.get_by_role("link", name="Rosa Notiz", exact=True).and_(anna.locator(".row a"))).to_have_count(0)


def test_news_arrive_without_a_reload_and_leave_the_text_alone(anna: Page, write: Callable[..., None]) -> None:
    write("Lena Live", "Ist mein Rad fertig?\n", key="live-1@post.example")
    open_conversation(anna, "Lena Live")
    answer = anna.get_by_label("Deine Antwort")
    answer.fill("Liebe Lena, leider noch nicht")
    write("Lena Live", "Hat sich erledigt, danke!\n", key="live-2@post.example", refs="<live-1@post.example>")
    expect(anna.locator("#thread")).to_contain_text("Hat sich erledigt, danke!", timeout=WAIT)
    expect(answer).to_have_value("Liebe Lena, leider noch nicht")
    expect(answer).to_be_focused()
    expect(anna.get_by_role("status").filter(has_text="Lena Live hat geschrieben.")).to_have_count(1)
    anna.get_by_role("button", name="Senden", exact=True).click()
    expect(anna.get_by_role("alert")).to_contain_text("Hier ist etwas Neues gekommen")
    expect(answer).to_have_value("Liebe Lena, leider noch nicht")
    expect(anna.get_by_role("button", name="Zurücknehmen")).to_have_count(0)
    anna.get_by_role("button", name="Senden", exact=True).click()
    expect(anna.get_by_role("button", name="Zurücknehmen")).to_be_visible()


def test_a_letter_to_somebody_new(anna: Page, house: Nahbar, axe: Callable[[Page], None]) -> None:
    anna.get_by_role("link", name="Schreiben", exact=True).click()
    axe(anna)
    anna.get_by_label("als Brief").check()
    anna.get_by_label("Name").fill("Dr. Hans Brandl")
    anna.get_by_label("Adresse", exact=True).fill("Ahornweg 3\n90762 Fürth")
    anna.get_by_label("Betreff").fill("Ihr Schreiben")
    anna.get_by_label("Nachricht").fill("Sehr geehrter Herr Dr. Brandl,\n\ndanke für Ihren Brief.")
    anna.get_by_role("button", name="Senden").click()
    expect(anna.get_by_role("heading", name="Ihr Schreiben")).to_be_visible()
    wait_until(lambda: any(house.outbox.glob("*.pdf")), what="the letter in the outbox", seconds=60)


def test_an_answer_as_a_letter_with_a_look_at_it_first(anna: Page, write: Callable[..., None]) -> None:
    write("Paul Papier", "Bitte antworten Sie mir per Post.\n")
    open_conversation(anna, "Paul Papier")
    anna.get_by_label("Deine Antwort").fill("Lieber Herr Papier, gern.")
    anna.get_by_label("als Brief").check()
    anna.get_by_label("Postanschrift von Paul Papier").fill("Weg 1\n90762 Fürth")
    with anna.expect_popup() as popup:
        anna.get_by_role("button", name="Erst ansehen").click()
    popup.value.close()
    anna.get_by_role("button", name="Senden", exact=True).click()
    expect(anna.locator(".ours")).to_contain_text("als Brief")


def test_a_way_is_chosen_by_the_first_click(anna: Page, write: Callable[..., None]) -> None:
    write("Vera Weg", "Per Post, bitte.\n")
    open_conversation(anna, "Vera Weg")
    anna.get_by_label("als Brief").check()
    expect(anna.get_by_label("Postanschrift von Vera Weg")).to_be_visible()
    anna.get_by_label("Deine Antwort").focus()
    anna.get_by_label("per Mail").check()
    expect(anna.get_by_label("Postanschrift von Vera Weg")).to_be_hidden()


def test_everything_on_a_narrow_phone(
    new_page: Callable[..., Page], house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Mia Mobil", "Geht das auch unterwegs?\n" + "https://rad.example/" + "x" * 200 + "\n")
    phone = sign_in(new_page(viewport=PHONE, has_touch=True, is_mobile=True), house, "murat@radhof.example")
    open_conversation(phone, "Mia Mobil")
    expect(phone.locator(".list")).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    axe(phone)
    phone.get_by_role("link", name="Zurück zu „Wartet am längsten“").click()
    expect(phone.get_by_role("heading", name="Wartet am längsten")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.go_back()
    expect(phone.get_by_text("Geht das auch unterwegs?").last).to_be_visible()


def test_by_keyboard_alone(anna: Page, write: Callable[..., None]) -> None:
    write("Toni Taste", "Ohne Maus bitte.\n")
    expect(anna.get_by_role("link", name="Toni Taste", exact=True)).to_be_visible(timeout=WAIT)
    anna.reload()
    anna.keyboard.press("Tab")
    expect(anna.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    anna.keyboard.press("Enter")
    for _ in range(30):
        anna.keyboard.press("Tab")
        if anna.evaluate("document.activeElement.textContent") == "Toni Taste":
            break
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("heading", name="Frage von Toni Taste")).to_be_focused()


def test_without_javascript(new_page: Callable[..., Page], house: Nahbar, write: Callable[..., None]) -> None:
    write("Nora Nojs", "Läuft das auch ohne Skripte?\n")
    wait_until(
        lambda: house.rows("select count(*) from nahbar_people_person where name = 'Nora Nojs'") == [(1,)],
        what="Nora's conversation",
    )
    page = sign_in(new_page(java_script_enabled=False), house, "murat@radhof.example")
    page.get_by_role("link", name="Nora Nojs", exact=True).click()
    page.get_by_label("Deine Antwort").fill("Liebe Nora, ja.")
    page.get_by_role("button", name="Senden", exact=True).click()
    page.get_by_role("button", name="Zurücknehmen").click()
    expect(page.get_by_label("Deine Antwort")).to_have_value("Liebe Nora, ja.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_further_pages_are_accessible(
    new_page: Callable[..., Page], house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None], scheme: str
) -> None:
    write(f"Vera {scheme}", "Noch eine Frage.\n")
    page = sign_in(new_page(color_scheme=scheme), house, "anna@radhof.example")
    open_conversation(page, f"Vera {scheme}")
    axe(page)
    for address in ("/piles/mine/", "/piles/closed/", "/health/", "/people/1/", "/conversations/new/", "/piles/x/"):
        page.goto(house.url + address)
        axe(page)
