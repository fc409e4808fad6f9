"""Kills at random moments while mail comes in and replies go out: nothing is lost, doubled or hidden.

NAHBAR_TEST_KILLS says how often (10 in `make test`, 200 in `make bench-crash`), NAHBAR_TEST_SEED repeats a run as far
as the moments of processes can be repeated.
"""

from __future__ import annotations

import json
import os
import queue
import random
import secrets
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from crash.supervision import PARTS, Supervisor, supervised
from crash.traffic import Answering, Arriving
from nahbar.cli.bench.mails import raw_mails
from nahbar.mailroom.actions.sending import LOST
from nahbar.mailroom.words import SENDING_ROUND
from servers.loopback import free_port
from servers.sink import Accepted, Orders, Sink, Trouble, sink

KILLS = int(os.environ.get("NAHBAR_TEST_KILLS", "10"))
MAILS = REPLIES = 2000
LEASE_SECONDS = 5
# Each kill costs a start of Python and Django and, now and then, a lease.
SECONDS = 240 + 8 * KILLS
DROPS = {Trouble.DROP_ACCEPTED: 0.01, Trouble.DROP_REFUSED: 0.01}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What both sides know when all has come to rest."""

    confirmed: dict[str, float]
    answered: dict[str, float]
    sink: list[Accepted]
    sent_at: list[float]
    census: dict[str, Any]
    supervisor: Supervisor


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("crash")


@pytest.mark.crash
def test_kills_lose_double_and_hide_nothing(new_database: Callable[[], str], folder: Path) -> None:
    seed = int(os.environ.get("NAHBAR_TEST_SEED", "0")) or secrets.randbelow(10**6) + 1
    print(f"\nNAHBAR_TEST_SEED={seed} NAHBAR_TEST_KILLS={KILLS}")  # noqa: T201 - to repeat a run that failed
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("NAHBAR_")},
        "NAHBAR_HOME": str(folder / "home"),
        "NAHBAR_DATABASE_URL": new_database(),
        "NAHBAR_PORT": str(free_port()),
        "NAHBAR_SMTP_PORT": str(free_port()),
        "NAHBAR_LEASE_SECONDS": str(LEASE_SECONDS),
        "NAHBAR_LOG_LEVEL": "WARNING",
    }
    with sink(Orders(rates=DROPS, seed=seed, keep=False)) as taker:
        founded = run_program("found.py", str(taker.port), environment=environment)
        with supervised(environment, folder) as supervisor:
            outcome = play(supervisor, taker, founded, random.Random(seed))
    print(recovery(outcome))  # noqa: T201 - figures for people, seen with -s
    nothing_fell(outcome)
    arrivals_are_all_there_once(outcome)
    replies_left_at_most_once(outcome)
    the_unknown_is_shown(outcome)
    every_event_had_its_reaction(outcome)


def run_program(name: str, *words: str, environment: dict[str, str]) -> dict[str, Any]:
    """One of the programs beside this file, on the house's own database; what it prints."""
    command = [sys.executable, str(Path(__file__).with_name(name)), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def play(supervisor: Supervisor, taker: Sink, founded: dict[str, Any], chance: random.Random) -> Outcome:
    """Let mail come and replies go with kills in between, then wait for rest."""
    mails: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
    for mail in raw_mails(MAILS, to=founded["address"], seed=1):
        mails.put(mail)
    environment = dict(supervisor.environment)
    arriving = Arriving(int(environment["NAHBAR_SMTP_PORT"]), founded["address"], mails)
    answering = Answering(int(environment["NAHBAR_PORT"]), founded["token"], REPLIES)
    progress, done = Progress(arriving, taker), threading.Event()
    with ThreadPoolExecutor(9) as pool:
        killing = pool.submit(kill_at_random, supervisor, chance, progress, done)
        work = [pool.submit(arriving.carry) for _ in range(4)] + [pool.submit(answering.answer) for _ in range(4)]
        try:
            for each in work:
                each.result(timeout=SECONDS)
        except BaseException:
            done.set()
            raise
        killing.result(timeout=SECONDS)
    census = run_program("census.py", str(SECONDS), environment=environment)
    return Outcome(arriving.confirmed, answering.answered, taker.accepted(), progress.sent_at, census, supervisor)


@dataclass(slots=True)
class Progress:
    """How far the run has come. `sent_at` are the moments at which the sink's record was seen to have grown."""

    arriving: Arriving
    taker: Sink
    sent: int = 0
    sent_at: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        """Between 0 and 1: what is in and out, of all that is to be."""
        record = self.taker.base / "record.jsonl"
        sent = record.read_bytes().count(b"\n") if record.exists() else 0
        if sent > self.sent:
            self.sent = sent
            self.sent_at.append(time.monotonic())
        return (len(self.arriving.confirmed) + sent) / (MAILS + REPLIES)


def kill_at_random(
    supervisor: Supervisor, chance: random.Random, how_far: Callable[[], float], done: threading.Event
) -> None:
    """KILLS kills, spread over the run: by how far it has come, so that a slow machine gets them all as well."""
    for moment in sorted(chance.uniform(0.01, 0.95) for _ in range(KILLS)):
        while how_far() < moment:
            if done.wait(0.02):
                return
        done.wait(chance.uniform(0, 0.2))
        supervisor.kill(chance.choice(PARTS))


def recovery(outcome: Outcome) -> str:
    """How long the other side waited after a kill until the part worked again, in words."""
    spans: dict[str, list[float]] = {}
    signs = {
        "intake": list(outcome.confirmed.values()),
        "web": list(outcome.answered.values()),
        "work": outcome.sent_at,
    }
    for part, moments in signs.items():
        for kill in outcome.supervisor.kills:
            # What was on its way at the kill still arrives within a moment.
            later = [at - kill.at for at in moments if kill.part == part and at > kill.at + 0.15]
            if later:
                spans.setdefault(part, []).append(min(later))
    words = [
        f"{part} went on after {median(found):.1f} s (at most {max(found):.1f} s)" for part, found in spans.items()
    ]
    states = Counter(row["state"] for row in outcome.census["deliveries"].values())
    return f"{', '.join(words)}; deliveries: {dict(states)}; the sink took {len(outcome.sink)}"


def nothing_fell(outcome: Outcome) -> None:
    assert outcome.supervisor.fell == []
    assert len(outcome.supervisor.kills) == KILLS


def arrivals_are_all_there_once(outcome: Outcome) -> None:
    census = outcome.census
    assert len(outcome.confirmed) == MAILS
    assert census["inbound"] == dict.fromkeys(outcome.confirmed, 1)
    assert census["arrivals"] == MAILS
    assert census["unread"] == 0


def replies_left_at_most_once(outcome: Outcome) -> None:
    census = outcome.census
    assert [key for key, times in Counter(row.message_id for row in outcome.sink).items() if times > 1] == []
    assert len(census["replies"]) == REPLIES
    assert {row.message_id for row in outcome.sink} <= set(census["replies"])
    assert {str(pk) for pk in census["replies"].values()} == set(outcome.answered)
    assert len(census["deliveries"]) == census["copies"] == REPLIES


def the_unknown_is_shown(outcome: Outcome) -> None:
    deliveries = outcome.census["deliveries"]
    taken = {row.message_id: row.answered for row in outcome.sink}
    unknown = {key for key, row in deliveries.items() if row["state"] == "unknown"}
    accepted = {key for key, row in deliveries.items() if row["state"] == "accepted"}
    assert unknown | accepted == set(deliveries)
    assert all(row["copies"] == [row["state"]] for row in deliveries.values())
    assert accepted <= set(taken)
    assert {key for key, answered in taken.items() if not answered} <= unknown
    # What a kill leaves in doubt is what one worker had in its hands at most.
    by_kill = [key for key in unknown if deliveries[key]["problem"] == LOST]
    kills = sum(kill.part == "work" for kill in outcome.supervisor.kills)
    assert len(by_kill) <= kills * SENDING_ROUND
    conversations = outcome.census["conversation of"]
    waiting = {conversations[str(deliveries[key]["message"])] for key in unknown}
    assert waiting <= set(outcome.census["waiting"])


def every_event_had_its_reaction(outcome: Outcome) -> None:
    census = outcome.census
    assert not any(census["unsettled"].values()), census["unsettled"]
    assert census["problems"] == {}
    told = [(name, payload) for name, payload in census["events"]]
    received = Counter(payload["message_id"] for name, payload in told if name == "conversations.message_received")
    assert sorted(received.values()) == [1] * MAILS
    replied = Counter(payload["message_id"] for name, payload in told if name == "conversations.reply_sent")
    assert replied == dict.fromkeys(census["replies"].values(), 1)
    for state in ("accepted", "unknown"):
        ended = messages_of(told, f"mailroom.delivery_{state}", "origin_id")
        shown = messages_of(
            [(name, payload) for name, payload in told if payload.get("state") == state],
            "conversations.delivery_changed",
            "message_id",
        )
        assert ended == shown
        assert set(ended) >= {row["message"] for row in census["deliveries"].values() if row["state"] == state}
        assert set(ended.values()) <= {1}


def messages_of(told: Sequence[tuple[str, dict[str, Any]]], name: str, field: str) -> Counter[int]:
    """How often an event of this name speaks of each message."""
    return Counter(payload[field] for each, payload in told if each == name)
