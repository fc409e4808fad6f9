"""The SMTP and LMTP door (RFC 5321, RFC 2033). Knows no database: who is known and how mail is kept is handed in."""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import format_datetime

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from nahbar.toolbox import clock
from nahbar.toolbox.faults import Full

log = logging.getLogger(__name__)
# Seconds of silence before a client is let go. RFC 5321 4.5.3.2.7 asks for 5 minutes.
PATIENCE = 300
MAX_CONNECTIONS = 200
# RFC 5321 4.5.3.1.8 asks for 100 at least; the sender brings the rest in a second mail.
MAX_RECIPIENTS = 1000
# RFC 5321 4.5.3.1.6 allows 1,000 bytes; newsletters with all their HTML in one line come all the same.
LONGEST_LINE = 256 * 1024
# A dot-atom on both sides (RFC 5321 4.1.2), and what follows it in the command.
_PLAIN_ADDRESS = re.compile(
    r"<([a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)*)>(.*)", re.IGNORECASE | re.ASCII
)
_REMEMBER = 10_000
_REMEMBER_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Brought:
    """One mail at the door: raw bytes with Return-Path and Received, and the inboxes that it is for."""

    raw: bytes
    inbox_ids: tuple[int, ...]
    mail_from: str
    recipients: tuple[str, ...]


# No slots: aiosmtpd looks through its handler with inspect.getmembers, which fails on a dataclass with slots before
# Python 3.11.3 (gh-102069), and Debian 12 has 3.11.2.
@dataclass
class Door:
    """Handler of aiosmtpd. `inbox_of` says where an address belongs (None refuses it); `keep` returns when the
    mail is durable, and only then the sender hears 250.
    """

    inbox_of: Callable[[str], int | None]
    keep: Callable[[Brought], Awaitable[object]]
    host: str = "nahbar"
    lmtp: bool = False
    _known: OrderedDict[str, tuple[float, int | None]] = field(default_factory=OrderedDict)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse unknown recipients before their mail is sent."""
        del server, session, options
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients; bring the others in another mail"
        if await self._inbox_of(address) is None:
            return "550 5.1.1 Nobody is known here under this address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Hand the mail in; 250 follows the commit."""
        del server
        content = envelope.original_content or b""
        inbox_ids = [await self._inbox_of(address) for address in envelope.rcpt_tos]
        brought = Brought(
            raw=self._trace(session, envelope) + content,
            inbox_ids=tuple(dict.fromkeys(inbox_id for inbox_id in inbox_ids if inbox_id is not None)),
            mail_from=envelope.mail_from or "",
            recipients=tuple(envelope.rcpt_tos),
        )
        return self._for_each(await self._answer(brought), len(envelope.rcpt_tos))

    async def _answer(self, brought: Brought) -> str:
        try:
            await self.keep(brought)
        except Full:
            log.exception("mail refused for now: the disk is full")
            return "452 4.3.1 There is no room for this mail right now; please try again later"
        except Exception:
            log.exception("mail refused for now")
            return "451 4.3.0 The mail could not be stored; please try again later"
        return "250 2.0.0 Stored, thank you"

    def _for_each(self, answer: str, recipients: int) -> str:
        """LMTP answers once per recipient (RFC 2033 4.2)."""
        return "\r\n".join([answer] * recipients) if self.lmtp else answer

    async def _inbox_of(self, address: str) -> int | None:
        key, at = address.lower(), clock.monotonic()
        known = self._known.get(key)
        if known is None or at - known[0] > _REMEMBER_SECONDS:
            known = (at, await asyncio.to_thread(self.inbox_of, key))
            self._known[key] = known
            if len(self._known) > _REMEMBER:
                self._known.popitem(last=False)
        return known[1]

    def _trace(self, session: Session, envelope: Envelope) -> bytes:
        """The lines that a final delivery adds (RFC 5321 4.4)."""
        peer = session.peer[0] if session.peer else "unknown"
        helo = "".join(c for c in (session.host_name or "unknown") if c.isalnum() or c in ".-[]:")[:255]
        with_ = "LMTP" if self.lmtp else "ESMTP"
        lines = [
            f"Return-Path: <{envelope.mail_from or ''}>",
            f"Received: from {helo} ([{peer}]) by {self.host} with {with_}; {format_datetime(clock.now())}",
            *(f"Delivered-To: {address}" for address in envelope.rcpt_tos[:20]),
        ]
        return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape")


def _plain_address(arg: str) -> tuple[str, str] | None:
    plain = _PLAIN_ADDRESS.fullmatch(arg)
    return (plain[1], plain[2]) if plain else None


async def open_door(
    door: Door, *, host: str, port: int, max_bytes: int, tls: ssl.SSLContext | None = None
) -> asyncio.Server:
    """Listen for SMTP (or LMTP, as `door.lmtp` says). Raises OSError where the port is taken."""
    protocol = LMTP if door.lmtp else SMTP
    open_connections: set[object] = set()

    class Guarded(protocol):  # type: ignore[misc, valid-type]  # aiosmtpd ships no types
        """Turns clients away when too many are here, so that a flood costs no memory."""

        line_length_limit = LONGEST_LINE

        def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
            """Nearly all are plain; the whole grammar of RFC 5322 took a seventh of the time of taking a mail in."""
            found: tuple[str | None, str | None] = _plain_address(arg) or super()._getaddr(arg)
            return found

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            if len(open_connections) >= MAX_CONNECTIONS and isinstance(transport, asyncio.WriteTransport):
                transport.write(b"421 4.3.2 Too many connections; please try again soon\r\n")
                transport.close()
                return
            open_connections.add(self)
            super().connection_made(transport)

        def connection_lost(self, error: Exception | None) -> None:
            if self in open_connections:
                open_connections.discard(self)
                super().connection_lost(error)

        def eof_received(self) -> bool | None:
            return super().eof_received() if self in open_connections else None

        def data_received(self, data: bytes) -> None:
            if self in open_connections:
                super().data_received(data)

    def make() -> asyncio.Protocol:
        made: asyncio.Protocol = Guarded(
            door,
            data_size_limit=max_bytes,
            enable_SMTPUTF8=True,
            hostname=door.host,
            ident="Nahbar",
            timeout=PATIENCE,
            tls_context=tls,
            loop=asyncio.get_running_loop(),
        )
        return made

    # asyncio closes a connection without a word where its protocol cannot be made, so it fails here instead.
    make()
    return await asyncio.get_running_loop().create_server(make, host, port)
