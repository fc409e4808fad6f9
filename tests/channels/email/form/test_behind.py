"""The human behind a form, a platform or a mailbox that answers for nobody."""

from __future__ import annotations

import pytest

from channels.email.letterbox import mail
from nahbar.channels.contract import Inbound, InboundKind, Party
from nahbar.channels.email.form import rows as form_rows
from nahbar.channels.email.parse import parse

ANNA = Party("Anna Lind", "anna@lind.example")
SHOP = "info@raeder.example"
RELAY = Party("Anna Lind", "x7@antwort.raderia.example")


def read(
    text: str, *, sender: str, reply_to: str = "", to: str = SHOP, subject: str = "Anfrage", more: str = ""
) -> Inbound:
    header = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n{more}"
    header += f"Reply-To: {reply_to}\r\n" if reply_to else ""
    return parse(mail(text, "Content-Type: text/plain; charset=utf-8", header=header))


ROWS = {
    "contact form 7": "Von: Anna Lind <anna@lind.example>\nBetreff: Rad\n\nNachrichtentext:\nWann ist es fertig?\n\n"
    "-- \nDiese E-Mail wurde von einem Kontaktformular gesendet.",
    "wpforms": "Name\nAnna Lind\n\nE-Mail-Adresse\nanna@lind.example\n\nNachricht\nWann ist mein Rad fertig?\n",
    "typo3": "Vorname: Anna\nNachname: Lind\nE-Mail: anna@lind.example\nTelefon: 0151 5550\nIhre Nachricht: Wann?\n",
    "shopware": "Anrede: Frau\nVorname: Anna\nNachname: Lind\neMail: anna@lind.example\nKommentar: Wann?\n",
    "jimdo": "Nachricht:\nWann ist es fertig?\n\nName: Anna Lind\nE-Mail: anna@lind.example\n",
    "table": "Name  Anna Lind\nE-Mail  anna@lind.example\nNachricht  Wann ist es fertig?\n",
    "tabs": "Name\tAnna Lind\nE-Mail\tanna@lind.example\nMessage\tWann?\n",
    "stars": "*Name:* Anna Lind\n*E-Mail:* anna@lind.example\n*Nachricht:* Wann?\n",
    "markdown": "**Name**: Anna Lind\n**E-Mail**: <anna@lind.example>\n**Nachricht**: Wann?\n",
    "bullets": "- Name (Pflichtfeld): Anna Lind\n- E-Mail: mailto:anna@lind.example\n- Frage: Wann?\n",
    "equals": "name = Anna Lind\nemail = anna@lind.example\nmessage = Wann?\n",
    "english": "Full name: Anna Lind\nEmail address: anna@lind.example\nYour message: When?\n",
    "french": "Nom : Anna Lind\nAdresse e-mail : anna@lind.example\nMessage : Quand ?\n",
    "sentence": "Nachricht von Anna Lind <anna@lind.example>:\n\nWann ist mein Rad fertig?\n",
    "sentence without brackets": "Sie haben eine Anfrage von Anna Lind (anna@lind.example) erhalten.\n\nWann?\n",
}  # fmt: skip


@pytest.mark.parametrize("text", ROWS.values(), ids=list(ROWS))
@pytest.mark.parametrize(
    "sender", ["wordpress@raeder.example", "noreply@formular.example", "Shop <info@raeder.example>"]
)
def test_the_rows_of_a_form_name_the_human(sender: str, text: str) -> None:
    found = read(text, sender=sender, subject="Kontaktformular")
    assert found.sender == ANNA
    assert found.through is not None
    assert found.through.address in sender
    assert found.kind is InboundKind.HUMAN
    assert found.text.strip() == text.strip()


@pytest.mark.parametrize(
    ("sender", "reply_to", "human"),
    [
        ("WordPress <wordpress@raeder.example>", "Anna Lind <anna@lind.example>", ANNA),
        ("no-reply@jimdo.example", "anna@lind.example", Party("", "anna@lind.example")),
        ("Anna Lind über Raderia <noreply@raderia.example>", RELAY.address, RELAY),
        ("Anna Lind via Markt <no-reply@markt.example>", "anna@lind.example", ANNA),
        ("info@raeder.example", "Anna Lind <anna@lind.example>", ANNA),
        ("kontaktformular@raeder.example", "=?utf-8?q?Anna_Lind?= <anna@lind.example>", ANNA),
    ],
)  # fmt: skip
def test_reply_to_of_a_machine_names_the_human(sender: str, reply_to: str, human: Party) -> None:
    found = read("Wann ist mein Rad fertig?", sender=sender, reply_to=reply_to, subject="Kontaktanfrage")
    assert found.sender == human
    assert found.through is not None
    assert found.reply_to is not None


def test_a_web_program_in_an_ordinary_name_is_a_machine() -> None:
    found = read(
        "Wann?", sender="post@raeder.example", reply_to="anna@lind.example", more="X-Mailer: PHPMailer 6.9\r\n"
    )
    assert found.sender.address == "anna@lind.example"


@pytest.mark.parametrize(
    ("sender", "reply_to", "to", "text"),
    [
        ("Anna Lind <anna@lind.example>", "anna@arbeit.example", SHOP, "Wann ist mein Rad fertig?"),
        ("Anna Lind <anna@lind.example>", "", SHOP, "Name: Anna\nE-Mail: post@lind.example\nNachricht: siehe oben"),
        ("Anna Lind <anna@lind.example>", "anna@arbeit.example", "anna@lind.example", "An alle: wir ziehen um."),
        ("Anna Lind <anna@lind.example>", "", SHOP, "Gruß\nAnna\nE-Mail: anna@lind.example\nTel: 0151 5550"),
        ("Anna Lind <anna@lind.example>", "", SHOP, "Die Anfrage von Bernd <bernd@x.example> ist erledigt."),
        ("noreply@raeder.example", "service@raeder.example", SHOP, "Ihre Bestellung ist unterwegs."),
        ("noreply@raeder.example", "noreply@anders.example", SHOP, "Ihre Bestellung ist unterwegs."),
        ("noreply@raeder.example", "", SHOP, "E-Mail: anna@lind.example"),
    ],
)
def test_whoever_writes_themselves_stays_the_sender(sender: str, reply_to: str, to: str, text: str) -> None:
    found = read(text, sender=sender, reply_to=reply_to, to=to, subject="Hallo")
    assert found.sender.address in sender
    assert found.through is None


def test_a_form_under_an_ordinary_mailbox_counts_where_header_and_form_agree() -> None:
    text = "Name: Anna Lind\nE-Mail: anna@lind.example\nNachricht: Wann?"
    assert read(text, sender="peter@raeder.example", reply_to="anna@lind.example").sender == ANNA
    assert read(text, sender="peter@raeder.example", to="peter@raeder.example").sender == ANNA
    assert read(text, sender="peter@raeder.example", reply_to="b@y.example").through is None


def test_rows_take_linear_time() -> None:
    for line in ("Name: ", "Name\n", " " * 50 + "\n", "e-mail (", "*" * 30 + "\n", "vor- und "):
        assert (
            form_rows.read(line * 50_000, {"name": ("Name", "vor- und nachname"), "address": ("e-mail",)}) is not None
        )
