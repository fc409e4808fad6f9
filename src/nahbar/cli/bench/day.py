"""A day at the desk: members who read and write at a fixed rate, in a database that `nahbar bench seed` filled.

The load is open: requests begin when their time has come, whether earlier ones are answered or not, and are measured
from that moment. A client that waits for its answers would be slow exactly when the server is, and hide it. Nothing
that is sent here leaves: no worker runs.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle

from nahbar.cli.bench.desk import seeded_member, web_over_seed
from nahbar.cli.bench.pages import Desk, session_of
from nahbar.cli.bench.report import Figure, Report, database_name, percentile
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Misconfigured
from nahbar.toolbox.ids import new_key

TARGET_MS = 100
CLIENTS = 16
WARM_UP_SECONDS = 5
# Of 100 requests: 80 read.
SHARES = {"list": 40, "open": 40, "assign": 7, "close": 6, "send": 7}
PILES = ("waiting", "open", "unassigned", "mine")
CHOICES = 600
MEMBERS = 100
ANSWER = "Guten Tag,\n\ndas ist erledigt, vielen Dank für Ihre Geduld.\n\nHerzliche Grüße"


def measure(options: argparse.Namespace) -> Report:
    """Ask `rate` times a second for `seconds`. Raises Misconfigured where nothing was seeded, Fault for any error."""
    with web_over_seed(options.database) as port:
        return _measure(port, options)


def _measure(port: int, options: argparse.Namespace) -> Report:
    from nahbar.conversations.models import Conversation, Message

    chance = random.Random(options.seed)  # noqa: S311 - who does what, no secret
    team = _Team(port, chance)
    spans: dict[str, list[float]] = {name: [] for name in SHARES}
    with ThreadPoolExecutor(CLIENTS) as clients:
        _at_a_rate(clients, team, options.rate, WARM_UP_SECONDS, {name: [] for name in SHARES})
        _at_a_rate(clients, team, options.rate, options.seconds, spans)
    figures = []
    for name, found in spans.items():
        figures.append(Figure(f"{name}, p50", percentile(found, 50), "ms"))
        figures.append(Figure(f"{name}, p95", percentile(found, 95), "ms", TARGET_MS, at_most=True))
    return Report(
        "day",
        figures,
        database=database_name(),
        sizes={
            "conversations": Conversation.objects.count(),
            "messages": Message.objects.count(),
            "members": len(team.seats),
            "requests a second": options.rate,
            "requests": sum(map(len, spans.values())),
        },
    )


def _at_a_rate(
    clients: ThreadPoolExecutor, team: _Team, rate: int, seconds: int, spans: dict[str, list[float]]
) -> None:
    began = clock.monotonic()
    asked: list[tuple[str, Future[float]]] = []
    for turn in range(rate * seconds):
        due = began + turn / rate
        time.sleep(max(0.0, due - clock.monotonic()))
        name, act = team.next_act()
        asked.append((name, clients.submit(_timed, act, due)))
    for name, answer in asked:
        spans[name].append(answer.result())


def _timed(act: Callable[[], None], due: float) -> float:
    act()
    return (clock.monotonic() - due) * 1000


@dataclass(slots=True)
class _Seat:
    """A member, signed in. One request at a time on its connection, as a browser's page does."""

    member_id: int
    desk: Desk
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Team:
    """Who works, and on what: conversations from all over the table, written to in turn."""

    def __init__(self, port: int, chance: random.Random) -> None:
        self.seats = [_Seat(pk, Desk(port, cookies=session_of(pk))) for pk in _members()]
        self._chance = chance
        self._ids = _choices(chance)
        self._next = cycle(chance.sample(self._ids, len(self._ids)))

    def next_act(self) -> tuple[str, Callable[[], None]]:
        """The next request by its share of the day, to be done in another thread."""
        (name,) = self._chance.choices(list(SHARES), weights=list(SHARES.values()))
        seat = self._chance.choice(self.seats)
        if name == "list":
            path = f"/piles/{self._chance.choice(PILES)}/"
        elif name == "open":
            path = f"/conversations/{self._chance.choice(self._ids)}/"
        else:
            path = f"/conversations/{next(self._next)}/"
        return name, lambda: _act(seat, name, path)


def _act(seat: _Seat, name: str, path: str) -> None:
    with seat.lock:
        if name in ("list", "open"):
            seat.desk.get(path)
        elif name == "assign":
            seat.desk.post(f"{path}assign/", {"to": f"member-{seat.member_id}"})
        elif name == "close":
            seat.desk.post(f"{path}close/", {})
        else:
            seat.desk.post(f"{path}reply/", {"text": ANSWER, "way": "email", "once": new_key()})


def _members() -> list[int]:
    """The ids of MEMBERS members who are no administrators; those whom `seed` did not found are added."""
    from nahbar.accounts.actions import add_member
    from nahbar.accounts.models import Member
    from nahbar.accounts.words import Role

    there = Member.objects.filter(role=Role.MEMBER, is_active=True)
    for number in range(there.count(), MEMBERS):
        add_member(email=f"tag{number}@messwerk.example", name=f"Tilda Tag {number}", password=None, role=Role.MEMBER)
    return list(there.order_by("pk").values_list("pk", flat=True)[:MEMBERS])


def _choices(chance: random.Random) -> list[int]:
    """Conversations from all over the table that the member of `seed` sees; open ones where there are any."""
    from nahbar.conversations.models import Conversation
    from nahbar.conversations.rules import visible_to

    seen = visible_to(seeded_member()).order_by("pk")
    newest = Conversation.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for rows in (seen.filter(state="open"), seen):
        found = (rows.filter(pk__gte=chance.randint(1, newest)).first() for _ in range(CHOICES))
        if ids := sorted({row.pk for row in found if row is not None}):
            return ids
    raise Misconfigured("The member who measures sees no conversation here.")
