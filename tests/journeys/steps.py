"""What journeys at the desk have in common."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from cast import PASSWORD
from servers.nahbar import Nahbar

PHONE = {"width": 360, "height": 740}
WAIT = 20_000  # milliseconds: intake, worker and stream are processes of their own


def sign_in(page: Page, house: Nahbar, email: str, *, heading: str = "Wartet am längsten") -> Page:
    page.goto(f"{house.url}/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    return page


def open_conversation(page: Page, name: str) -> None:
    """From the list, as soon as it shows the person: nobody reloads the page."""
    page.get_by_role("link", name=name, exact=True).click(timeout=WAIT)
    expect(page.get_by_role("article").first).to_contain_text(name)
