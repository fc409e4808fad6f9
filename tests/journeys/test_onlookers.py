"""Two members at one conversation: who looks on, who is writing, and that the list is left in peace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.steps import WAIT, open_conversation, sign_in
from servers.nahbar import Nahbar

pytestmark = pytest.mark.browser


def test_members_see_each_other_and_who_is_writing(
    anna: Page, house: Nahbar, new_page: Callable[..., Page], write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Gerda Gemeinsam", "Wer antwortet mir?\n")
    open_conversation(anna, "Gerda Gemeinsam")
    murat = sign_in(new_page(color_scheme="dark"), house, "murat@radhof.example")
    open_conversation(murat, "Gerda Gemeinsam")
    expect(murat.locator("#onlookers")).to_contain_text("Anna Lind schaut auch gerade hier", timeout=WAIT)
    expect(anna.locator("#onlookers")).to_contain_text("Murat Kaya schaut auch gerade hier", timeout=WAIT)
    murat.get_by_label("Deine Antwort").focus()
    murat.keyboard.type("Liebe Gerda")
    expect(anna.locator("#onlookers")).to_contain_text("Murat Kaya schreibt gerade", timeout=WAIT)
    axe(anna)
    axe(murat)
    murat.keyboard.press("Control+Enter")
    expect(anna.locator(".ours")).to_contain_text("Liebe Gerda", timeout=WAIT)
    expect(anna.locator("#onlookers")).to_contain_text("Murat Kaya schaut auch gerade hier", timeout=WAIT)
    murat.goto(f"{house.url}/piles/closed/")
    expect(murat.locator(".list")).to_be_visible()
    expect(anna.locator("#onlookers")).not_to_contain_text("Murat Kaya", timeout=WAIT)


def test_a_note_is_typing_too(
    anna: Page, house: Nahbar, new_page: Callable[..., Page], write: Callable[..., None]
) -> None:
    write("Nils Notiz", "Wer weiß Rat?\n")
    open_conversation(anna, "Nils Notiz")
    murat = sign_in(new_page(), house, "murat@radhof.example")
    open_conversation(murat, "Nils Notiz")
    expect(anna.locator("#onlookers")).to_contain_text("Murat Kaya schaut auch gerade hier", timeout=WAIT)
    murat.get_by_label("Notiz für uns").check()
    murat.get_by_label("Notiz", exact=True).press_sequentially("Frag Carla")
    expect(anna.locator("#onlookers")).to_contain_text("Murat Kaya schreibt gerade", timeout=WAIT)
