"""An inbox of Radhof's whose servers are scripted, and short patience with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nahbar.channels.email import channel as email_channel
from nahbar.mailroom.actions import configure_inbox
from nahbar.mailroom.models import Inbox
from nahbar.history.words import SYSTEM
from servers.loopback import HOST


def configure(inbox: Inbox, *, smtp_port: int = 0, imap_port: int = 0, **more: str) -> None:
    """Point the inbox at servers on loopback."""
    values = {"smtp_host": HOST, "smtp_port": str(smtp_port or 9), "smtp_security": "none"}
    if imap_port:
        values |= {
            "imap_host": HOST,
            "imap_port": str(imap_port),
            "imap_security": "none",
            "imap_user": inbox.address,
            "imap_password": "radweg",
        }
    configure_inbox(inbox, actor=SYSTEM, values={**values, **more})
