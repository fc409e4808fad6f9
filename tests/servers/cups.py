"""A printer of our own: CUPS's ippeveprinter, which keeps every job as a file.

The program insists on D-Bus to announce itself through Avahi. It gets a bus of its own with nobody on it, so it
starts everywhere and announces itself nowhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from servers.loopback import HOST, answers, folder, free_port, program, running


@dataclass(frozen=True, slots=True)
class Printer:
    """An IPP Everywhere printer for PDF."""

    port: int
    spool: Path

    @property
    def uri(self) -> str:
        return f"ipp://{HOST}:{self.port}/ipp/print"

    def jobs(self) -> list[Path]:
        """The files printed so far, oldest first."""
        return sorted(self.spool.glob("*.pdf"), key=lambda path: (path.stat().st_mtime_ns, path.name))


def missing() -> str:
    """Why it cannot run here, for a skip; empty where it can."""
    packages = {"ippeveprinter": "cups-ipp-utils", "dbus-daemon": "dbus"}
    absent = [package for name, package in packages.items() if not program(name)]
    return f"no IPP printer to test with (packages {' '.join(absent)})" if absent else ""


@contextmanager
def printer(name: str = "Lindenhof") -> Iterator[Printer]:
    """Run a printer that is not announced on the network."""
    with folder("nahbar-ipp") as base:
        spool = base / "spool"
        spool.mkdir()
        server = Printer(free_port(), spool)
        bus = base / "bus"
        daemon = [str(program("dbus-daemon")), "--session", "--nofork", "--nosyslog", f"--address=unix:path={bus}"]
        command = [str(program("ippeveprinter")), "-p", str(server.port), "-n", "localhost", "-r", "off", "-k"]
        command += ["-d", str(spool), "-f", "application/pdf", name]
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={bus}"}
        with (
            running(daemon, ready=bus.exists, log=base / "bus.log"),
            running(command, ready=lambda: answers(server.port), log=base / "log", environment=environment),
        ):
            yield server
