"""What a page weighs on the wire, and that nothing jumps while it is built."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from journeys.steps import WAIT, sign_in
from servers.nahbar import Nahbar

pytestmark = pytest.mark.browser
KB = 1024
# Adds up every shift that no input of the member explains.
SHIFTS = """
window.shifts = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""


def weigh(page: Page, address: str) -> dict[str, int]:
    """The bytes on the wire of each file of a page that nothing is cached of."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    names: dict[str, str] = {}
    bytes_of: dict[str, int] = {}

    def sent(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["request"]["url"].rpartition("/")[2].partition("?")[0] or "page"

    def loaded(event: dict[str, Any]) -> None:
        name = names.get(event["requestId"], "")
        bytes_of[name] = bytes_of.get(name, 0) + int(event["encodedDataLength"])

    line.on("Network.requestWillBeSent", sent)
    line.on("Network.loadingFinished", loaded)
    page.goto(address)
    expect(page.locator("#rows .row").first).to_be_visible()
    page.wait_for_function("document.readyState === 'complete'")
    return bytes_of


def test_a_page_is_light_and_nothing_jumps(
    anna: Page, house: Nahbar, new_page: Callable[..., Page], write: Callable[..., None]
) -> None:
    for letter in "abc":
        write(f"Gesine Gewicht{letter}", "Wie schwer ist das Rad?\n" * 30)
    expect(anna.get_by_role("link", name="Gesine Gewichtc", exact=True)).to_be_visible(timeout=WAIT)
    page = sign_in(new_page(), house, "anna@radhof.example")
    page.add_init_script(SHIFTS)
    weight = weigh(page, f"{house.url}/")
    styles = sum(size for name, size in weight.items() if name.endswith(".css"))
    assert {"page", "style.css", "desk.css", "desk.js"} <= set(weight), weight
    assert weight["page"] + styles <= 40 * KB, weight
    assert sum(weight.values()) <= 150 * KB, weight
    assert page.evaluate("window.shifts") == 0
    page.get_by_role("link", name="Gesine Gewichtb", exact=True).click()
    expect(page.get_by_role("heading", name="Frage von Gesine Gewichtb")).to_be_focused()


def test_files_are_kept_for_good_and_change_their_address_with_their_content(anna: Page, house: Nahbar) -> None:
    address = anna.locator("link[rel=stylesheet]").first.get_attribute("href")
    assert address is not None
    assert "?v=" in address
    answer = anna.request.get(f"{house.url}{address}", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "max-age=31536000" in answer.headers["cache-control"]


def test_news_are_not_held_back_by_compression(anna: Page, write: Callable[..., None]) -> None:
    told = anna.evaluate(
        "fetch('/stream/').then(answer => { const kind = answer.headers.get('content-encoding');"
        " answer.body.cancel(); return [answer.status, kind]; })"
    )
    assert told == [200, None]
    write("Nora Nachricht", "Bin ich schon da?\n")
    expect(anna.get_by_role("link", name="Nora Nachricht", exact=True)).to_be_visible(timeout=WAIT)
