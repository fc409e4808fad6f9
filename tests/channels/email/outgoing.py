"""Who writes and to whom in the tests of e-mail, and short ways to a message and to settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from nahbar.channels.contract import Handover, Outbound, Party
from nahbar.channels.email.mailbox_settings import MailboxSettings
from nahbar.channels.email.timeouts import Timeouts
from servers.loopback import HOST

ANNA = Party("Anna Lind", "anna.lind@lindenhof.example")
PETRA = Party("Petra Voß", "petra@kundschaft.example")
JONAS = Party("Jonas", "jonas@kundschaft.example")
NOON = datetime(2026, 11, 12, 11, 4, tzinfo=UTC)
KEY = "4xk2m8r1@lindenhof.example"

# Long enough for a busy machine, short enough for a test that waits for the end of one
PATIENT = Timeouts(connect=20, answer=20, chunk=20, verdict=20, command=20)
HASTY = Timeouts(connect=20, answer=0.3, chunk=0.3, verdict=0.3, command=0.3)

REPLY = Outbound(
    key=KEY,
    sender=ANNA,
    to=(PETRA,),
    subject="Ihr Rad ist fertig",
    text="Liebe Petra,\n\ndas Rad steht bereit.\n\nHerzlich\nAnna",
    created_at=NOON,
)
CONTENT = b"From: a@lindenhof.example\r\nSubject: Hallo\r\n\r\nGuten Tag\r\n.\r\n..Punkte\r\nEnde\r\n"


def reply(**changes: Any) -> Outbound:
    return replace(REPLY, **changes)


def handover(*recipients: str, content: bytes = CONTENT, sender: str = ANNA.address) -> Handover:
    return Handover(KEY, sender, recipients or (PETRA.address,), content, NOON)


def smtp_settings(port: int, **changes: str) -> MailboxSettings:
    """Settings of an inbox that sends to loopback without encryption."""
    return MailboxSettings.read({"smtp_host": HOST, "smtp_port": str(port), "smtp_security": "none", **changes})


def imap_settings(port: int, **changes: str) -> MailboxSettings:
    """Settings of an inbox that reads on loopback without encryption."""
    given = {
        "smtp_host": HOST,
        "imap_host": HOST,
        "imap_port": str(port),
        "imap_security": "none",
        "imap_user": PETRA.address,
        "imap_password": "radweg",
    }
    return MailboxSettings.read({**given, **changes})
