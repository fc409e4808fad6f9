"""Pictures of every page with the demo company: light, dark and on a phone, into docs/using/pictures/.

Starts a demo of its own in a temporary home; nothing of a real installation is touched. WebP keeps them small.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from plugins.browser import ARGUMENTS  # noqa: E402 - lies in tests/
from servers.loopback import program  # noqa: E402 - lies in tests/
from servers.nahbar import Nahbar, nahbar  # noqa: E402 - lies in tests/

PICTURES = ROOT / "docs/using/pictures"
QUALITY = 82
LOOKS = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True},
}
PAGES = {
    "list": "/piles/waiting/",
    "empty": "/piles/mine/",
    "new-message": "/conversations/new/",
    "health": "/health/",
    "profile": "/settings/profile/",
    "members": "/settings/members/",
    "firm": "/settings/firm/",
    "inboxes": "/settings/inboxes/",
    "keys": "/settings/keys/",
    "blocked": "/settings/blocked/",
    "form-recipes": "/settings/inboxes/1/forms/",
}
SCENE = """
from nahbar.demo.content import load
from nahbar.demo.load import Loader
Loader(load("busy")).load()
"""
# Beside the story of the company: one person with two matters, and a stranger who writes into one of them.
IN_DISORDER = """
import sys
sys.path.insert(0, "tests")
from cast import mail, receive
from nahbar.conversations.actions import mark_spam
from nahbar.accounts.models import Member
from nahbar.mailroom.models import Inbox
info = Inbox.objects.filter(channel="email").first()
def came(sender, text, **parts):
    return receive(info, raw=mail(sender=sender, to=info.address, text=text, **parts))
quoted = "Am 3. November 2026 um 10:04 schrieb Anna Lind:\\n> Liebe Frau Amsel,\\n> sie ist unterwegs.\\n"
words = "Guten Tag,\\n\\ndie neue Klingel klemmt auch.\\n\\nRieke Amsel\\n\\n"
bell = came("Rieke Amsel <rieke@amsel.example>", words + quoted,
            subject="Klingel klemmt", key="klingel@amsel.example")
came("Rieke Amsel <rieke@amsel.example>", "Auf der Rechnung steht mein Name falsch.\\n", subject="Rechnung")
came("Karl Amsel <karl@fremd.example>", "Ich bin der Mann von Rieke und schreibe von meinem Rechner.\\n",
     subject="Re: Klingel klemmt", refs="<klingel@amsel.example>")
prize = came("Glück <glueck@gewinn.example>", "Klicken Sie hier.\\n", subject="Sie haben gewonnen")
mark_spam(prize.conversation, Member.objects.order_by("id").first())
print(bell.conversation_id, bell.pk)
"""
ASK_FOR_IT = "from nahbar.demo.load import PASSWORD; print(PASSWORD)"
PERSON = "Petra Voss"
ANSWER = (
    "Liebe Frau Voss,\n\ndas Radhaus am Stadtpark in Fürth hat den Klemmkopf da und baut ihn Ihnen morgen ab neun "
    "ein. Das geht auf uns.\n\nHerzliche Grüße"
)


def main() -> int:
    binary = program("chromium")
    if binary is None:
        print("Chromium is missing. One command helps: sudo apt install chromium")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, nahbar("web", scene=SCENE, DEMO="yes") as house:
        conversation, message = house.python(IN_DISORDER).split()
        PAGES.update(
            {
                "order": f"/conversations/{conversation}/",
                "parked": "/piles/parked/",
                "original": f"/messages/{message}/",
                "folds": f"/messages/{message}/folds/",
                "join": f"/conversations/{conversation}/join/with/",
            }
        )
        browser = playwright.chromium.launch(executable_path=binary, args=ARGUMENTS)
        for look in LOOKS:
            take_all(browser, house, look)
        browser.close()
    return 0


def take_all(browser: Browser, house: Nahbar, look: str) -> None:
    context = browser.new_context(locale="de-DE", **LOOKS[look])  # type: ignore[arg-type]  # options by name
    page = context.new_page()
    page.goto(f"{house.url}/account/login/")
    take(page, f"sign-in-{look}")
    sign_in(page, house)
    for name, address in PAGES.items():
        page.goto(house.url + address)
        take(page, f"{name}-{look}")
    page.goto(f"{house.url}/piles/waiting/")
    page.get_by_role("link", name=PERSON, exact=True).click()
    page.get_by_role("heading", name="Sattel").wait_for()
    take(page, f"conversation-{look}")
    page.locator("#text").fill(ANSWER)
    page.locator("#text").scroll_into_view_if_needed()
    take(page, f"answer-{look}")
    page.evaluate("sessionStorage.clear()")
    page.goto(page.url)
    page.goto(house.url + str(page.locator(".person h2 a, .about-person").last.get_attribute("href")))
    take(page, f"person-{look}")
    context.close()


def sign_in(page: Page, house: Nahbar) -> None:
    ((email,),) = house.rows("select email from nahbar_accounts_member order by id limit 1")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(house.python(ASK_FOR_IT).strip())
    page.keyboard.press("Enter")
    page.locator("#rows").wait_for()


def take(page: Page, name: str) -> None:
    """One picture of what can be seen without scrolling."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    (PICTURES / f"{name}.webp").write_bytes(base64.b64decode(shot["data"]))


if __name__ == "__main__":
    sys.exit(main())
