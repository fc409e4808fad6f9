"""Nahbar itself as it runs for real: its processes on free loopback ports, with a home of their own."""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg

from servers.loopback import HOST, answers, folder, free_port, running, wait_until


@dataclass(frozen=True)
class Nahbar:
    """A house that runs. `environment` is what its processes were started with."""

    home: Path
    web_port: int
    smtp_port: int
    lmtp_port: int
    environment: Mapping[str, str]

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.web_port}"

    @property
    def outbox(self) -> Path:
        return self.home / "outbox"

    def command(self, *arguments: str) -> str:
        """Run `nahbar ...` in this house and return what it printed."""
        return run_nahbar(self.environment, *arguments)

    def python(self, code: str) -> str:
        """Run code in this house, with Django started, and return what it printed: for setting the scene."""
        start = "from nahbar.cli import start_django; start_django()\n"
        done = subprocess.run(
            [sys.executable, "-c", start + code], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database holds, asked behind Nahbar's back."""
        url = self.environment.get("NAHBAR_DATABASE_URL", "")
        if url.startswith("postgres"):
            with psycopg.connect(url) as connection:
                return list(connection.execute(sql).fetchall())
        path = url.removeprefix("sqlite:///") or str(self.home / "nahbar.sqlite3")
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            return connection.execute(sql).fetchall()


def run_nahbar(environment: Mapping[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "nahbar", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment_of(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a house: nothing of ours from outside, free ports, `settings` on top (without NAHBAR_)."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NAHBAR_")}
    ports = {"NAHBAR_PORT": free_port(), "NAHBAR_SMTP_PORT": free_port(), "NAHBAR_LMTP_PORT": free_port()}
    own = {f"NAHBAR_{name}": value for name, value in settings.items()}
    return kept | {name: str(port) for name, port in ports.items()} | {"NAHBAR_HOME": str(home)} | own


@contextmanager
def nahbar(*parts: str, scene: str = "", **settings: str) -> Iterator[Nahbar]:
    """A migrated house in which `scene` (Python code) was played, with these parts running: web, work, intake."""
    with ExitStack() as stack:
        home = stack.enter_context(folder("nahbar-house"))
        environment = environment_of(home, **settings)
        house = Nahbar(
            home=home,
            web_port=int(environment["NAHBAR_PORT"]),
            smtp_port=int(environment["NAHBAR_SMTP_PORT"]),
            lmtp_port=int(environment["NAHBAR_LMTP_PORT"]),
            environment=environment,
        )
        if "DATABASE_URL" in settings:
            house.command("migrate")
        else:
            shutil.copy(_migrated(), home / "nahbar.sqlite3")
        if scene:
            house.python(scene)
        for part in parts:
            stack.enter_context(_part(house, part))
        yield house


@lru_cache(maxsize=1)
def _migrated() -> Path:
    """A database with all tables and no row: migrating takes longer than most journeys, and one is like the other."""
    home = Path(tempfile.mkdtemp(prefix="nahbar-migrated-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    run_nahbar(environment_of(home), "migrate")
    return home / "nahbar.sqlite3"


def _part(house: Nahbar, part: str) -> Any:
    ports: Sequence[int] = {"web": [house.web_port], "intake": [house.smtp_port, house.lmtp_port]}.get(part, [])
    return running(
        [sys.executable, "-m", "nahbar", part],
        ready=lambda: all(answers(port) for port in ports),
        log=house.home / f"{part}.log",
        environment=house.environment,
    )


def eventually(house: Nahbar, sql: str, expected: Any, *, seconds: float = 30) -> None:
    """Wait until a query gives `expected`; the work happens in other processes."""
    wait_until(lambda: house.rows(sql) == expected, what=f"{sql} giving {expected}", seconds=seconds)
