"""Open pages: what their streams of news cost while nothing happens, and how soon all of them hear of a mail."""

from __future__ import annotations

import argparse
import asyncio
import threading
import time
from dataclasses import dataclass, field

from nahbar.cli.bench.house import ADDRESS, HOST, House, found_firm, own_house, wait_until
from nahbar.cli.bench.load import on_the_wire, send_all
from nahbar.cli.bench.mails import raw_mails
from nahbar.cli.bench.pages import session_of
from nahbar.cli.bench.report import Figure, Report, database_name, percentile
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

TIMES = 5
# Opened in groups, as pages are; all at once would only measure the sign-in of each.
AT_ONCE = 50
WRITTEN = b'"written": true'
WELCOME = b": welcome"


def measure(options: argparse.Namespace) -> Report:
    """Open `count` streams, look at web for `seconds`, then bring some mails, one after the other. Raises Fault."""
    with own_house(options.database) as house:
        member, _ = found_firm()
        house.start("intake", "work", "web")
        pages = _Pages(house.web_port, session_of(member.pk)["sessionid"], options.count)
        pages.open()
        try:
            return _measure(house, pages, options)
        finally:
            pages.close()


def _measure(house: House, pages: _Pages, options: argparse.Namespace) -> Report:
    before, began = house.processor_seconds_each(), clock.monotonic()
    time.sleep(options.seconds)
    spent = [after - was for after, was in zip(house.processor_seconds_each(), before, strict=True)]
    intake, work, web = (100 * each / (clock.monotonic() - began) for each in spent)
    first, last = [], []
    for _, raw in raw_mails(TIMES, to=ADDRESS, seed=options.seed):
        pages.forget()
        asyncio.run(send_all(house.smtp_port, ADDRESS, iter([on_the_wire(raw)])))
        taken = clock.monotonic()
        wait_until(pages.all_heard, what="Telling every open page")
        first.append(1000 * (min(pages.heard_at.values()) - taken))
        last.append(1000 * (max(pages.heard_at.values()) - taken))
    return Report(
        "live",
        [
            Figure("web, nothing happens, of one core", web, "%", 15, at_most=True),
            Figure("work, nothing happens, of one core", work, "%"),
            Figure("intake, nothing happens, of one core", intake, "%"),
            Figure("from 250 to the first page that hears, median", max(0.0, percentile(first, 50)), "ms"),
            Figure("from 250 to the last page that hears, median", percentile(last, 50), "ms", 1000, at_most=True),
            Figure("from 250 to the last page that hears, worst", max(last), "ms"),
        ],
        database=database_name(),
        sizes={"open pages": options.count, "seconds without news": options.seconds, "mails": TIMES},
    )


@dataclass(slots=True)
class _Pages:
    """Browsers with an open stream each, in a thread of their own."""

    port: int
    session: str
    count: int
    heard_at: dict[int, float] = field(default_factory=dict)
    _ready: threading.Event = field(default_factory=threading.Event)
    _stop: asyncio.Event | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _problem: str = ""

    def open(self) -> None:
        """Return when all are greeted. Raises Fault."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="open pages")
        self._thread.start()
        self._ready.wait()
        if self._problem:
            raise Fault(f"The streams could not be opened: {self._problem}")

    def close(self) -> None:
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread is not None:
            self._thread.join()

    def forget(self) -> None:
        self.heard_at.clear()

    def all_heard(self) -> bool:
        return len(self.heard_at) == self.count

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        listening: list[asyncio.Task[None]] = []
        try:
            for start in range(0, self.count, AT_ONCE):
                group = range(start, min(start + AT_ONCE, self.count))
                readers = await asyncio.gather(*(self._greeted() for _ in group))
                listening += [asyncio.create_task(self._listen(*one)) for one in zip(group, readers, strict=True)]
        except (OSError, Fault) as error:
            self._problem = str(error) or type(error).__name__
            self._stop.set()
        self._ready.set()
        await self._stop.wait()
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)

    async def _greeted(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(HOST, self.port)
        writer.write(
            f"GET /stream/ HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nCookie: sessionid={self.session}\r\n\r\n".encode()
        )
        while line := await reader.readline():
            if line.startswith(WELCOME):
                return reader, writer
        raise Fault("a stream ended before it greeted")

    async def _listen(self, number: int, line: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        reader, writer = line
        try:
            while text := await reader.readline():
                if WRITTEN in text:
                    self.heard_at.setdefault(number, clock.monotonic())
        finally:
            writer.close()
