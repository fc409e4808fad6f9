"""The committer behind the SMTP door: messages that come at once share one commit."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass

from django.db import close_old_connections

from nahbar.mailroom.actions import Handed, accept
from nahbar.mailroom.queries import blobs, inboxes_at

log = logging.getLogger(__name__)
# More than this in one commit makes the first sender wait for the last.
BLOCK = 40
BLOCK_BYTES = 32 * 1024 * 1024


@dataclass(slots=True)
class _Waiting:
    handed: Handed
    done: Future[int]


_Queue = queue.SimpleQueue["_Waiting | None"]


def _blocks(waiting: _Queue) -> Iterator[list[_Waiting]]:
    """All that waits at this moment, as a block; the next where that was too much. Ends behind None."""
    while (first := waiting.get()) is not None:
        block, size = [first], len(first.handed.raw)
        while len(block) < BLOCK and size < BLOCK_BYTES:
            try:
                more = waiting.get_nowait()
            except queue.Empty:
                break
            if more is None:
                yield block
                return
            block.append(more)
            size += len(more.handed.raw)
        yield block


class Committer:
    """Stores messages in groups. `hand_in` returns a future that ends when the message is on the disk.

    Two steps at the same time: while one group waits for its turn in the database, the bytes of the next are
    already on their way to the disk.
    """

    def __init__(self) -> None:
        self._came = _Queue()
        self._written = _Queue()
        self._threads = [
            threading.Thread(target=self._write, name="blobs of intake", daemon=True),
            threading.Thread(target=self._commit, name="committer", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def hand_in(self, handed: Handed) -> Future[int]:
        waiting = _Waiting(handed, Future())
        self._came.put(waiting)
        return waiting.done

    def close(self) -> None:
        """Returns when all that was handed in is stored."""
        self._came.put(None)
        for thread in self._threads:
            thread.join()

    def _write(self) -> None:
        for block in _blocks(self._came):
            try:
                blobs().put_all(waiting.handed.raw for waiting in block)
            except Exception as error:  # noqa: BLE001 - every waiting sender gets the error and answers 451
                for waiting in block:
                    waiting.done.set_exception(error)
                continue
            for waiting in block:
                self._written.put(waiting)
        self._written.put(None)

    def _commit(self) -> None:
        for block in _blocks(self._written):
            close_old_connections()
            self._store(block)

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
