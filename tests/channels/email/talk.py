"""A server that says exactly what a test tells it to, on a real socket."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from servers.loopback import HOST


class Talk:
    """The server's end of one connection."""

    def __init__(self, connection: socket.socket, number: int) -> None:
        self.connection = connection
        self.number = number
        self._unread = b""

    def say(self, *lines: str | bytes) -> None:
        """Send lines, each with CRLF."""
        whole = b"".join((line.encode() if isinstance(line, str) else line) + b"\r\n" for line in lines)
        self.connection.sendall(whole)

    def hear(self) -> str:
        """The next line without CRLF. Raises EOFError where the client has hung up."""
        while b"\n" not in self._unread:
            received = self.connection.recv(65_536)
            if not received:
                raise EOFError
            self._unread += received
        line, _, self._unread = self._unread.partition(b"\n")
        return line.rstrip(b"\r").decode("utf-8", "replace")

    def wait_for_the_end(self) -> None:
        """Keep silent until the client hangs up."""
        while self.connection.recv(65_536):
            pass

    def secure(self, context: ssl.SSLContext) -> None:
        self.connection = context.wrap_socket(self.connection, server_side=True)


@dataclass
class Served:
    """Where the server listens, and what went wrong in it."""

    port: int
    connections: int = 0
    mistakes: list[BaseException] = field(default_factory=list)


@contextmanager
def serving(handle: Callable[[Talk], None]) -> Iterator[Served]:
    """Run `handle` for every connection, in a thread each, until the block ends."""
    listener = socket.create_server((HOST, 0))
    served = Served(listener.getsockname()[1])
    threads: list[threading.Thread] = []
    talks: list[Talk] = []

    def answer(talk: Talk) -> None:
        try:
            handle(talk)
        except (OSError, EOFError):
            return  # the client hung up, which it may
        except BaseException as error:  # noqa: BLE001 - shown by the test's own thread below
            served.mistakes.append(error)
        finally:
            talk.connection.close()

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            served.connections += 1
            talks.append(Talk(connection, served.connections))
            threads.append(threading.Thread(target=answer, args=(talks[-1],)))
            threads[-1].start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield served
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for talk in talks:
            _close(talk.connection)
        for thread in threads:
            thread.join()
    if served.mistakes:
        raise served.mistakes[0]


def _close(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
