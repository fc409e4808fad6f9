"""An SMTP server for crash tests: its own process, faults on order, and a record that survives a kill.

A message counts as accepted from the moment that its line is in the record (appended, then fsync), which is
before the sender hears 250: a message that the sender lost the answer to is in the record as well.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from servers.loopback import HOST, folder, free_port, greets, running

PROGRAM = Path(__file__).with_name("sink_program.py")


class Trouble(StrEnum):
    """What the sink does to a message instead of saying 250."""

    NONE = "none"
    DROP_ACCEPTED = "drop-accepted"  # keeps the message, hangs up without an answer to DATA
    DROP_REFUSED = "drop-refused"  # hangs up without an answer and forgets the message
    TEMPORARY = "temporary"  # 451 after DATA
    PERMANENT = "permanent"  # 554 after DATA
    SLOW = "slow"  # 250, but only after `slow_seconds`


@dataclass(frozen=True, slots=True)
class Orders:
    """How the sink behaves. `plan` is for the first messages, one each; after it `rates` (share of messages,
    drawn with `seed`) decide. `recipients` maps an address to the SMTP answer that its RCPT gets.
    """

    plan: Sequence[Trouble] = ()
    rates: Mapping[Trouble, float] | None = None
    recipients: Mapping[str, str] | None = None
    seed: int = 1
    slow_seconds: float = 1.0
    sync: bool = True
    keep: bool = True


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that the sink took. `answered` is false where the sender was left without the 250."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    digest: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Sink:
    """A running sink, and what it has accepted so far."""

    port: int
    base: Path

    def accepted(self) -> list[Accepted]:
        """In order of acceptance. A last line cut off by a kill does not count: nobody was answered."""
        record = self.base / "record.jsonl"
        whole = record.read_text().split("\n")[:-1] if record.exists() else []
        rows = [json.loads(line) for line in whole]
        return [Accepted(**{**row, "recipients": tuple(row["recipients"])}) for row in rows]

    def content(self, accepted: Accepted) -> bytes:
        """The message as it came (with `keep`)."""
        return (self.base / "messages" / accepted.digest).read_bytes()


@contextmanager
def sink(orders: Orders = Orders(), *, port: int = 0, base: Path | None = None) -> Iterator[Sink]:
    """Run a sink. Give `port` and `base` to go on after an earlier one: its record is continued."""
    with folder("nahbar-sink") as scratch:
        server = Sink(port or free_port(), base or scratch)
        (server.base / "orders.json").write_text(json.dumps(asdict(orders)))
        command = [sys.executable, str(PROGRAM), HOST, str(server.port), str(server.base)]
        with running(command, ready=lambda: greets(server.port), log=server.base / "log"):
            yield server
