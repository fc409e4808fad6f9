"""Signing in, as somebody does it in a browser: by password, with a mail, by invitation, with a second factor."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from cast import PASSWORD
from nahbar.toolbox.blobs import BlobStore
from servers.nahbar import Nahbar, nahbar

pytestmark = pytest.mark.browser
NEW_PASSWORD = "sattelstütze-und-lenker"
SCENE = 'import sys; sys.path.insert(0, "tests"); from cast import found_house; found_house()'
# What differs from one showing of a page to the next: tokens against forged requests.
TOKEN = re.compile(r"[\w-]{60,}")


@pytest.fixture
def desk() -> Iterator[Nahbar]:
    """The house of the cast, with its pages open."""
    with nahbar("web", scene=SCENE) as house:
        yield house


def sign_in(page: Page, desk: Nahbar, email: str, password: str) -> None:
    """By keyboard alone, from the first key on."""
    page.goto(f"{desk.url}/account/login/")
    page.get_by_label("Mailadresse").focus()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def mails_to(desk: Nahbar, address: str) -> list[str]:
    """The texts of all mails on their way to somebody."""
    rows = desk.rows(
        "SELECT d.blob FROM nahbar_mailroom_delivery d JOIN nahbar_mailroom_deliveryrecipient r "
        f"ON r.delivery_id = d.id WHERE r.address = '{address}' ORDER BY d.id"
    )
    bodies = []
    for (digest,) in rows:
        mail = message_from_bytes(BlobStore(desk.home / "blobs").get(digest), policy=policy.default)
        body = mail.get_body(("plain",))
        assert body is not None
        bodies.append(body.get_content())
    return bodies


def link_to(desk: Nahbar, address: str) -> str:
    """The link in the newest mail to somebody."""
    text = mails_to(desk, address)[-1]
    found = re.search(r"^https?://\S+", text, re.MULTILINE)
    assert found, text
    return found[0]


def code_for(secret: str, step: int = 0) -> str:
    """What an authenticator app shows now (RFC 6238), or `step` half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def test_in_and_out_again(page: Page, desk: Nahbar, axe: Callable[[Page], None]) -> None:
    page.goto(desk.url)
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    axe(page)
    sign_in(page, desk, "anna@radhof.example", "falsch geraten")
    expect(page.get_by_role("alert")).to_have_text(
        "Adresse und Passwort gehören nicht zusammen. Ist ein Tippfehler dabei?"
    )
    axe(page)
    sign_in(page, desk, "unbekannt@radhof.example", "falsch geraten")
    expect(page.get_by_role("alert")).to_have_text(
        "Adresse und Passwort gehören nicht zusammen. Ist ein Tippfehler dabei?"
    )
    sign_in(page, desk, "Anna@Radhof.example", PASSWORD)
    expect(page.get_by_role("link", name="Anna Lind")).to_be_visible()
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    page.goto(f"{desk.url}/settings/profile/")
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()


def test_whoever_guesses_has_to_wait(page: Page, desk: Nahbar) -> None:
    for _ in range(6):
        sign_in(page, desk, "anna@radhof.example", "falsch geraten")
    expect(page.get_by_role("alert")).to_contain_text("Warte ein paar Minuten")
    sign_in(page, desk, "anna@radhof.example", PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("Warte ein paar Minuten")


def test_a_forgotten_password(page: Page, desk: Nahbar, axe: Callable[[Page], None]) -> None:
    def ask(email: str) -> str:
        page.goto(f"{desk.url}/account/login/")
        page.get_by_role("link", name="Passwort vergessen?").click()
        axe(page)
        page.get_by_label("Mailadresse").fill(email)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Schau in dein Postfach")).to_be_visible()
        axe(page)
        return page.content()

    unknown = ask("fremd@post.example")
    assert mails_to(desk, "fremd@post.example") == []
    assert TOKEN.sub("", ask("murat@radhof.example")) == TOKEN.sub("", unknown)
    link = link_to(desk, "murat@radhof.example")
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


def test_from_invitation_to_the_desk(
    new_page: Callable[..., Page], desk: Nahbar, axe: Callable[[Page], None]
) -> None:
    anna, lena = new_page(), new_page()
    sign_in(anna, desk, "anna@radhof.example", PASSWORD)
    anna.get_by_role("link", name="Einstellungen").click()
    axe(anna)
    anna.get_by_label("Mailadresse").fill("lena@radhof.example")
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("status").filter(has_text="lena@radhof.example")).to_be_visible()

    lena.goto(link_to(desk, "lena@radhof.example"))
    expect(lena.get_by_role("heading", name="Willkommen")).to_be_visible()
    axe(lena)
    lena.get_by_label("Dein Name").focus()
    lena.keyboard.type("Lena Hofer")
    lena.keyboard.press("Tab")
    lena.keyboard.type(NEW_PASSWORD)
    lena.keyboard.press("Enter")
    expect(lena.get_by_role("link", name="Lena Hofer")).to_be_visible()
    anna.reload()
    expect(anna.get_by_role("link", name="Ändern Lena Hofer")).to_be_visible()


def test_a_second_factor(page: Page, desk: Nahbar, axe: Callable[[Page], None]) -> None:
    sign_in(page, desk, "anna@radhof.example", PASSWORD)
    page.goto(f"{desk.url}/account/2fa/")
    axe(page)
    page.get_by_role("link", name="Einrichten App auf deinem Telefon").click()
    expect(page.get_by_role("heading", name="Bist du es?")).to_be_visible()
    axe(page)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.keyboard.press("Enter")
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
    page.goto(f"{desk.url}/settings/profile/")
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
