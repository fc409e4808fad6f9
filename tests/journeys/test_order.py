"""Putting things in order at the desk: folds, joining, splitting, strangers, spam, and what came back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.steps import PHONE, WAIT, open_conversation, sign_in
from servers.loopback import wait_until
from servers.nahbar import Nahbar

pytestmark = pytest.mark.browser
QUOTING = """Hallo,

der Sattel ist schon wieder lose.

Und das hier gehört dazu.

Am 3. November 2026 um 10:04 schrieb Anna Lind <anna@radhof.example>:
> der Bolzen ist unterwegs.
> Herzliche Grüße
"""
LOST = """
from nahbar.channels.contract import Bounce
from nahbar.conversations.models import Message
from nahbar.history.tasks import react
from nahbar.mailroom.actions import record_bounce
from nahbar.mailroom.models import Delivery, DeliveryRecipient
message = Message.objects.get(text__startswith="Lieber Herr Zurück")
Delivery.objects.filter(origin_id=message.pk).update(state="accepted")
DeliveryRecipient.objects.filter(delivery__origin_id=message.pk).update(state="accepted")
sentence = "This mailbox is closed and takes no more mail."
record_bounce(Bounce(True, "bertzurck@post.example", "5.1.1", message.key, sentence))
react()
"""


def fits(page: Page) -> bool:
    """Does nothing stand out to the right?"""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_fold_is_opened_corrected_and_put_back(
    anna: Page, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Fritz Falte", QUOTING)
    open_conversation(anna, "Fritz Falte")
    hidden = anna.locator("#thread").get_by_text("> der Bolzen ist unterwegs.")
    expect(hidden).to_be_hidden()
    anna.get_by_text("Zitat: 3 Zeilen ausgeblendet – anzeigen").focus()
    anna.keyboard.press("Enter")
    expect(hidden).to_be_visible()
    axe(anna)
    anna.get_by_role("button", name="Das gehört zur Nachricht").click()
    expect(anna.get_by_text("Berichtigt. Am Text selbst hat sich nichts geändert.")).to_be_visible()
    expect(hidden).to_be_visible()
    expect(anna.locator("#thread details.fold")).to_have_count(0)
    anna.get_by_role("button", name="Rückgängig", exact=True).click()
    expect(anna.get_by_text("Zitat: 3 Zeilen ausgeblendet – anzeigen")).to_be_visible()


def test_what_is_selected_is_folded(anna: Page, write: Callable[..., None]) -> None:
    write("Mark Ierer", QUOTING)
    open_conversation(anna, "Mark Ierer")
    anna.locator("#thread").get_by_text("Und das hier gehört dazu.").click(click_count=3)
    anna.get_by_role("button", name="Ausblenden", exact=True).click()
    expect(anna.get_by_text("Berichtigt.")).to_be_visible()
    expect(anna.locator("#thread").get_by_text("Und das hier gehört dazu.")).to_be_hidden()
    expect(anna.locator("#thread").get_by_text("der Sattel ist schon wieder lose.", exact=True)).to_be_visible()


def test_folds_are_corrected_by_keyboard_and_without_scripts(
    new_page: Callable[..., Page], house: Nahbar, write: Callable[..., None], axe: Callable[[Page], None], anna: Page
) -> None:
    write("Nora Falz", QUOTING)
    open_conversation(anna, "Nora Falz")
    plain = sign_in(new_page(java_script_enabled=False), house, "murat@radhof.example")
    plain.get_by_role("link", name="Nora Falz", exact=True).click()
    plain.get_by_text("Zitat: 3 Zeilen ausgeblendet – anzeigen").click()
    expect(plain.locator("#thread").get_by_text("> der Bolzen ist unterwegs.")).to_be_visible()
    plain.get_by_label("Mehr zu dieser Nachricht von Nora Falz").click()
    plain.get_by_role("link", name="Ausblendung berichtigen").click()
    plain.get_by_label("Ausblenden: Und das hier gehört dazu.").check()
    plain.get_by_role("button", name="Speichern").click()
    expect(plain.get_by_text("Berichtigt.")).to_be_visible()
    expect(anna.locator("#thread").get_by_text("Und das hier gehört dazu.")).to_be_hidden(timeout=WAIT)
    anna.locator("#thread .menu summary").first.focus()
    anna.keyboard.press("Enter")
    axe(anna)
    correct = anna.get_by_role("link", name="Ausblendung berichtigen")
    for _ in range(10):
        if correct.evaluate("link => link === document.activeElement"):
            break
        anna.keyboard.press("Tab")
    expect(correct).to_be_focused()
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("heading", name="Ausblendung berichtigen")).to_be_visible()
    axe(anna)


def test_two_matters_of_one_person_are_joined_with_one_key(
    anna: Page, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Vera Doppelt", "Die Bremse quietscht.\n", subject="Bremse", key="doppelt-1@post.example")
    open_conversation(anna, "Vera Doppelt")
    first = anna.url
    write("Vera Doppelt", "Und die Klingel klemmt.\n", subject="Klingel", key="doppelt-2@post.example")
    anna.locator(".row").filter(has_text="Und die Klingel klemmt.").get_by_role("link").click(timeout=WAIT)
    expect(anna.get_by_text("Vera Doppelt hat noch etwas anderes offen")).to_be_visible()
    axe(anna)
    anna.get_by_label("Deine Antwort").press("m")  # whoever writes means the letter
    expect(anna.get_by_label("Deine Antwort")).to_have_value("m")
    anna.get_by_label("Deine Antwort").fill("")
    anna.get_by_role("heading", name="Klingel").click()
    anna.keyboard.press("m")
    expect(anna.get_by_text("ist jetzt Teil von diesem")).to_be_visible()
    expect(anna.locator("#thread")).to_contain_text("Die Bremse quietscht.")
    expect(anna.locator("#thread")).to_contain_text("Und die Klingel klemmt.")
    assert anna.url.partition("?")[0] == first.partition("?")[0]
    axe(anna)
    anna.locator("#notice").get_by_role("button", name="Rückgängig").click()
    expect(anna.get_by_role("heading", name="Klingel")).to_be_visible()
    expect(anna.locator("#thread")).not_to_contain_text("Die Bremse quietscht.")


def test_a_message_is_split_off_and_comes_back(
    anna: Page, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Sina Spalt", "Die Bremse quietscht.\n", subject="Bremse", key="spalt-1@post.example")
    open_conversation(anna, "Sina Spalt")
    write(
        "Sina Spalt",
        "Was kostet ein Helm?\n",
        subject="Re: Bremse",
        key="spalt-2@post.example",
        refs="<spalt-1@post.example>",
    )
    expect(anna.locator("#thread")).to_contain_text("Was kostet ein Helm?", timeout=WAIT)
    anna.get_by_label("Mehr zu dieser Nachricht von Sina Spalt").last.click()
    anna.get_by_role("button", name="Diese Nachricht abtrennen").last.click()
    expect(anna.locator("#notice")).to_contain_text("abgetrennt: 1 Nachricht.")
    expect(anna.locator("#thread")).not_to_contain_text("Die Bremse quietscht.")
    axe(anna)
    anna.locator("#notice").get_by_role("button", name="Rückgängig").click()
    expect(anna.locator("#thread")).to_contain_text("Die Bremse quietscht.")
    expect(anna.locator("#thread")).to_contain_text("Was kostet ein Helm?")


def test_a_stranger_is_parked_and_taken_in(
    new_page: Callable[..., Page], house: Nahbar, anna: Page, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Olga Offen", "Meine Frage.\n", subject="Frage", key="offen-1@post.example")
    open_conversation(anna, "Olga Offen")
    write("Udo Fremd", "Ich antworte für Olga.\n", subject="Re: Frage", refs="<offen-1@post.example>")
    expect(anna.get_by_role("link", name="Geparkt")).to_be_visible(timeout=WAIT)
    anna.reload()
    hint = anna.get_by_text("Udo Fremd schreibt von einer Adresse, die hier nicht beteiligt ist")
    expect(hint).to_be_visible(timeout=WAIT)
    axe(anna)
    phone = sign_in(new_page(viewport=PHONE, has_touch=True), house, "murat@radhof.example")
    phone.get_by_role("link", name="Geparkt").click()
    phone.get_by_role("link", name="Udo Fremd", exact=True).click()
    expect(phone.get_by_text("Gehört dorthin")).to_be_visible()
    assert fits(phone)
    axe(phone)
    anna.get_by_role("button", name="Hier aufnehmen").click()
    expect(anna.locator("#thread")).to_contain_text("Ich antworte für Olga.")
    expect(hint).to_be_hidden()


def test_spam_and_back_by_keyboard(anna: Page, write: Callable[..., None], axe: Callable[[Page], None]) -> None:
    write("Gisbert Gewinn", "Sie haben gewonnen!\n")
    open_conversation(anna, "Gisbert Gewinn")
    anna.locator("#head-actions .quiet-menu summary").focus()
    anna.keyboard.press("Enter")
    axe(anna)
    anna.get_by_role("button", name="Das ist Spam").focus()
    anna.keyboard.press("Enter")
    expect(anna.locator("#notice")).to_contain_text("Das liegt jetzt im Spam.")
    expect(anna.get_by_role("link", name="Spam", exact=False).first).to_be_visible()
    axe(anna)
    anna.get_by_role("button", name="Kein Spam").focus()
    anna.keyboard.press("Enter")
    expect(anna.locator("#notice")).to_contain_text("Kein Spam: Es liegt wieder, wo es hingehört.")


def test_what_came_back_is_sent_to_the_right_address(
    house: Nahbar, anna: Page, write: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    write("Bert Zurück", "Bitte antworten Sie mir.\n")
    open_conversation(anna, "Bert Zurück")
    anna.get_by_label("Deine Antwort").fill("Lieber Herr Zurück,\n\ngern.")
    anna.get_by_role("button", name="Senden", exact=True).click()
    expect(anna.get_by_text("gesendet und angenommen")).to_be_visible(timeout=40_000)
    house.python(LOST)
    expect(anna.get_by_text("Dieses Postfach ist geschlossen")).to_be_visible(timeout=WAIT)
    anna.get_by_text("An eine andere Adresse senden").click()
    axe(anna)
    anna.get_by_label("Die richtige Adresse").fill("bert.zurueck@post.example")
    anna.get_by_role("button", name="Noch einmal senden").click()
    expect(anna.get_by_text("unten noch einmal gesendet")).to_be_visible()
    wait_until(
        lambda: any(b"bert.zurueck@post.example" in path.read_bytes() for path in house.outbox.glob("*.eml")),
        what="the second mail in the outbox",
        seconds=60,
    )


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"viewport": PHONE}], ids=str)
def test_the_new_pages_are_accessible(
    new_page: Callable[..., Page],
    house: Nahbar,
    anna: Page,
    write: Callable[..., None],
    axe: Callable[[Page], None],
    look: dict[str, object],
) -> None:
    name = "Lotte " + {"light": "Hell", "dark": "Dunkel"}.get(str(look.get("color_scheme")), "Schmal")
    write(name, QUOTING)
    open_conversation(anna, name)
    page = sign_in(new_page(**look), house, "anna@radhof.example")
    ((message, conversation),) = house.rows(
        "select id, conversation_id from nahbar_conversations_message where author = '" + name + "'"
    )
    addresses = (
        f"/messages/{message}/",
        f"/messages/{message}/folds/",
        f"/conversations/{conversation}/join/with/",
        f"/conversations/{conversation}/join/with/?q=nichts",
        "/piles/parked/",
        "/piles/spam/",
    )
    for address in addresses:
        page.goto(house.url + address)
        axe(page)
        assert fits(page), address
