"""Writing with the coach in a real browser: findings come while it is typed, and the keyboard does everything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from journeys.steps import WAIT, open_conversation

pytestmark = pytest.mark.browser
ANGRY = (
    "Guten Tag,\n\nich bin stinksauer, mein Rad ist schon wieder kaputt! 🚲 Wann bekomme ich es endlich zurück?\n\n"
    "Vera Brandt\n"
)
BAD = (
    "Hallo Frau Brandt, 🚲\n\nes tut mir leid, dass Sie warten. Bezüglich des Rads melden wir uns zeitnah."
    " Wann es fertig ist, erfahren Sie am Freitag.\n\nAnna Lind"
)


def test_writing_with_the_coach(anna: Page, write: Callable[..., None]) -> None:
    write("Vera Brandt", ANGRY)
    open_conversation(anna, "Vera Brandt")
    expect(anna.locator(".reading .mood")).to_have_text("verärgert", timeout=WAIT)
    draft = anna.get_by_label("Deine Antwort")
    draft.click()
    anna.keyboard.insert_text(BAD)
    finding = anna.locator(".finding", has_text="Ein Versprechen ohne Datum")
    expect(finding).to_be_visible(timeout=WAIT)
    expect(anna.locator(".mirror .found", has_text="zeitnah")).to_be_attached()
    assert anna.locator(".mirror").text_content() == f"{BAD}\n", "the twin says what the draft says"
    assert anna.locator(".found", has_text="zeitnah").first.text_content() == "zeitnah", "right behind an emoji"
    before = anna.locator(".finding").count()
    assert before >= 2
    wrong = Axe().run(anna).response["violations"]
    assert not wrong, wrong
    # One key takes a suggestion over.
    draft.focus()
    anna.keyboard.press("Alt+ArrowDown")
    expect(anna.locator(".finding").first.locator("button").first).to_be_focused()
    finding.locator("[name=apply]").focus()
    anna.keyboard.press("Enter")
    expect(draft).not_to_have_value(BAD)
    assert "zeitnah" not in draft.input_value()
    assert draft.input_value().startswith("Hallo Frau Brandt, 🚲")
    expect(finding).to_have_count(0, timeout=WAIT)
    # One key waves another away, and it stays away.
    other = anna.locator(".finding", has_text="Amtsdeutsch")
    expect(other).to_have_count(1)
    other.locator("[name=wave]").focus()
    anna.keyboard.press("Delete")
    expect(other).to_have_count(0)
    draft.focus()
    anna.keyboard.press("Control+End")
    anna.keyboard.type(" ")
    expect(anna.locator("#coached")).to_contain_text("Du versprichst", timeout=WAIT)
    expect(other).to_have_count(0)
    assert anna.evaluate("document.activeElement.id") == "text", "the coach takes nobody's place"
    anna.keyboard.press("Control+Enter")
    expect(anna.locator(".ours").last).to_contain_text("Hallo Frau Brandt", timeout=WAIT)
    expect(draft).to_have_value("")


def test_an_answer_for_an_older_draft_is_dropped(anna: Page, write: Callable[..., None]) -> None:
    write("Nils Ott", "Hallo, wann habt ihr offen?")
    open_conversation(anna, "Nils Ott")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "zeitnah" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    anna.route("**/coach/**", hold)
    draft = anna.get_by_label("Deine Antwort")
    with anna.expect_request("**/coach/**"):
        draft.fill("Hallo Nils, wir melden uns zeitnah.")
    draft.fill("Hallo Nils, morgen ab 9 Uhr.\n\nAnna")
    for route in held:
        route.fulfill(body='<ul class="findings" data-count="1"><li class="finding">alt</li></ul>')
    anna.keyboard.press("End")
    anna.keyboard.type("!")
    expect(anna.locator("#coach-count")).not_to_be_empty(timeout=WAIT)
    expect(anna.locator(".finding", has_text="alt")).to_have_count(0)


def test_questions_are_marked_by_keyboard(anna: Page, write: Callable[..., None]) -> None:
    write("Ines Kurz", ANGRY.replace("Vera Brandt", "Ines Kurz"))
    open_conversation(anna, "Ines Kurz")
    toggle = anna.get_by_role("link", name="1 Frage zeigen")
    toggle.focus(timeout=WAIT)
    anna.keyboard.press("Enter")
    expect(anna.locator(".conversation.show-asked mark.asked")).to_contain_text("Wann bekomme ich es endlich zurück?")
    anna.keyboard.press("Enter")
    expect(anna.locator(".conversation.show-asked")).to_have_count(0)


def test_on_a_phone_nothing_is_wider_than_the_screen(anna: Page, write: Callable[..., None]) -> None:
    write("Olaf Breit", ANGRY)
    anna.set_viewport_size({"width": 360, "height": 740})
    open_conversation(anna, "Olaf Breit")
    anna.get_by_label("Deine Antwort").fill(BAD)
    expect(anna.locator(".finding").first).to_be_visible(timeout=WAIT)
    assert anna.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wrong = Axe().run(anna).response["violations"]
    assert not wrong, wrong
