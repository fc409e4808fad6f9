"""A house to measure in: a home of its own, a firm, and the parts of Nahbar as processes on free loopback ports."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault, Misconfigured

if TYPE_CHECKING:
    from nahbar.accounts.models import Member
    from nahbar.mailroom.models import Inbox

HOST = "127.0.0.1"
ADDRESS = "info@messwerk.example"
PART_STARTS_WITHIN = 60.0


def free_port() -> int:
    """A TCP port on loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(ready: Callable[[], bool], *, what: str, seconds: float = PART_STARTS_WITHIN) -> None:
    """Ask `ready` again and again. Raises Fault after `seconds`."""
    end = clock.monotonic() + seconds
    while not ready():
        if clock.monotonic() > end:
            raise Fault(f"{what} took longer than {seconds:.0f} s, so nothing was measured.")
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Does somebody listen on this loopback port?"""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


@dataclass(slots=True)
class House:
    """The home, the ports, and the processes that were started."""

    home: Path
    web_port: int
    smtp_port: int
    environ: Mapping[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *parts: str) -> None:
        """Start web, work or intake and wait until those with a port answer. Raises Fault."""
        for part in parts:
            self.run([sys.executable, "-m", "nahbar", part], log=part)
        for part, port in (("web", self.web_port), ("intake", self.smtp_port)):
            if part in parts:
                wait_until(partial(answers, port), what=f"Starting {part}")

    def run(self, command: Sequence[str], *, log: str) -> subprocess.Popen[bytes]:
        """Start a program that ends with this house; what it says goes to `log`."""
        with (self.home / f"{log}.log").open("ab") as output:
            process = subprocess.Popen(  # noqa: S603 - our own commands
                command, env=dict(self.environ), stdout=output, stderr=output, start_new_session=True
            )
        self.processes.append(process)
        return process

    def processor_seconds(self) -> float:
        """What all parts have computed so far. Unlike a rate it hardly depends on what else the machine does."""
        return sum(self.processor_seconds_each())

    def processor_seconds_each(self) -> list[float]:
        """The same for each process, in the order in which they were started."""
        return [_processor_seconds(process.pid) for process in self.processes]

    def stop(self) -> None:
        """End everything that was started, in order, and kill what does not listen."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()


def _processor_seconds(pid: int) -> float:
    """User and system time (proc(5), fields 14 and 15 of stat); 0 where the system has no /proc."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def own_house(database: str = "") -> Iterator[House]:
    """A new home that is gone at the end; `database` is the URL of an empty one, else SQLite in the home.

    Starts Django in this process with the same settings. Raises Misconfigured where the database is in use.
    """
    with TemporaryDirectory(prefix="nahbar-bench-") as folder:
        house = _lay_out(Path(folder), database)
        _migrate()
        _refuse_company()
        try:
            yield house
        finally:
            from django.db import connections

            house.stop()
            connections.close_all()


def _lay_out(home: Path, database: str) -> House:
    """Choose ports and settings, for our processes and for this one."""
    web_port, smtp_port = free_port(), free_port()
    for name in [name for name in os.environ if name.startswith("NAHBAR_")]:
        del os.environ[name]
    os.environ |= {
        "NAHBAR_HOME": str(home),
        "NAHBAR_PORT": str(web_port),
        "NAHBAR_SMTP_PORT": str(smtp_port),
        "NAHBAR_LOG_LEVEL": "WARNING",
    }
    if database:
        os.environ["NAHBAR_DATABASE_URL"] = database
    return House(home, web_port, smtp_port, dict(os.environ))


def _migrate() -> None:
    from django.core.management import call_command

    from nahbar.cli import start_django

    start_django()
    call_command("migrate", verbosity=0, interactive=False)


def _refuse_company() -> None:
    from nahbar.accounts.models import Member

    if Member.objects.exists():
        raise Misconfigured(
            "This database belongs to somebody, and measuring would fill it with invented mail. "
            "Give --database an empty one."
        )


def found_firm() -> tuple[Member, Inbox]:
    """A member and an e-mail inbox of an invented firm, in a database that has none yet."""
    from nahbar.accounts.actions import add_member
    from nahbar.accounts.words import Role
    from nahbar.history.words import SYSTEM
    from nahbar.mailroom.actions import open_inbox, save_firm

    member = add_member(
        email="mira.mess@messwerk.example",
        name="Mira Mess",
        password=None,
        role=Role.ADMIN,
        signature="Mira Mess\nKundendialog",
    )
    firm = save_firm(
        actor=SYSTEM,
        name="Messwerk GmbH",
        legal_form="GmbH",
        street="Zollstockweg 3",
        postcode="99084",
        city="Erfurt",
        seat="Erfurt",
        register_court="Amtsgericht Jena",
        register_number="HRB 000000",
        directors="Mira Mess",
    )
    return member, open_inbox(actor=SYSTEM, name="Info", channel_name="email", firm=firm, address=ADDRESS)


@contextmanager
def scratch_home() -> Iterator[None]:
    """NAHBAR_HOME in a new folder for the commands that are started inside the block."""
    with TemporaryDirectory(prefix="nahbar-bench-") as folder:
        kept = os.environ.get("NAHBAR_HOME")
        os.environ["NAHBAR_HOME"] = folder
        try:
            yield
        finally:
            del os.environ["NAHBAR_HOME"]
            if kept is not None:
                os.environ["NAHBAR_HOME"] = kept
