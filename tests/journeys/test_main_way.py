"""The main way, once, for real: a mail goes through Postfix into Dovecot, is fetched, answered in the browser, leaves
through Postfix with a DKIM signature, lies in the customer's mailbox, and the customer's reply threads back.
"""

from __future__ import annotations

import base64
import email
import email.policy
import smtplib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import EmailMessage

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from playwright.sync_api import Page, expect

from cast import PASSWORD
from servers import dovecot, postfix
from servers.loopback import HOST, wait_until
from servers.nahbar import Nahbar, nahbar

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.postgresql]
INFO, PETRA = "info@radhof.example", "petra@post.example"
USERS = {INFO: "postfach-pw", PETRA: "petras-pw"}
SCENE = """
import sys; sys.path.insert(0, "tests")
from cast import found_house
from nahbar.mailroom.actions import configure_inbox
house = found_house()
configure_inbox(house.info, actor=house.anna.actor, values={values!r})
"""


@dataclass(frozen=True)
class World:
    """Two mail servers, and Nahbar between them."""

    post: postfix.Postfix
    mailboxes: dovecot.Dovecot
    house: Nahbar
    dkim_record: bytes


@pytest.fixture
def world(new_database: object) -> Iterator[World]:
    for reason in (postfix.missing(), dovecot.missing()):
        if reason:
            pytest.skip(reason)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with ExitStack() as stack:
        mailboxes = stack.enter_context(dovecot.dovecot(USERS))
        route = f"lmtp:inet:{HOST}:{mailboxes.lmtp_port}"
        routes = {"radhof.example": route, "post.example": route}
        post = stack.enter_context(postfix.postfix(routes, auth_socket=mailboxes.auth_socket))
        values = _settings(post, mailboxes, key)
        database = new_database()  # type: ignore[operator]
        scene = SCENE.format(values=values)
        house = stack.enter_context(nahbar("web", "work", scene=scene, DATABASE_URL=database))
        yield World(post, mailboxes, house, _record(key))


def _settings(post: postfix.Postfix, mailboxes: dovecot.Dovecot, key: rsa.RSAPrivateKey) -> dict[str, str]:
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "smtp_host": HOST,
        "smtp_port": str(post.submission_port),
        "smtp_security": "starttls",
        "smtp_verify": "no",
        "smtp_user": INFO,
        "smtp_password": USERS[INFO],
        "imap_host": HOST,
        "imap_port": str(mailboxes.imaps_port),
        "imap_security": "tls",
        "imap_verify": "no",
        "imap_user": INFO,
        "imap_password": USERS[INFO],
        "dkim_domain": "radhof.example",
        "dkim_selector": "rad",
        "dkim_key": pem.decode(),
    }


def _record(key: rsa.RSAPrivateKey) -> bytes:
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def petra_writes(world: World, text: str, *, to: str, **headers: str) -> None:
    message = EmailMessage()
    message["From"], message["To"] = f"Petra Voss <{PETRA}>", to
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    with smtplib.SMTP(HOST, world.post.smtp_port) as client:
        client.sendmail(PETRA, [email.utils.parseaddr(to)[1]], message.as_bytes())


def sign_in(page: Page, house: Nahbar) -> None:
    page.goto(house.url)
    page.locator("input[name=login]").fill("anna@radhof.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_mail_in_personal_answer_out_and_back(world: World, page: Page) -> None:
    petra_writes(
        world,
        "Hallo,\n\nder Sattel am Modell Linde ist schon wieder lose. Was nun?\n\nPetra Voss\n",
        to=INFO,
        Subject="Sattel lose",
        Message_ID="<petra-1@post.example>",
    )
    sign_in(page, world.house)
    row = page.get_by_role("link", name="Petra Voss")
    expect(row.first).to_be_visible(timeout=30_000)
    row.first.click()
    expect(page.locator("#stage")).to_contain_text("der Sattel am Modell Linde ist schon wieder lose")

    page.locator("#text").fill("Liebe Frau Voss,\n\nMurat schickt Ihnen heute einen neuen Bolzen.\n\nHerzliche Grüße")
    page.get_by_role("button", name="Senden", exact=True).click()
    expect(page.get_by_role("button", name="Zurücknehmen")).to_be_visible()

    wait_until(lambda: bool(world.mailboxes.read(PETRA)), what="Anna's answer in Petra's mailbox", seconds=60)
    raw = world.mailboxes.read(PETRA)[0]
    answer = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(answer, EmailMessage)
    assert str(answer["From"]) == '"Anna Lind (Radhof GmbH)" <info@radhof.example>'
    assert answer["In-Reply-To"] == "<petra-1@post.example>"
    body = answer.get_body(("plain",))
    assert body is not None
    words = body.get_content()
    assert "Murat schickt Ihnen heute einen neuen Bolzen." in words
    assert "> der Sattel am Modell Linde ist schon wieder lose. Was nun?" in words
    assert "Amtsgericht Fürth" in words
    assert dkim.verify(raw, dnsfunc=lambda name, **_: world.dkim_record if name.startswith(b"rad.") else None)
    expect(page.locator(".sending").last).to_contain_text("angenommen", timeout=30_000)

    petra_writes(
        world,
        "Das ging ja schnell, danke!\n",
        to=str(answer["Reply-To"]),
        Subject="Re: Sattel lose",
        Message_ID="<petra-2@post.example>",
        In_Reply_To=str(answer["Message-ID"]),
        References=f"<petra-1@post.example> {answer['Message-ID']}",
    )
    expect(page.locator("#stage")).to_contain_text("Das ging ja schnell, danke!", timeout=60_000)
    assert world.house.rows("SELECT count(*) FROM nahbar_conversations_conversation") == [(1,)]
    assert world.house.rows("SELECT kind FROM nahbar_conversations_message ORDER BY at, id") == [
        ("inbound",),
        ("reply",),
        ("inbound",),
    ]
    assert world.house.rows("SELECT state FROM nahbar_mailroom_delivery") == [("accepted",)]
    assert len(world.mailboxes.read(PETRA)) == 1
