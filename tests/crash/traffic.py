"""The other side: mail servers that try until they hear 250, members who press "send" until it is sent."""

from __future__ import annotations

import http.client
import json
import queue
import smtplib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from servers.loopback import HOST

# A real mail server waits minutes before it tries again; ours has seen that we come back soon.
PAUSE = 0.1
# So many seconds without an answer mean that something is broken, and not only killed.
PATIENCE = 120
ABSENDER = "absender@kundschaft.example"


@dataclass(slots=True)
class Arriving:
    """Brings mails over several connections. `confirmed` are the Message-IDs that got 250, with the moment."""

    port: int
    to: str
    mails: queue.SimpleQueue[tuple[str, bytes]]
    confirmed: dict[str, float] = field(default_factory=dict)
    tries_again: int = 0

    def carry(self) -> None:
        """One connection: until no mail is left."""
        while True:
            try:
                key, raw = self.mails.get_nowait()
            except queue.Empty:
                return
            end = time.monotonic() + PATIENCE
            while not self._bring(raw):
                assert time.monotonic() < end, f"{key} was not taken within {PATIENCE} s"
                self.tries_again += 1
                time.sleep(PAUSE)
            self.confirmed[key] = time.monotonic()

    def _bring(self, raw: bytes) -> bool:
        try:
            with smtplib.SMTP(HOST, self.port, timeout=60) as client:
                client.sendmail(ABSENDER, [self.to], raw)
        except (smtplib.SMTPException, OSError):
            return False
        return True


@dataclass(slots=True)
class Answering:
    """Members who answer everybody, each conversation once, with one Idempotency-Key for all tries."""

    port: int
    token: str
    wanted: int
    answered: dict[str, float] = field(default_factory=dict)
    tries_again: int = 0
    _taken: set[int] = field(default_factory=set)
    _waiting: list[int] = field(default_factory=list)
    _cursor: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self) -> None:
        """One member: until enough is answered."""
        while (conversation_id := self._next()) is not None:
            written = self._until_answered(partial(self._post, conversation_id))
            self.answered[str(written["id"])] = time.monotonic()

    def _next(self) -> int | None:
        """A conversation that nobody has taken; waits for one."""
        while True:
            with self._lock:
                if len(self._taken) >= self.wanted:
                    return None
                if self._waiting:
                    taken = self._waiting.pop(0)
                    self._taken.add(taken)
                    return taken
                self._turn_page()
            if not self._waiting:
                time.sleep(PAUSE)

    def _turn_page(self) -> None:
        """The next page of what is open, newest first; after the last page from the top again."""
        path = f"/api/v1/conversations?state=open&limit=100&cursor={self._cursor}"
        page = self._until_answered(partial(self._ask, "GET", path))
        self._waiting = [row["id"] for row in page["items"] if row["id"] not in self._taken]
        self._cursor = page["next"] or ""

    def _until_answered(self, ask: Callable[[], Any]) -> Any:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return ask()
            except (OSError, http.client.HTTPException):
                if time.monotonic() > end:
                    raise
                self.tries_again += 1
                time.sleep(PAUSE)

    def _post(self, conversation_id: int) -> Any:
        path = f"/api/v1/conversations/{conversation_id}/messages"
        text = f"Guten Tag,\n\nhier ist Ihre Antwort Nr. {conversation_id}.\n\nMira"
        body = json.dumps({"kind": "reply", "text": text}).encode()
        return self._ask("POST", path, body, {"Idempotency-Key": f"crash-{conversation_id}"})

    def _ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Any:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        try:
            whole = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"} | (headers or {})
            connection.request(method, path, body, whole)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        # A kill may cost the connection; it is no excuse for an answer that says no.
        assert answer.status < 400, f"{method} {path}: {answer.status} {content[:500]!r}"
        return json.loads(content)
