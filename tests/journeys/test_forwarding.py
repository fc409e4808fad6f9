"""A message goes on to somebody outside, and is taken back in time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.steps import open_conversation
from servers.loopback import wait_until
from servers.nahbar import Nahbar

pytestmark = pytest.mark.browser


def test_forwarded_taken_back_and_forwarded_again(
    anna: Page, house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Willi Weiter", "Die Felge ist verzogen.\n")
    open_conversation(anna, "Willi Weiter")
    anna.get_by_label("Mehr zu dieser Nachricht von Willi Weiter").press("Enter")
    anna.get_by_role("link", name="Weiterleiten").press("Enter")
    expect(anna.get_by_role("heading", name="Nachricht von Willi Weiter weiterleiten")).to_be_visible()
    axe(anna)
    anna.get_by_label("An wen?").fill("auftrag@spann.example")
    anna.get_by_label("Was du dazu schreibst").fill("Könnt ihr die zentrieren?")
    anna.keyboard.press("Control+Enter")
    gone = anna.locator(".ours")
    expect(gone).to_contain_text("weitergeleitet an auftrag@spann.example")
    expect(gone).to_contain_text("Könnt ihr die zentrieren?")
    expect(anna.locator("#head-about")).to_contain_text("wartet")
    axe(anna)
    gone.get_by_role("button", name="Zurücknehmen").click()
    expect(anna.get_by_label("Was du dazu schreibst")).to_have_value("Könnt ihr die zentrieren?")
    expect(anna.get_by_label("An wen?")).to_have_value("auftrag@spann.example")
    anna.get_by_role("button", name="Weiterleiten").click()
    expect(gone).to_contain_text("weitergeleitet an auftrag@spann.example")

    def left() -> bool:
        return any(b"auftrag@spann.example" in path.read_bytes() for path in house.outbox.glob("*.eml"))

    wait_until(left, what="the forwarded message in the outbox", seconds=60)
