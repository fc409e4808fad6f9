"""`nahbar serve`: desk, background work and intake together, each in its own process."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from nahbar.toolbox import clock
from nahbar.toolbox.faults import Misconfigured

log = logging.getLogger(__name__)
PARTS = ("web", "work", "intake")
# A part that ends is started again, at first at once, then slower.
RESTART_AFTER = (0.2, 1.0, 5.0, 15.0)
STEADY_AFTER = 60.0


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "serve",
        help="run everything: desk, intake and background work",
        description="Runs desk, intake and background work until you stop it (Ctrl+C), and starts again what ends. "
        "This is all that a company with one server needs.",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    del options
    from nahbar.cli import start_django

    start_django()
    from nahbar.cli import schema

    if schema.pending():
        raise Misconfigured("The database is not at this version yet. Run `nahbar migrate` first, then start again.")
    house = House()
    house.start()
    house.wait()
    return 0


@dataclass(slots=True)
class _Part:
    name: str
    process: subprocess.Popen[bytes]
    started: float
    failures: int = 0


class House:
    """The running parts. `stop` ends them in order; `wait` blocks until somebody stops us."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = dict(environ)
        self._parts: list[_Part] = []
        self._stopping = threading.Event()

    def start(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopping.set())
        self._parts = [_Part(name, self._spawn(name), clock.monotonic()) for name in PARTS]

    def wait(self) -> None:
        try:
            while not self._stopping.wait(0.5):
                for part in self._parts:
                    if part.process.poll() is not None:
                        self._start_again(part)
        finally:
            self.stop()

    def stop(self) -> None:
        for part in self._parts:
            part.process.terminate()
        for part in self._parts:
            try:
                part.process.wait(20)
            except subprocess.TimeoutExpired:
                part.process.kill()
                part.process.wait()

    def _start_again(self, part: _Part) -> None:
        if clock.monotonic() - part.started > STEADY_AFTER:
            part.failures = 0
        log.warning("%s ended with code %s; starting it again", part.name, part.process.returncode)
        pause = RESTART_AFTER[min(part.failures, len(RESTART_AFTER) - 1)]
        part.failures += 1
        if not self._stopping.wait(pause):
            part.process, part.started = self._spawn(part.name), clock.monotonic()

    def _spawn(self, name: str) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl+C in the terminal reaches only us, and we end the parts in order.
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "nahbar", name], env=self._environ, start_new_session=True
        )
