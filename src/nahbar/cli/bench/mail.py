"""Mail in: how fast it is accepted, placed and found, what waits in between, and how long a page's write takes.

The default number of mails is what the target accepts in a minute. The sender computes on the same cores.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from nahbar.cli.bench.house import ADDRESS, House, found_firm, own_house
from nahbar.cli.bench.pages import Desk
from nahbar.cli.bench.report import Figure, Report, database_name, percentile
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

# A member who writes a note every so often, as seconds.
WRITE_EVERY = 0.1
STUCK_AFTER = 60.0
PARTS = ("intake", "work", "web")
LOOK_EVERY = 0.25  # counting so often is noise beside hundreds of mails a second


def measure(options: argparse.Namespace) -> Report:
    """Start intake, work and web in a home of their own and bring `count` mails. Raises Fault where it stalls."""
    with own_house(options.database) as house:
        return _measure(house, options)


def _measure(house: House, options: argparse.Namespace) -> Report:
    from nahbar.accounts.actions import make_api_key
    from nahbar.conversations.models import Reading
    from nahbar.conversations.words import ErrandState

    member, _ = found_firm()
    _, token = make_api_key(member=member, name="bench")
    house.start(*PARTS)
    _bring(house, 1, 1, options.seed + 1)
    _wait_for_found(1)
    writer = _Writer(Desk(house.web_port, token))
    computed = house.processor_seconds_each()
    thread = threading.Thread(target=writer.run, name="page-writes")
    thread.start()
    load = _bring(house, options.count, options.connections, options.seed, wait=False)
    backlog = _Backlog()
    try:
        found_at = _wait_for_found(options.count + 1, backlog)
        unread = Reading.objects.filter(state=ErrandState.DUE).count()
    finally:
        writer.stop.set()
        thread.join()
        answer, _ = load.communicate(timeout=STUCK_AFTER)
    each = [after - before for after, before in zip(house.processor_seconds_each(), computed, strict=True)]
    if writer.problem:
        raise Fault(f"Writing a note over HTTP failed: {writer.problem}")
    brought = json.loads(answer)
    taken = brought["ended"] - brought["began"]
    whole = max(found_at, brought["ended"]) - brought["began"]
    return Report(
        "mail",
        [
            Figure("accepted (250 after the commit)", brought["accepted"] / taken, "mails/s", 350),
            Figure("placed and searchable", brought["accepted"] / whole, "mails/s", 250),
            Figure("accepted and not yet placed, at most", backlog.most, "mails"),
            Figure("searchable after the last was accepted", max(0.0, found_at - brought["ended"]), "s"),
            Figure("not yet read (mood, intents) at that moment", unread, "mails"),
            Figure("computed for each mail, all parts", 1000 * sum(each) / brought["accepted"], "ms"),
            *(
                Figure(f"computed for each mail, {part}", 1000 * spent / brought["accepted"], "ms")
                for part, spent in zip(PARTS, each, strict=True)
            ),
            Figure("a page's write meanwhile, p50", percentile(writer.spans, 50), "ms"),
            Figure("a page's write meanwhile, p99", percentile(writer.spans, 99), "ms", 300, at_most=True),
        ],
        database=database_name(),
        sizes={
            "mails": options.count,
            "bytes on average": int(brought["bytes"] / max(1, options.count)),
            "connections": options.connections,
            "writes": len(writer.spans),
        },
    )


def _bring(house: House, count: int, connections: int, seed: int, *, wait: bool = True) -> subprocess.Popen[bytes]:
    """Start the sending server; with `wait` until it is done."""
    numbers = (house.smtp_port, count, connections, seed)
    command = [sys.executable, "-m", "nahbar.cli.bench.load", *map(str, numbers), ADDRESS]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(house.environ))  # noqa: S603 - ours
    if wait:
        process.communicate()
    return process


@dataclass(slots=True)
class _Backlog:
    """How many arrivals waited to be placed, at most."""

    most: int = 0

    def look(self, placed: int) -> None:
        from nahbar.mailroom.models import Arrival

        self.most = max(self.most, Arrival.objects.count() - placed)


def _wait_for_found(count: int, backlog: _Backlog | None = None) -> float:
    """The moment when `count` mails could be searched for. Raises Fault where nothing moves any more."""
    from nahbar.conversations.models import Message, Searchable

    last, moved = -1, clock.monotonic()
    while True:
        now = Searchable.objects.filter(message__kind="inbound").count()
        at = clock.monotonic()
        if backlog is not None and now < count:
            backlog.look(Message.objects.filter(kind="inbound").count())
        if now >= count:
            return at
        if now != last:
            last, moved = now, at
        if at - moved > STUCK_AFTER:
            raise Fault(f"{now} of {count} mails became searchable, then nothing moved for {STUCK_AFTER:.0f} s.")
        time.sleep(LOOK_EVERY)


@dataclass(slots=True)
class _Writer:
    """A member who keeps writing notes through the web process while mail pours in."""

    desk: Desk
    stop: threading.Event = field(default_factory=threading.Event)
    spans: list[float] = field(default_factory=list)
    problem: str = ""

    def run(self) -> None:
        try:
            conversation_id = self.desk.get_json("/api/v1/conversations")["items"][0]["id"]
            stopped = False
            while not stopped:  # at least one, however soon the mail is in
                self.spans.append(self.desk.write_note(conversation_id, f"Notiz {len(self.spans)}"))
                stopped = self.stop.wait(WRITE_EVERY)
        except (Fault, OSError) as error:
            self.problem = str(error)
