"""Web, work and intake as processes that are started again at once, whoever kills them."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from servers.loopback import answers, end, tail, wait_until

PARTS = ("intake", "work", "web")


@dataclass(frozen=True, slots=True)
class Kill:
    part: str
    at: float


@dataclass(slots=True)
class Supervisor:
    """Keeps the parts running; `kill` is the only way that one may end."""

    environment: Mapping[str, str]
    logs: Path
    kills: list[Kill] = field(default_factory=list)
    fell: list[str] = field(default_factory=list)
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def kill(self, part: str) -> None:
        """SIGKILL, and started again before we return."""
        with self._lock:
            process = self._processes[part]
            process.kill()
            self.kills.append(Kill(part, time.monotonic()))
            process.wait()
            self._processes[part] = self._start(part)

    def keep(self) -> None:
        """Note parts that end by themselves, and start them again."""
        while not self._stopping.wait(0.1):
            with self._lock:
                for part, process in self._processes.items():
                    if process.poll() is not None and not self._stopping.is_set():
                        self.fell.append(f"{part} ended with {process.returncode}{tail(self.log(part))}")
                        self._processes[part] = self._start(part)

    def start(self) -> None:
        with self._lock:
            self._processes = {part: self._start(part) for part in PARTS}

    def stop(self) -> None:
        self._stopping.set()
        with self._lock:
            for process in self._processes.values():
                process.terminate()
            for process in self._processes.values():
                end(process, signal.SIGTERM)

    def log(self, part: str) -> Path:
        return self.logs / f"{part}.log"

    def _start(self, part: str) -> subprocess.Popen[bytes]:
        with self.log(part).open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "nahbar", part],
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )


@contextmanager
def supervised(environment: Mapping[str, str], logs: Path) -> Iterator[Supervisor]:
    """The parts, ready, until the block ends."""
    supervisor = Supervisor(environment, logs)
    watching = threading.Thread(target=supervisor.keep, name="supervisor")
    supervisor.start()
    watching.start()
    try:
        for part, name in (("intake", "NAHBAR_SMTP_PORT"), ("web", "NAHBAR_PORT")):
            wait_until(partial(answers, int(environment[name])), what=part, log=supervisor.log(part))
        yield supervisor
    finally:
        supervisor.stop()
        watching.join()
