"""A line to the printer that breaks at the worst moment: after the document went through, before the answer does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from servers.loopback import HOST


@dataclass
class Line:
    """`dead_after` makes the line refuse everything once an answer was lost; `lost` counts such answers."""

    printer: int
    dead_after: bool
    port: int = 0
    lost: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def uri(self) -> str:
        return f"ipp://{HOST}:{self.port}/ipp/print"

    def serve(self, listener: socket.socket) -> None:
        while not self.ended.is_set():
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client, suppress(OSError):
                self._carry(client)

    def _carry(self, client: socket.socket) -> None:
        if self.lost and self.dead_after:
            return
        if self.lost > 5:
            return  # whoever sends again and again has failed the test already
        with socket.create_connection((HOST, self.printer), timeout=30) as printer:
            sent = bytearray()
            upward = threading.Thread(target=_copy, args=(client, printer, sent), daemon=True)
            upward.start()
            while answer := printer.recv(65536):
                if b"application/pdf" in sent:
                    self.lost += 1
                    break
                client.sendall(answer)
            for end in (client, printer):
                _shut(end)
            upward.join(30)


def _copy(source: socket.socket, target: socket.socket, seen: bytearray) -> None:
    try:
        while data := source.recv(65536):
            seen += data
            target.sendall(data)
    except OSError:
        return
    _shut(target)


def _shut(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


@contextmanager
def broken_line(printer: int, *, dead_after: bool) -> Iterator[Line]:
    """A way to the printer on port `printer` that loses the answer to each document."""
    with socket.create_server((HOST, 0)) as listener:
        line = Line(printer, dead_after, port=listener.getsockname()[1])
        thread = threading.Thread(target=line.serve, args=(listener,))
        thread.start()
        try:
            yield line
        finally:
            line.ended.set()
            _shut(listener)
            thread.join(30)
