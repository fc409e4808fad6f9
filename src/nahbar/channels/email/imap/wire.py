"""IMAPClient on a connection that a broken or hostile server cannot hold or fill.

imaplib allocates whatever length a literal claims, collects untagged lines without end and waits for each
piece anew. Here every command has one deadline and one allowance of bytes; past either the connection ends.
"""

from __future__ import annotations

import imaplib
import re
import socket

from imapclient import IMAPClient

from nahbar.channels.email import tls
from nahbar.channels.email.mailbox_settings import Server
from nahbar.channels.email.timeouts import Timeouts
from nahbar.toolbox import clock

LONGEST_LINE = 16 * 1024 * 1024  # bytes: a SEARCH answer with two million UIDs; literals are no lines
USUAL_ALLOWANCE = 24 * 1024 * 1024  # bytes that one command may bring, unless more was announced
PIECE = 65_536
NEWS = re.compile(rb"\* \d+ (EXISTS|RECENT)\b", re.IGNORECASE)


class WireIMAP4(imaplib.IMAP4):
    """imaplib with a reader of our own. Refusals raise imaplib's own errors."""

    def __init__(self, server: Server, timeouts: Timeouts) -> None:
        self._server = server
        self._timeouts = timeouts
        self._unread = bytearray()
        self._deadline = clock.monotonic() + timeouts.answer
        self._allowance = USUAL_ALLOWANCE
        super().__init__(server.host, server.port, timeouts.connect)

    def allow(self, seconds: float, size: int = USUAL_ALLOWANCE) -> None:
        """The time and the bytes that the answers from now on may take."""
        self._deadline = clock.monotonic() + seconds
        self._allowance = size

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self._server.host, self._server.port), timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._server.security != "tls":
            return plain
        try:
            return tls.context(self._server).wrap_socket(plain, server_hostname=self._server.host)
        except OSError:
            plain.close()
            raise

    def secured(self) -> None:
        """STARTTLS; nothing that came before may be read as if it had come through it."""
        self.starttls(tls.context(self._server))
        if self._unread:
            raise self.abort("unasked words before TLS")

    def read(self, size: int) -> bytes:
        """A literal, as far as it is within the allowance."""
        if size > self._allowance:
            raise self.abort(f"a literal of {size} bytes was not announced")
        while len(self._unread) < size:
            self._receive()
        return self._take(size)

    def readline(self) -> bytes:
        searched = 0
        while (end := self._unread.find(b"\n", searched)) < 0:
            searched = len(self._unread)
            if searched > LONGEST_LINE:
                raise self.abort("a line without end")
            self._receive()
        return self._take(end + 1)

    def idle(self, seconds: float) -> bool:
        """IDLE (RFC 2177) for at most `seconds`; true as soon as the server speaks of a message."""
        end = clock.monotonic() + seconds
        self.allow(self._timeouts.answer)
        tag = self._command("IDLE")
        while self._get_response() is not None:  # untagged answers may come before the "+"
            if self.tagged_commands[tag]:
                raise self.error("IDLE was refused")
        news = False
        while not news and (left := end - clock.monotonic()) > 0:
            line = self._line_within(left)
            news = bool(line and NEWS.match(line))
            if line and line.upper().startswith(b"* BYE"):
                raise self.abort("the server said goodbye")
        self.allow(self._timeouts.answer)
        self.send(b"DONE\r\n")
        self._command_complete("IDLE", tag)
        return news

    def linger(self, seconds: float) -> None:
        """Wait, and notice where the server hangs up meanwhile."""
        end = clock.monotonic() + seconds
        while (left := end - clock.monotonic()) > 0:
            self._line_within(left)

    def _line_within(self, seconds: float) -> bytes | None:
        """One line if it comes whole within `seconds`; what came of it so far is kept for the next look."""
        self.allow(seconds)
        try:
            return self.readline()
        except TimeoutError:
            return None

    def _take(self, size: int) -> bytes:
        with memoryview(self._unread) as view:
            taken = view[:size].tobytes()
        del self._unread[:size]
        self._allowance -= size
        if self._allowance < 0:
            raise self.abort("more than was asked for")
        return taken

    def _receive(self) -> None:
        left = self._deadline - clock.monotonic()
        if left <= 0:
            raise TimeoutError("no whole answer in time")
        self.sock.settimeout(left)
        received = self.sock.recv(PIECE)
        if not received:
            raise self.abort("the server hung up")
        self._unread += received


class Client(IMAPClient):  # type: ignore[misc] # imapclient has no types
    """IMAPClient over `WireIMAP4`."""

    def __init__(self, server: Server, timeouts: Timeouts) -> None:
        self._server = server
        self._timeouts = timeouts
        super().__init__(server.host, server.port, ssl=server.security == "tls", timeout=timeouts.answer)
        self.wire.debug = 0  # IMAPClient turns on a log of every line, names and addresses included

    def _create_IMAP4(self) -> WireIMAP4:  # noqa: N802 - IMAPClient's name for it
        self.wire = WireIMAP4(self._server, self._timeouts)
        return self.wire

    def allow(self, size: int = USUAL_ALLOWANCE) -> None:
        """Before a command: the bytes that it may bring."""
        self.wire.allow(self._timeouts.command, size)
