"""A PostgreSQL of our own: new data folder, free port, gone at the end."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from servers.identity import give, is_root, unprivileged
from servers.loopback import HOST, ServerError, folder, free_port, program, running

USER = "nahbar"


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """Where it listens. Everybody on loopback may sign in without a password."""

    port: int
    socket: Path

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{USER}@{HOST}:{self.port}/{database}"

    def socket_url(self, database: str = "postgres") -> str:
        return f"postgresql://{USER}@/{database}?host={self.socket}&port={self.port}"

    def create(self, database: str) -> str:
        """Make an empty database and return its URL."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(database)))
        return self.url(database)


def missing() -> str:
    """Why it cannot run here, for a skip; empty where it can."""
    return "" if _binary("postgres") else "PostgreSQL is not installed (package postgresql)"


def _binary(name: str) -> str | None:
    """Debian keeps the server's programs out of the path, one folder per version; the newest wins."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"[0-9]*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return str(versions[-1]) if versions else program(name)


@contextmanager
def postgresql(*, fsync: bool = True) -> Iterator[PostgreSQL]:
    """Run a server; `fsync=False` is faster and survives the kill of a client, not the loss of power."""
    with folder("nahbar-pg") as base:
        owner = unprivileged("postgres")
        give(base, owner)
        _initialise(base / "data", owner.pw_name)
        server = PostgreSQL(free_port(), base)
        settings = {
            "listen_addresses": HOST,
            "port": str(server.port),
            "unix_socket_directories": str(base),
            "max_connections": "200",
            "fsync": "on" if fsync else "off",
            "full_page_writes": "on" if fsync else "off",
        }
        command = [str(_binary("postgres")), "-D", str(base / "data")]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        user = owner.pw_name if is_root() else None
        # SIGINT is PostgreSQL's "fast" shutdown: it does not wait for clients to leave.
        with running(command, ready=lambda: _ready(server), log=base / "log", user=user, stop=signal.SIGINT):
            yield server


def _initialise(data: Path, user: str) -> None:
    command = [str(_binary("initdb")), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "-N"]
    done = subprocess.run(
        [*command, "--locale=C.UTF-8"],
        capture_output=True,
        text=True,
        check=False,
        cwd=data.parent,
        user=user if is_root() else None,
        extra_groups=[] if is_root() else None,
    )
    if done.returncode:
        raise ServerError(f"initdb ended with {done.returncode}.\n{done.stderr}")


def _ready(server: PostgreSQL) -> bool:
    try:
        psycopg.connect(server.url(), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True
