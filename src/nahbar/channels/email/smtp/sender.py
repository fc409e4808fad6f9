"""The way out: many mails over one SMTP connection, renewed when it has grown old or stale."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from nahbar.channels.contract import Handover, Receipt
from nahbar.channels.email.mailbox_settings import MailboxSettings
from nahbar.channels.email.oauth import Tokens
from nahbar.channels.email.smtp import dkim_signing
from nahbar.channels.email.smtp import login as smtp_login
from nahbar.channels.email.smtp.handover import Transaction, with_crlf
from nahbar.channels.email.smtp.wire import Lost, Nonsense, Wire
from nahbar.channels.email.timeouts import DEFAULT, Timeouts

MESSAGES_PER_CONNECTION = 100  # many servers hang up at about that many


class SmtpSender:
    """A `contract.Sender`. Connects at the first `send`; a context manager that says goodbye at the end."""

    def __init__(self, settings: MailboxSettings, tokens: Tokens | None, timeouts: Timeouts = DEFAULT) -> None:
        self._settings = settings
        self._tokens = tokens
        self._timeouts = timeouts
        self._wire: Wire | None = None
        self._carried = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, handover: Handover) -> Receipt:
        """Sign and hand over one mail; a result for each recipient. Raises SendFault where no server takes it."""
        content = self.final(handover)
        wire = self._ready()
        self._carried += 1
        return Transaction(wire, handover, content).run()

    def final(self, handover: Handover) -> bytes:
        """The bytes that leave: the same at each try, because the signature carries the message's own time."""
        content = with_crlf(handover.content)
        dkim = self._settings.dkim
        if not dkim:
            return content
        key = dkim_signing.read_key(dkim.key)
        return dkim_signing.signed(
            content, domain=dkim.domain, selector=dkim.selector, key=key, at=handover.created_at
        )

    def connect(self) -> None:
        """Connect and sign in, as `send` would. Raises SendFault."""
        self._ready()

    def _ready(self) -> Wire:
        if self._wire and self._still_good(self._wire):
            return self._wire
        self._wire = None
        self._wire = smtp_login.connect(self._settings.smtp, self._tokens, self._timeouts)
        self._carried = 0
        return self._wire

    def _still_good(self, wire: Wire) -> bool:
        """Whether a used connection takes another mail; RSET ends what the last one may have left open."""
        if wire.sock is None:
            return False
        if self._carried >= MESSAGES_PER_CONNECTION:
            wire.quit_quietly()
            return False
        try:
            reply = wire.ask("RSET")
        except (Lost, Nonsense):
            return False
        if reply.code == 250 and not wire.heard():
            return True
        wire.quit_quietly()
        return False

    def _hang_up(self) -> None:
        if self._wire and self._wire.sock is not None:
            self._wire.quit_quietly()
        self._wire = None
