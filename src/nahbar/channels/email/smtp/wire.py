"""smtplib with a reader that a broken or hostile server cannot hold or fill.

smtplib waits for each piece of an answer anew and collects continuation lines without end; here the whole
answer has one deadline and a size, and what is no SMTP reply is called so instead of guessed at.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass

from nahbar.channels.email import tls
from nahbar.channels.email.mailbox_settings import Server
from nahbar.channels.email.timeouts import Timeouts
from nahbar.toolbox import clock

MAX_ANSWER = 16_384  # bytes; EHLO answers have some hundred
MAX_KEPT = 600  # characters of an answer kept as evidence
REPLY_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.DOTALL)


class Nonsense(smtplib.SMTPException):
    """The server said something that is no SMTP reply. The connection is closed."""


class Lost(smtplib.SMTPServerDisconnected):
    """The connection broke or the server fell silent. The connection is closed."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply; `text` is the server's own words, made printable and bounded."""

    code: int
    text: str

    @property
    def evidence(self) -> str:
        return f"{self.code} {self.text}".strip()


class Wire(smtplib.SMTP):
    """A connection to one server. Every failure to read or write closes it and raises Lost or Nonsense."""

    def __init__(self, server: Server, timeouts: Timeouts) -> None:
        self.server = server
        self.timeouts = timeouts
        self._unread = bytearray()
        # Our own name without a DNS query, which smtplib's default makes and which can hang
        name = socket.gethostname()
        super().__init__(
            local_hostname=name if "." in name and name.isascii() else "[127.0.0.1]", timeout=timeouts.connect
        )

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        # The final dot goes in a packet of its own and must not wait for the last one to be acknowledged (40 ms)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.server.security != "tls":
            return plain
        try:
            return tls.context(self.server).wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise

    def greet(self) -> Reply:
        """Connect and read the greeting. Raises OSError, Lost or Nonsense."""
        code, text = self.connect(self.server.host, self.server.port)
        self._host = self.server.host
        return Reply(code, text.decode("utf-8", "replace"))

    def secure(self) -> None:
        """STARTTLS and a new EHLO. Raises OSError, Lost, Nonsense or smtplib's errors."""
        self.starttls(context=tls.context(self.server))
        self.ehlo()

    def ask(self, command: str) -> Reply:
        """Send one command line and read its reply. Raises Lost or Nonsense."""
        self.expect_silence()
        self.write(f"{command}\r\n".encode())
        return self.read_reply(self.timeouts.answer)

    def write(self, content: bytes) -> None:
        """Hand `content` to the kernel. Raises Lost."""
        if self.sock is None:
            raise Lost("not connected")
        try:
            self.sock.settimeout(self.timeouts.chunk)
            self.sock.sendall(content)
        except OSError as error:
            self.close()
            raise Lost(str(error)) from error

    def read_reply(self, seconds: float) -> Reply:
        """The next reply, whole, within `seconds`. Raises Lost or Nonsense."""
        deadline = clock.monotonic() + seconds
        lines: list[bytes] = []
        size = 0
        code = b""
        while True:
            line = self._line(deadline, MAX_ANSWER - size)
            size += len(line)
            match = REPLY_LINE.fullmatch(line.rstrip(b"\r\n"))
            if not match or (code and match[1] != code):
                self.close()
                raise Nonsense(_printable(line))
            code = match[1]
            lines.append(match[3] or b"")
            if match[2] != b"-":
                return Reply(int(code), _printable(b"\n".join(lines)))

    def expect_silence(self) -> None:
        """Raises Nonsense where the server has spoken (or hung up) although it is our turn: answers would shift."""
        if self.heard():
            said = bytes(self._unread)
            self.close()
            raise Nonsense(_printable(said)) if said else Lost("the server hung up")

    def heard(self) -> bool:
        """Whether something unread has arrived, an end of the connection included."""
        if self._unread:
            return True
        if self.sock is None:
            return True
        try:
            self.sock.settimeout(0)
            self._unread += self.sock.recv(4096)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        return True

    def getreply(self) -> tuple[int, bytes]:
        """For the parts of smtplib that we use (connect, ehlo, starttls)."""
        reply = self.read_reply(self.timeouts.answer)
        if self._unread and reply.code == 220:
            # After the greeting or STARTTLS nothing may follow unasked: it would be read as if it came through TLS
            self.expect_silence()
        return reply.code, reply.text.encode()

    def close(self) -> None:
        self._unread.clear()
        super().close()

    def quit_quietly(self) -> None:
        """Say goodbye and close; whatever the server thinks of it changes nothing that it accepted."""
        try:
            self.write(b"QUIT\r\n")
        except Lost:
            return
        self.close()

    def _line(self, deadline: float, room: int) -> bytes:
        while (end := self._unread.find(b"\n")) < 0:
            if len(self._unread) > room:
                self.close()
                raise Nonsense("an answer without end")
            self._unread += self._receive(deadline)
        line = bytes(self._unread[: end + 1])
        del self._unread[: end + 1]
        if len(line) > room:
            self.close()
            raise Nonsense("an answer without end")
        return line

    def _receive(self, deadline: float) -> bytes:
        if self.sock is None:
            raise Lost("not connected")
        left = deadline - clock.monotonic()
        try:
            if left <= 0:
                raise TimeoutError("no whole answer in time")
            self.sock.settimeout(left)
            received = self.sock.recv(4096)
        except OSError as error:
            self.close()
            raise Lost(str(error)) from error
        if not received:
            self.close()
            raise Lost("the server hung up")
        return received


def _printable(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace")
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)[:MAX_KEPT].strip()
