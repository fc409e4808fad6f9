"""PostgreSQL: copied by its own pg_dump from one snapshot, put back by pg_restore in one transaction."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg.conninfo import make_conninfo

from nahbar.cli.backups import rows
from nahbar.cli.backups.manifest import BackupFault, Contents
from nahbar.cli.schema import unreachable

FILE = "database.pgdump"
ASIDE = "nahbar_before_restore"
# The new place may have other roles.
PLAIN = ("--no-owner", "--no-privileges")
# The server needs a moment to let go of connections that were closed, ours included: fifths of a second.
PATIENCE = 25
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


def copy(target: Path) -> tuple[Contents, set[bytes]]:
    """Dump the database; returns what the dump holds and which blobs it names. Raises BackupFault."""
    with _connected() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        ask = _asking(connection)
        # Rows are counted in the very snapshot that is dumped.
        ((snapshot,),) = ask("SELECT pg_export_snapshot()")
        _run(
            "pg_dump",
            "--format=custom",
            f"--snapshot={snapshot}",
            *PLAIN,
            f"--file={target}",
        )
        found = rows.contents(ask, "postgresql", connection.info.parameter_status("server_version") or "")
        return found, rows.named_blobs(ask, found.blob_columns)


def put_back(copied: Path) -> None:
    """Replace the database's tables by the copy's. Raises BackupFault; then the old tables stand as before."""
    _move_tables("public", ASIDE)
    try:
        _run("pg_restore", "--single-transaction", "--exit-on-error", *PLAIN, str(copied))
    except BaseException:
        _move_tables(ASIDE, "public")
        raise
    with _connected() as connection:
        connection.execute(f"DROP SCHEMA {ASIDE} CASCADE")  # type: ignore[arg-type, unused-ignore]


def _move_tables(source: str, target: str) -> None:
    """Indexes and sequences go with their tables."""
    with _connected() as connection:
        connection.execute(psycopg.sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(psycopg.sql.Identifier(target)))
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [source]).fetchall()
        for (table,) in tables:
            move = psycopg.sql.SQL("ALTER TABLE {}.{} SET SCHEMA {}")
            names = (psycopg.sql.Identifier(name) for name in (source, table, target))
            connection.execute(move.format(*names))


def require_unused() -> None:
    """Raises BackupFault where another client is connected."""
    others = 0
    # What waits in the pool for its next use is ours.
    connections["default"].close_pool()  # type: ignore[attr-defined]  # the stubs know no PostgreSQL backend
    with _connected() as connection:
        connection.autocommit = True  # a transaction would look at one and the same list again and again
        ask = _asking(connection)
        for _ in range(PATIENCE):
            ((others,),) = ask(OTHERS)
            if not others:
                return
            ask("SELECT pg_sleep(0.2)")
    raise BackupFault(
        f"Nahbar is running, or somebody else is connected to the database ({others}). "
        "Stop all of its processes, then restore."
    )


def is_empty() -> bool:
    with _connected() as connection:
        return rows.is_empty(_asking(connection), "postgresql")


def counted() -> dict[str, int]:
    with _connected() as connection:
        return rows.count_rows(_asking(connection), "postgresql")


def named(columns: Iterable[tuple[str, str]]) -> set[bytes]:
    with _connected() as connection:
        return rows.named_blobs(_asking(connection), columns)


def _asking(connection: psycopg.Connection[tuple[Any, ...]]) -> rows.Ask:
    def ask(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql.encode()).fetchall()

    return ask


def _address() -> tuple[str, str]:
    """Connection string without the password, and the password."""
    given = connections["default"].get_connection_params()
    # Only what was set: psycopg brings its own libpq, whose further defaults an older pg_dump does not know.
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    named = {name: value for name, value in given.items() if name in known and value is not None}
    password = str(named.pop("password", ""))
    return make_conninfo(**named), password


@contextmanager
def _connected() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection of our own, past Django's pool. Raises SchemaFault, BackupFault."""
    address, password = _address()
    try:
        connection = psycopg.connect(address, password=password or None)
    except psycopg.OperationalError as error:
        raise unreachable(error) from error
    try:
        with connection:
            yield connection
    except psycopg.errors.DiskFull as error:
        raise BackupFault("The database server's disk is full. Make room and try again.") from error


def _run(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on our database; the password goes by the environment, never in sight."""
    address, password = _address()
    environment = os.environ | ({"PGPASSWORD": password} if password else {}) | {"LC_ALL": "C.UTF-8"}
    command = [_program(name), f"--dbname={address}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    if done.returncode == 0:
        return
    said = done.stderr.strip()
    if "server version mismatch" in said:
        raise BackupFault(
            f"{name} is older than the database server. Install postgresql-client of the server's version.\n{said}"
        )
    raise BackupFault(f"{name} did not succeed:\n{said}")


def _program(name: str) -> str:
    """The newest one installed: it understands older servers, an older one does not understand newer servers."""
    versions = Path("/usr/lib/postgresql").glob(f"[0-9]*/bin/{name}")
    newest = max(versions, key=lambda path: int(path.parts[4]), default=None)
    found = str(newest) if newest else shutil.which(name)
    if found is None:
        raise BackupFault(f"{name} is missing. Install the package postgresql-client, then try again.")
    return found
