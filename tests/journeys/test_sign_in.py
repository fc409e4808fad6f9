"""Signing in, as somebody does it in a browser: by password, with a mail, by invitation, with a second factor."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.fixtures import SettingsWrapper
from pytest_django.live_server_helper import LiveServer

from cast import PASSWORD, House
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.queries import blobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW_PASSWORD = "sattelstütze-und-lenker"


@pytest.fixture
def desk(live_server: LiveServer, settings: SettingsWrapper, house: House) -> str:
    """The address of a desk where the house of the cast works."""
    del house
    cache.clear()
    settings.EMAIL_BACKEND = "nahbar.mailroom.system_mail.SystemMail"
    return str(live_server.url)


def sign_in(page: Page, desk: str, email: str, password: str) -> None:
    """By keyboard alone, from the first key on."""
    page.goto(f"{desk}/account/login/")
    page.get_by_label("Mailadresse").focus()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def link_in_newest_mail(to: str, desk: str) -> str:
    """The link in the mail to `to` that was posted last, as a path of this desk."""
    delivery = Delivery.objects.filter(recipients__address=to).latest("pk")
    mail = message_from_bytes(blobs().get(delivery.content), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"^https?://\S+$", body.get_content(), re.MULTILINE)
    assert found, body.get_content()
    return desk + urlsplit(found[0]).path


def code_for(secret: str, step: int = 0) -> str:
    """What an authenticator app shows now (RFC 6238), or `step` half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def test_in_and_out_again(page: Page, desk: str, axe: Callable[[Page], None]) -> None:
    page.goto(desk)
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    axe(page)
    sign_in(page, desk, "anna@radhof.example", "falsch geraten")
    expect(page.get_by_role("alert")).to_have_text("Adresse und Passwort passen nicht zusammen. Ein Tippfehler?")
    axe(page)
    sign_in(page, desk, "unbekannt@radhof.example", "falsch geraten")
    expect(page.get_by_role("alert")).to_have_text("Adresse und Passwort passen nicht zusammen. Ein Tippfehler?")
    sign_in(page, desk, "Anna@Radhof.example", PASSWORD)
    expect(page.get_by_role("link", name="Anna Lind")).to_be_visible()
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    page.goto(f"{desk}/settings/profile/")
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()


def test_whoever_guesses_has_to_wait(page: Page, desk: str) -> None:
    for _ in range(6):
        sign_in(page, desk, "anna@radhof.example", "falsch geraten")
    expect(page.get_by_role("alert")).to_contain_text("Warte ein paar Minuten")
    sign_in(page, desk, "anna@radhof.example", PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("Warte ein paar Minuten")


def test_a_forgotten_password(page: Page, desk: str, axe: Callable[[Page], None]) -> None:
    def ask(email: str) -> str:
        page.goto(f"{desk}/account/login/")
        page.get_by_role("link", name="Passwort vergessen?").click()
        axe(page)
        page.get_by_label("Mailadresse").fill(email)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Schau in dein Postfach")).to_be_visible()
        axe(page)
        return page.content()

    unknown = ask("fremd@post.example")
    assert not Delivery.objects.exists()
    assert re.sub(r'"[\w-]{60,}"', "", ask("murat@radhof.example")) == re.sub(r'"[\w-]{60,}"', "", unknown)
    link = link_in_newest_mail("murat@radhof.example", desk)
    page.goto(link)
    axe(page)
    page.get_by_label("Neues Passwort").fill("kurz")
    page.get_by_label("Noch einmal").fill("kurz")
    page.keyboard.press("Enter")
    expect(page.locator(".errorlist").first).to_be_visible()
    page.get_by_label("Neues Passwort").fill(NEW_PASSWORD)
    page.get_by_label("Noch einmal").fill(NEW_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Dein neues Passwort gilt")).to_be_visible()
    axe(page)
    sign_in(page, desk, "murat@radhof.example", PASSWORD)
    expect(page.get_by_role("alert")).to_be_visible()
    sign_in(page, desk, "murat@radhof.example", NEW_PASSWORD)
    expect(page.get_by_role("link", name="Murat Kaya")).to_be_visible()
    page.get_by_role("button", name="Abmelden").click()
    page.goto(link)
    expect(page.get_by_role("heading", name="Dieser Link gilt nicht mehr")).to_be_visible()
    axe(page)


def test_from_invitation_to_the_desk(new_page: Callable[..., Page], desk: str, axe: Callable[[Page], None]) -> None:
    anna, lena = new_page(), new_page()
    sign_in(anna, desk, "anna@radhof.example", PASSWORD)
    anna.get_by_role("link", name="Einstellungen").click()
    axe(anna)
    anna.get_by_label("Mailadresse").fill("lena@radhof.example")
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("status").filter(has_text="lena@radhof.example")).to_be_visible()

    lena.goto(link_in_newest_mail("lena@radhof.example", desk))
    expect(lena.get_by_role("heading", name="Willkommen")).to_be_visible()
    axe(lena)
    lena.get_by_label("Dein Name").focus()
    lena.keyboard.type("Lena Hofer")
    lena.keyboard.press("Tab")
    lena.keyboard.type(NEW_PASSWORD)
    lena.keyboard.press("Enter")
    expect(lena.get_by_role("link", name="Lena Hofer")).to_be_visible()
    anna.reload()
    expect(anna.get_by_text("Lena Hofer")).to_be_visible()


def test_a_second_factor(page: Page, desk: str, axe: Callable[[Page], None]) -> None:
    sign_in(page, desk, "anna@radhof.example", PASSWORD)
    page.goto(f"{desk}/account/2fa/")
    axe(page)
    page.get_by_role("link", name="Einrichten App auf deinem Telefon").click()
    expect(page.locator(".qr img")).to_be_visible()
    assert page.locator(".qr img").evaluate("image => image.naturalWidth") > 0
    axe(page)
    page.get_by_label("Code, den die App zeigt").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator(".errorlist")).to_contain_text("Dieser Code stimmt nicht")
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Code, den die App zeigt").fill(code_for(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ersatzcodes")).to_be_visible()
    axe(page)
    spare = page.locator(".codes code").first.inner_text()

    def begin() -> None:
        page.context.clear_cookies()
        sign_in(page, desk, "anna@radhof.example", PASSWORD)
        expect(page.get_by_role("heading", name="Noch ein Schritt")).to_be_visible()

    begin()
    axe(page)
    page.goto(f"{desk}/settings/profile/")
    expect(page.get_by_role("link", name="Anna Lind")).not_to_be_visible()
    begin()
    page.get_by_label("Code", exact=True).fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator(".errorlist")).to_contain_text("Dieser Code stimmt nicht")
    page.get_by_label("Code", exact=True).fill(spare)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Anna Lind")).to_be_visible()
    begin()
    # A code counts once; the app's next one is accepted, as clocks differ.
    page.get_by_label("Code", exact=True).fill(code_for(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Anna Lind")).to_be_visible()
