"""A web server on loopback that is called by webhooks and answers as ordered, badly too."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from servers.loopback import HOST


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes


Behaviour = Callable[[BaseHTTPRequestHandler], None]


def status(code: int, **headers: str) -> Behaviour:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in {"Content-Length": "0", **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()

    return answer


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """The answer is lost: the request was read, the line goes dead."""
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def answer_endlessly(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    with suppress(OSError):  # until the caller has enough
        while True:
            handler.wfile.write(b"x" * 65536)


@dataclass
class HookReceiver:
    """`calls` are what came; `behaviours` are used up one per call, after that it answers 204."""

    port: int = 0
    calls: list[Call] = field(default_factory=list)
    behaviours: list[Behaviour] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/hook", host: str = HOST, scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def keep_waiting(self, handler: BaseHTTPRequestHandler) -> None:
        """Says nothing until the test is over."""
        handler.close_connection = True
        self.over.wait()

    def drip(self, handler: BaseHTTPRequestHandler) -> None:
        """A byte now and then: every single wait is short, all together never end."""
        handler.close_connection = True
        with suppress(OSError):
            while not self.over.wait(0.05):
                handler.wfile.write(b"H")


@contextmanager
def hook_receiver(tls: ssl.SSLContext | None = None) -> Iterator[HookReceiver]:
    receiver = HookReceiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.calls.append(Call(self.path, dict(self.headers.items()), body))
            (receiver.behaviours.pop(0) if receiver.behaviours else status(204))(self)

        def log_message(self, *_said: object) -> None:
            """Tests say what they see themselves."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_whom: object) -> None:
            """Callers that break off are part of the game."""

    server = Server((HOST, 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
