"""News for open pages: one reader of the log per process, fanned out to the streams of its browsers.

What travels is the id of a conversation and whether somebody wrote or only looks on, nothing else. Whoever may not
see the conversation learns nothing: the page then asks for its lists, and those know the rights.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import signal
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any

from django.db import close_old_connections, connection

from nahbar.conversations.events import MessageReceived, OnlookersChanged
from nahbar.history.queries import events_after, newest_position

log = logging.getLogger(__name__)
EVERY = 0.3
AFTER_TROUBLE = 5.0
KEEP_ALIVE = 20.0
# A browser that does not read is cut off rather than kept in memory; it comes back by itself and looks afresh.
MOST_WAITING = 200
BLOCK = 500
# Conversation, has somebody written, does it only concern who looks on.
News = tuple[int, bool, bool]


class Streams:
    """The open streams of this process, and the one reader that serves them while there are any."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[News | None]] = set()
        self._reader: asyncio.Task[None] | None = None
        self._position: tuple[int, int] = (0, 0)
        self._ready = asyncio.Event()

    async def subscribe(self) -> AsyncIterator[str]:
        """The text of one stream (text/event-stream), until the browser leaves or the server stops."""
        queue: asyncio.Queue[News | None] = asyncio.Queue(MOST_WAITING)
        self._queues.add(queue)
        self._start()
        try:
            await self._ready.wait()  # whoever is greeted misses nothing from now on
            yield "retry: 2000\n: welcome\n\n"
            while True:
                try:
                    news = await asyncio.wait_for(queue.get(), KEEP_ALIVE)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if news is None:
                    return
                yield f"data: {_as_json(news)}\n\n"
        finally:
            self._queues.discard(queue)

    def close(self) -> None:
        """End every stream, so that the server can stop; from within the event loop."""
        for queue in self._queues:
            _end(queue)

    async def finished(self) -> None:
        """Wait until the reader has stopped, which it does soon after the last stream."""
        if self._reader is not None:
            await self._reader

    def _start(self) -> None:
        if self._reader is None or self._reader.done():
            _close_on_signals(self)
            self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        # One thread of its own: one database connection, and no page waits for it.
        with ThreadPoolExecutor(1, thread_name_prefix="news") as thread:
            self._ready.clear()
            while self._queues:
                try:
                    for news in await loop.run_in_executor(thread, self._look):
                        self._tell(news)
                    self._ready.set()
                    pause = EVERY
                except Exception:
                    # The database may be away for a moment; the pages stay open and hear again when it is back.
                    log.exception("the log of events cannot be read for open pages")
                    pause = AFTER_TROUBLE
                await asyncio.sleep(pause)
            await loop.run_in_executor(thread, _hang_up)

    def _look(self) -> list[News]:
        close_old_connections()
        if not self._ready.is_set():
            self._position = newest_position()
            return []
        rows = list(events_after(*self._position)[:BLOCK])
        if rows:
            self._position = (rows[-1].tx, rows[-1].pk)
        found = [row for row in rows if "conversation_id" in row.payload]
        return list(
            dict.fromkeys(
                (row.payload["conversation_id"], row.name == MessageReceived.name, row.name == OnlookersChanged.name)
                for row in found
            )
        )

    def _tell(self, news: News) -> None:
        for queue in self._queues:
            try:
                queue.put_nowait(news)
            except asyncio.QueueFull:
                _end(queue)


def _as_json(news: News) -> str:
    conversation, written, onlookers = news
    told = {"conversation": conversation, "written": written}
    return json.dumps({**told, "onlookers": True} if onlookers else told)


def _hang_up() -> None:
    """Close the database connection of the thread that calls."""
    connection.close()


def _end(queue: asyncio.Queue[News | None]) -> None:
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)


def _close_on_signals(streams: Streams) -> None:
    """Let a server that is told to stop end its streams first; else it would wait for browsers to leave."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        earlier = signal.getsignal(number)
        if getattr(earlier, "closes_streams", False):
            continue
        signal.signal(number, _then(streams, loop, earlier))


def _then(streams: Streams, loop: asyncio.AbstractEventLoop, earlier: Any) -> Any:  # noqa: ANN401 - the signal module's own type
    def stop(number: int, frame: FrameType | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(streams.close)
        if callable(earlier):
            earlier(number, frame)

    stop.closes_streams = True  # type: ignore[attr-defined]
    return stop


STREAMS = Streams()
