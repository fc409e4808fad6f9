from __future__ import annotations

import re
import smtplib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from cast import mail
from journeys.steps import sign_in
from servers.loopback import HOST
from servers.nahbar import Nahbar, nahbar

SCENE = """
import sys; sys.path.insert(0, "tests")
from cast import found_house
found_house()
"""


@pytest.fixture(scope="module")
def house() -> Iterator[Nahbar]:
    with nahbar("web", "work", "intake", scene=SCENE, DEMO="yes") as running:
        yield running


@pytest.fixture
def write(house: Nahbar) -> Callable[..., None]:
    """A function by which a person writes to us, through the intake."""

    def send(name: str, text: str, **parts: Any) -> None:
        address = f"{re.sub('[^a-z]', '', name.lower())}@post.example"
        raw = mail(
            text=text, sender=f"{name} <{address}>", subject=parts.pop("subject", f"Frage von {name}"), **parts
        )
        with smtplib.SMTP(HOST, house.smtp_port) as client:
            client.sendmail(address, [parts.get("to", "info@radhof.example")], raw)

    return send


@pytest.fixture
def anna(house: Nahbar, page: Page) -> Page:
    """Anna's browser, signed in."""
    return sign_in(page, house, "anna@radhof.example")
