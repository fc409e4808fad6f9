"""Two colleagues at once: asking, answering, handing over, following, and the bell that tells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from journeys.conftest import SCENE
from journeys.steps import PHONE, WAIT, open_conversation, sign_in
from servers.loopback import wait_until
from servers.nahbar import Nahbar, nahbar

pytestmark = pytest.mark.browser


@pytest.fixture
def murat(house: Nahbar, new_page: Callable[..., Page]) -> Page:
    """Murat's browser, signed in beside Anna's."""
    return sign_in(new_page(), house, "murat@radhof.example")


@pytest.fixture(autouse=True)
def _nothing_unread(house: Nahbar) -> None:
    """Each journey begins with quiet bells."""
    house.python("from nahbar.notices.models import Notice; Notice.objects.all().delete()")


def bell_says(page: Page, number: int) -> None:
    expect(page.locator("#bell")).to_have_text(
        f"Was dich angeht{number} neu" if number else "Was dich angeht", timeout=WAIT
    )


def arrives(page: Page, name: str) -> None:
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible(timeout=WAIT)


def ask_murat(anna: Page, axe: Callable[[Page], None]) -> None:
    """By keyboard alone: name him in a note, and ask him."""
    open_conversation(anna, "Tina Frage")
    anna.get_by_role("heading", name="Frage von Tina Frage").focus()
    anna.keyboard.press("n")
    note = anna.get_by_label("Notiz", exact=True)
    expect(note).to_be_focused()
    anna.keyboard.type("Das weiß @mu")
    option = anna.locator("#colleagues").get_by_role("option", name="Murat Kaya")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(note).to_be_focused()
    axe(anna)
    anna.keyboard.press("Enter")
    expect(note).to_have_value("Das weiß @Murat Kaya ")
    expect(anna.locator("#colleagues")).to_be_hidden()
    anna.keyboard.type("besser als ich.")
    anna.keyboard.press("Tab")
    ask = anna.get_by_label("Jemanden fragen")
    expect(ask).to_be_focused()
    anna.keyboard.type("Murat")
    expect(ask.locator("option:checked")).to_have_text("Murat Kaya")
    note.press("Control+Enter")
    expect(anna.locator("#thread .note")).to_contain_text("fragt Murat Kaya")
    expect(anna.locator("#thread mark.named")).to_have_text("@Murat Kaya")


def test_a_colleague_is_asked_and_answers(
    anna: Page, murat: Page, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Tina Frage", "Passt das Pedal an jedes Rad?\n")
    arrives(murat, "Tina Frage")
    ask_murat(anna, axe)
    bell_says(murat, 1)
    expect(murat.locator("#nav-asked")).to_have_text("Gefragt1", timeout=WAIT)
    murat.locator("#list-title").click()
    murat.keyboard.press("g")
    expect(murat.get_by_role("dialog", name="Was dich angeht")).to_be_visible()
    told = murat.get_by_role("link", name="Anna Lind fragt dich")
    expect(told).to_be_focused()
    axe(murat)
    murat.keyboard.press("Enter")
    expect(murat.locator("#standing")).to_contain_text("Anna Lind fragt dich: Das weiß @Murat Kaya besser als ich.")
    bell_says(murat, 0)
    axe(murat)
    murat.get_by_role("heading", name="Frage von Tina Frage").focus()
    murat.keyboard.press("n")
    expect(murat.get_by_label("Notiz", exact=True)).to_be_focused()
    murat.keyboard.type("An jedes mit 9/16 Zoll.")
    murat.keyboard.press("Control+Enter")
    expect(murat.locator("#thread")).to_contain_text("An jedes mit 9/16 Zoll.")
    expect(murat.locator("#standing")).not_to_contain_text("fragt dich")
    expect(anna.locator("#thread")).to_contain_text("Murat Kaya hat geantwortet", timeout=WAIT)


def test_a_conversation_is_handed_over_with_a_note(
    anna: Page, murat: Page, house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Hanna Hand", "Könnt ihr mich zurückrufen?\n")
    arrives(murat, "Hanna Hand")
    open_conversation(anna, "Hanna Hand")
    anna.get_by_role("heading", name="Frage von Hanna Hand").focus()
    anna.keyboard.press("a")
    taker = anna.get_by_label("Wer kümmert sich?")
    expect(taker).to_be_focused()
    anna.keyboard.type("Murat")
    expect(taker.locator("option:checked")).to_have_text("Murat Kaya")
    anna.keyboard.press("Tab")
    expect(anna.get_by_label("Mit einer Notiz")).to_be_focused()
    anna.keyboard.type("Sie kennt dich vom Sommer.")
    axe(anna)
    anna.keyboard.press("Control+Enter")
    expect(anna.locator("#thread")).to_contain_text("Sie kennt dich vom Sommer.")
    expect(anna.locator("#thread")).to_contain_text("Anna Lind hat das Gespräch an Murat Kaya übergeben")
    bell_says(murat, 1)
    expect(murat.locator("#nav-mine")).to_contain_text("1", timeout=WAIT)
    murat.locator("#bell").click()
    murat.get_by_role("link", name="Anna Lind hat dir das übergeben").click()
    expect(murat.locator("#thread")).to_contain_text("Sie kennt dich vom Sommer.")
    given = "select assignee_id = (select id from nahbar_accounts_member where name = 'Murat Kaya')"
    of = " from nahbar_conversations_conversation where subject = 'Frage von Hanna Hand'"
    assert house.rows(given + of) == [(1,)]
    assert house.rows("select count(*) from nahbar_notices_notice") == [(1,)]


def test_a_conversation_is_followed(anna: Page, write: Callable[..., None], axe: Callable[[Page], None]) -> None:
    write("Frieda Folge", "Wann ist das Rad fertig?\n", key="frieda@post.example")
    open_conversation(anna, "Frieda Folge")
    anna.locator("#head").get_by_label("Mehr", exact=True).press("Enter")
    expect(anna.get_by_role("button", name="Verfolgen")).to_be_visible()
    anna.get_by_role("button", name="Verfolgen").press("Enter")
    expect(anna.locator("#head")).to_contain_text("verfolgt von Anna Lind")
    axe(anna)
    anna.goto(anna.url.partition("/conversations")[0] + "/piles/open/")
    expect(anna.get_by_role("heading", name="Alle offenen")).to_be_visible()
    write("Frieda Folge", "Ich komme um fünf.\n", refs="<frieda@post.example>")
    bell_says(anna, 1)
    anna.locator("#bell").click()
    expect(anna.get_by_role("link", name="Frieda Folge hat geschrieben")).to_be_visible()
    anna.get_by_role("button", name="Alles gelesen").click()
    bell_says(anna, 0)
    anna.keyboard.press("Escape")
    expect(anna.get_by_role("dialog", name="Was dich angeht")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_and_without_scripts(
    new_page: Callable[..., Page], house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None], scheme: str
) -> None:
    name = f"Nora {scheme}"
    write(name, "Geht das auch so?\n")
    asked = f"select count(*) from nahbar_people_person where name = '{name}'"
    wait_until(lambda: house.rows(asked) == [(1,)], what="the conversation")
    plain = new_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False, color_scheme=scheme)
    sign_in(plain, house, "anna@radhof.example")
    plain.get_by_role("link", name=name, exact=True).click()
    plain.get_by_label("Notiz für uns").check(force=True)
    plain.get_by_label("Notiz", exact=True).fill("@murat kaya, magst du?")
    plain.get_by_role("button", name="Notiz ablegen").click()
    expect(plain.locator("#thread mark.named")).to_have_text("@murat kaya")
    told = "select count(*) from nahbar_notices_notice where seen_at is null"
    wait_until(lambda: house.rows(told) == [(1,)], what="the notice")
    other = new_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False, color_scheme=scheme)
    sign_in(other, house, "murat@radhof.example")
    other.locator("#bell").click()
    expect(other.get_by_role("heading", name="Was dich angeht")).to_be_visible()
    other.get_by_role("link", name="Anna Lind erwähnt dich").click()
    expect(other.locator("#thread mark.named")).to_have_text("@murat kaya")
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    sign_in(page, house, "murat@radhof.example")
    for path in ("/notices/", "/settings/notices/", "/settings/profile/", "/piles/asked/", "/piles/away/"):
        page.goto(house.url + path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


@pytest.fixture(scope="module")
def real_house() -> Iterator[Nahbar]:
    """One that is no demo: from there pushes leave."""
    with nahbar("web", scene=SCENE) as running:
        yield running


def test_the_browser_shows_what_was_pushed(
    new_page: Callable[..., Page], real_house: Nahbar, axe: Callable[[Page], None]
) -> None:
    page = new_page()
    page.context.grant_permissions(["notifications"], origin=real_house.url)
    sign_in(page, real_house, "murat@radhof.example")
    page.goto(f"{real_house.url}/settings/notices/")
    expect(page.get_by_role("button", name="Push in diesem Browser erlauben")).to_be_visible()
    axe(page)
    deliver(
        page.context,
        page,
        real_house.url,
        '{"title": "Anna fragt dich", "body": "Sattel", "tag": "m:1", "path": "/notices/1/"}',
    )
    deliver(
        page.context,
        page,
        real_house.url,
        '{"title": "Anna fragt dich", "body": "Sattel", "tag": "m:1", "path": "/notices/1/"}',
    )
    shown = """async () => {
        const registration = await navigator.serviceWorker.getRegistration("/static/desk/push.js");
        return (await registration.getNotifications()).map((each) => [each.title, each.body, each.data.path]);
    }"""
    wait_until(
        lambda: page.evaluate(shown) == [["Anna fragt dich", "Sattel", "/notices/1/"]],
        what="one notification, not two",
    )


def deliver(context: BrowserContext, page: Page, origin: str, data: str) -> None:
    """Bring a push to the page's service worker, as the browser does with what its push service sent."""
    session = context.new_cdp_session(page)
    found: list[str] = []

    def note(event: dict[str, list[dict[str, str]]]) -> None:
        found.extend(each["registrationId"] for each in event["registrations"])

    session.on("ServiceWorker.workerRegistrationUpdated", note)
    session.send("ServiceWorker.enable")
    page.wait_for_function(
        "navigator.serviceWorker.getRegistration('/static/desk/push.js').then((it) => !!(it && it.active))"
    )
    assert found
    session.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": found[0], "data": data})
    session.detach()
