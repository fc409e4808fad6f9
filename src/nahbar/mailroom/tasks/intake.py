"""The committer behind the SMTP door: messages that come at once share one commit."""

from __future__ import annotations

import logging
import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass

from django.db import close_old_connections

from nahbar.mailroom.actions import Handed, accept
from nahbar.mailroom.queries import inboxes_at

log = logging.getLogger(__name__)
# More than this in one commit makes the first sender wait for the last.
BLOCK = 40
BLOCK_BYTES = 32 * 1024 * 1024


@dataclass(slots=True)
class _Waiting:
    handed: Handed
    done: Future[int]


class Committer:
    """Stores messages in groups. `hand_in` returns a future that ends when the message is on the disk."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="committer", daemon=True)
        self._thread.start()

    def hand_in(self, handed: Handed) -> Future[int]:
        waiting = _Waiting(handed, Future())
        self._queue.put(waiting)
        return waiting.done

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            block, ended = self._gather(first)
            close_old_connections()
            self._store(block)
            if ended:
                return

    def _gather(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        block, size = [first], len(first.handed.raw)
        while len(block) < BLOCK and size < BLOCK_BYTES:
            try:
                more = self._queue.get_nowait()
            except queue.Empty:
                break
            if more is None:
                return block, True
            block.append(more)
            size += len(more.handed.raw)
        return block, False

    def _store(self, block: list[_Waiting]) -> None:
        try:
            ids = accept([waiting.handed for waiting in block])
        except Exception as error:  # noqa: BLE001 - every waiting sender gets the error and answers 451
            if len(block) > 1:
                # One message that cannot be stored must not refuse the others.
                for waiting in block:
                    self._store([waiting])
                return
            block[0].done.set_exception(error)
            return
        for waiting, arrival_id in zip(block, ids, strict=True):
            waiting.done.set_result(arrival_id)


class AddressBook:
    """Which inbox an address belongs to; asked at every RCPT."""

    def inbox_of(self, address: str) -> int | None:
        close_old_connections()
        return inboxes_at([address]).get(address)
