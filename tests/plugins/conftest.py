"""The plugins' own tests need to see a page fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from plugins import browser


@pytest.fixture
def complaint_about(chromium: Browser) -> Callable[[str], str]:
    """Run a JavaScript expression in a page and return what the `new_page` fixture complains about."""

    def run(script: str) -> str:
        fixture = browser.new_page.__wrapped__(chromium, {})
        opened = next(fixture)()
        opened.set_content("<title>x</title>")
        opened.evaluate(f"async () => {{ await {script} }}")
        with pytest.raises(AssertionError) as caught:
            next(fixture)
        return str(caught.value)

    return run
