"""A real browser, and the accessibility check that every page has to pass."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

from servers.loopback import program

LOCAL = {"127.0.0.1", "localhost", "::1"}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the run; skips where none is installed."""
    # Ubuntu's own Chromium is a snap, so people there have one of the other two.
    binary = next(filter(None, map(program, ("chromium", "chromium-browser", "google-chrome"))), None)
    if binary is None:
        pytest.skip("Chromium is not installed (package chromium)")
    # Playwright's loop runs in this thread for as long as the browser lives, which Django would take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page_options() -> dict[str, Any]:
    """Override to see a page otherwise, e.g. {"color_scheme": "dark"}; options of Playwright's new_context."""
    return {}


ABORTED, AFTERWARDS = "logged htmx:sendAbort,", "logged htmx:afterRequest,"


class Watched:
    """Pages in sessions of their own, and what they did that no page may do."""

    def __init__(self, chromium: Browser, options: dict[str, Any]) -> None:
        self.chromium, self.options = chromium, options
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def open(self, **options: Any) -> Page:
        """A page of somebody who is not signed in; options of Playwright's new_context."""
        context = self.chromium.new_context(**{"locale": "de-DE", **self.options, **options})
        self.contexts.append(context)
        context.route(lambda url: not url.startswith(("data:", "blob:")), self._guard)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"raised {error}"))
        page.on("console", self._logged)
        return page

    def close(self) -> None:
        """Raises AssertionError where a page raised or logged an error, or asked for anything outside loopback."""
        for context in self.contexts:
            context.close()
        complaints = self.complaints.copy()
        # Whoever leaves a page while it asks for something ends that question; htmx logs two lines for each.
        for _ in range(sum(ABORTED in complaint for complaint in complaints)):
            for line in (ABORTED, AFTERWARDS):
                complaints.remove(next(complaint for complaint in complaints if line in complaint))
        assert complaints == [], "The page " + "; ".join(complaints)

    def _guard(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname in LOCAL:
            route.continue_()
        else:
            self.complaints.append(f"asked for {route.request.url}")
            route.abort()

    def _logged(self, message: ConsoleMessage) -> None:
        # Chromium logs every answer of 400 and above; a test may well look at a page that refuses something.
        refused = message.text.startswith("Failed to load resource") and "/static/" not in message.location["url"]
        if message.type == "error" and not refused:
            self.complaints.append(f"logged {message.text}")


@pytest.fixture
def new_page(chromium: Browser, page_options: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """A function that opens pages, one per person; the test fails at its end where one of them misbehaved."""
    watched = Watched(chromium, page_options)
    yield watched.open
    watched.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page of somebody who is not signed in."""
    return new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """A function that fails where the page breaks a rule of WCAG 2.2 AA, naming rule, place and remedy."""
    engine = Axe()

    def check(page: Page) -> None:
        # Sizes and colours are judged, so the styles have to be there.
        page.wait_for_load_state("load")
        options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
        found = engine.run(page, options=options).response["violations"]
        assert not found, f"{page.url} is not accessible:\n" + "\n".join(map(_explain, found))

    return check


def _explain(violation: dict[str, Any]) -> str:
    places = "\n".join(f"    {node['html'][:160]}\n      {node['failureSummary']}" for node in violation["nodes"])
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}\n{places}"
