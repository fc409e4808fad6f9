"""The accessibility check finds what is wrong, and a page cannot reach outside."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from plugins.browser import Watched

pytestmark = pytest.mark.browser

GOOD = '<!doctype html><html lang="de"><title>Werkstatt</title><main><h1>Werkstatt</h1><p>Offen.</p></main></html>'
BAD = '<!doctype html><html><title>x</title><main><input><p style="color:#ccc">blass</p></main></html>'


def test_axe_passes_a_plain_page(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content(GOOD)
    axe(page)


def test_axe_names_rule_and_place(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content(BAD)
    with pytest.raises(AssertionError) as caught:
        axe(page)
    message = str(caught.value)
    assert all(word in message for word in ("html-has-lang", "label", "color-contrast", "<input>"))


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("fetch('http://tracker.example/pixel').catch(() => {})", "asked for http://tracker.example/pixel"),
        ("console.error('kaputt')", "logged kaputt"),
        ("new Promise(done => { setTimeout(() => { throw Error('Kette') }); setTimeout(done) })", "raised Kette"),
    ],
)
def test_page_complains(chromium: Browser, script: str, complaint: str) -> None:
    watched = Watched(chromium, {})
    page = watched.open()
    page.set_content(GOOD)
    page.evaluate(f"async () => {{ await {script} }}")
    with pytest.raises(AssertionError, match=re.escape(complaint)):
        watched.close()
