"""SQLite: copied by its own online backup, which sees one moment however much is written meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from nahbar.cli.backups import rows
from nahbar.cli.backups.manifest import BackupFault, Contents
from nahbar.cli.progress import bar
from nahbar.toolbox.faults import Fault, Full

FILE = "database.sqlite3"
# 16 MiB at a time: often enough for the bar.
PAGES = 4096


def copy(source: Path, target: Path) -> tuple[Contents, set[bytes]]:
    """Copy the database; returns what the copy holds and which blobs it names. Raises BackupFault, Full."""
    if not source.exists():
        raise BackupFault(f"There is no database at {source}. Run `nahbar migrate` first.")
    try:
        _copy(source, target)
    except sqlite3.OperationalError as error:
        raise _explained(error) from error
    with opened(target) as copied:
        (verdict,) = copied.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise BackupFault(f"The database is damaged: {verdict}. Keep your older backups.")
        found = rows.contents(copied.execute, "sqlite", sqlite3.sqlite_version)
        return found, rows.named_blobs(copied.execute, found.blob_columns)


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source, isolation_level=None)) as old, closing(sqlite3.connect(target)) as new:
        # The open read transaction pins the moment. Without it every commit of another process would make
        # the copy start again, and under steady mail it would never end.
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _transfer(old, new, "Copying the database")
        # One file instead of three: the copy is only read from now on.
        new.execute("PRAGMA journal_mode=DELETE")


def _explained(error: sqlite3.OperationalError) -> Fault:
    if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
        return Full("The disk is full. Make room and try again.")
    return BackupFault(f"The database cannot be copied: {error}.")


def _transfer(old: sqlite3.Connection, new: sqlite3.Connection, what: str) -> None:
    (size,) = old.execute("PRAGMA page_size").fetchone()
    with bar(what, unit="B", scaled=True) as progress:

        def show(_status: int, remaining: int, total: int) -> None:
            progress.total = total * size
            progress.update((total - remaining) * size - progress.n)

        old.backup(new, pages=PAGES, progress=show)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A database file, for reading."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def put_back(copied: Path, target: Path) -> None:
    """Write the copy over `target` in one transaction: a kill leaves the old content. Raises BackupFault."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with opened(copied) as old, closing(sqlite3.connect(target)) as new:
            _transfer(old, new, "Restoring the database")
    except sqlite3.OperationalError as error:
        raise _explained(error) from error


def require_unused(target: Path) -> None:
    """Raises BackupFault where another process has the database open."""
    if not target.exists():
        return
    with closing(sqlite3.connect(target, isolation_level=None, timeout=1)) as connection:
        try:
            # In this mode a WAL database is locked as a whole, which fails where anybody else has it open.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            raise BackupFault("Nahbar is running. Stop all of its processes, then restore.") from error


def is_empty(target: Path) -> bool:
    if not target.exists():
        return True
    with opened(target) as connection:
        return rows.is_empty(connection.execute, "sqlite")
