"""Sending later, sending and putting aside, copies and a reply to all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.steps import PHONE, WAIT, open_conversation, sign_in
from servers.loopback import wait_until
from servers.nahbar import Nahbar

pytestmark = pytest.mark.browser
ANSWER = "Deine Antwort"


def test_an_answer_leaves_later_and_comes_back_by_keyboard(
    anna: Page, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Spyros Später", "Wann?\n", key="spaeter-1@post.example")
    open_conversation(anna, "Spyros Später")
    anna.get_by_label(ANSWER).fill("Lieber Spyros, morgen.")
    expect(anna.locator("#draft-state")).to_have_text("Entwurf gespeichert")
    anna.get_by_role("heading", name="Frage von Spyros Später").focus()
    anna.keyboard.press("l")
    expect(anna.get_by_label("Jetzt senden und das Gespräch schlummern lassen bis")).to_be_focused()
    axe(anna)
    anna.keyboard.press("ArrowDown")
    expect(anna.get_by_label("Erst dann senden")).to_be_checked()
    anna.locator("#later-words").focus()
    anna.keyboard.type("nächsten Dienstag früh")
    anna.keyboard.press("Enter")
    planned = anna.locator(".planned")
    expect(planned).to_contain_text("Lieber Spyros, morgen.")
    expect(planned).to_contain_text("hinaus")
    expect(anna.get_by_label(ANSWER)).to_have_value("")
    axe(anna)
    write("Spyros Später", "Hat sich erledigt.\n", key="spaeter-2@post.example", refs="<spaeter-1@post.example>")
    expect(planned).to_contain_text("Die Antwort geht nicht von selbst hinaus", timeout=WAIT)
    axe(anna)
    planned.get_by_role("button", name="Zurücknehmen").press("Enter")
    expect(anna.get_by_label(ANSWER)).to_have_value("Lieber Spyros, morgen.")
    expect(anna.get_by_label(ANSWER)).to_be_focused()
    expect(planned).to_have_count(0)
    expect(anna.locator("#thread")).to_contain_text("Anna Lind hat eine geplante Antwort zurückgenommen")


def test_a_planned_answer_is_sent_at_once(anna: Page, house: Nahbar, write: Callable[..., None]) -> None:
    write("Sven Sofort", "Doch eilig!\n")
    open_conversation(anna, "Sven Sofort")
    anna.get_by_label(ANSWER).fill("Lieber Sven, gern.")
    anna.get_by_text("Später …").click()
    anna.get_by_label("Erst dann senden").check()
    anna.locator(".later-sheet .offers button").first.click()
    expect(anna.locator(".planned")).to_contain_text("Lieber Sven, gern.")
    anna.get_by_role("button", name="Jetzt senden").click()
    expect(anna.get_by_role("button", name="Zurücknehmen")).to_be_visible()
    expect(anna.locator(".planned")).to_have_count(0)
    wait_until(
        lambda: any(b"svensofort@post.example" in path.read_bytes() for path in house.outbox.glob("*.eml")),
        what="the answer in the outbox",
        seconds=60,
    )


def test_send_and_put_aside_on_a_phone(
    new_page: Callable[..., Page], house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Pia Pause", "Fragt ihr nach?\n")
    phone = sign_in(new_page(viewport=PHONE, has_touch=True, is_mobile=True), house, "murat@radhof.example")
    open_conversation(phone, "Pia Pause")
    phone.get_by_label(ANSWER).fill("Liebe Pia, ich frage nach.")
    phone.get_by_text("Später …").tap()
    expect(phone.locator(".later-sheet")).to_be_visible()
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.locator("#later-words").fill("in einer Woche")
    phone.get_by_role("button", name="So machen").tap()
    expect(phone.locator(".ours")).to_contain_text("Liebe Pia, ich frage nach.")
    expect(phone.locator("#head-about")).to_contain_text("schlummert")


def test_a_reply_to_all_and_a_hidden_copy(
    anna: Page, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Rita Runde", "Bitte allen antworten.\n", headers={"Cc": "Lea Mit <lea@post.example>"})
    open_conversation(anna, "Rita Runde")
    everyone = anna.get_by_label("Allen antworten: Lea Mit")
    expect(everyone).not_to_be_checked()
    anna.get_by_role("heading", name="Frage von Rita Runde").focus()
    anna.keyboard.press("Shift+R")
    expect(everyone).to_be_checked()
    expect(anna.get_by_label(ANSWER)).to_be_focused()
    anna.keyboard.type("Liebe beide,")
    anna.get_by_text("Kopie an …").click()
    anna.get_by_label("Blindkopie an").fill("neu@fremd.example")
    axe(anna)
    anna.get_by_role("button", name="Senden", exact=True).click()
    expect(anna.get_by_role("alert")).to_contain_text("neu@fremd.example")
    anna.get_by_role("button", name="Senden", exact=True).click()
    expect(anna.locator(".ours")).to_contain_text("Kopie an Lea Mit")
    expect(anna.locator(".ours")).not_to_contain_text("neu@fremd.example, ")
