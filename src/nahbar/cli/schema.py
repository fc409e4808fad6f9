"""The state of the database's tables against what this version of Nahbar wants."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from nahbar.toolbox.faults import Fault

# Any number will do, as long as every process of ours takes the same one.
ADVISORY_LOCK = 7_262_417


class SchemaFault(Fault):
    """The database and this version do not fit, or the database cannot be reached."""


def database_name() -> str:
    """The database for a person: kind and place, never a password."""
    wrapped = connections[DEFAULT_DB_ALIAS]
    place = wrapped.settings_dict
    if wrapped.vendor == "sqlite":
        return f"SQLite in {place['NAME']}"
    return f"PostgreSQL database {place['NAME']} on {place['HOST'] or 'this machine'}"


def pending() -> list[tuple[str, str]]:
    """The steps (app, name) that bring the database to this version, in order. Raises SchemaFault."""
    executor = _executor()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, _backwards in plan]


def ahead() -> list[tuple[str, str]]:
    """The steps that the database has taken and this version does not know. Raises SchemaFault."""
    loader = _executor().loader
    return _unknown(loader, loader.applied_migrations)


def _unknown(loader: MigrationLoader, steps: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Only apps that we have count: a table that somebody else keeps in the same database is theirs."""
    ours = {app for app, _name in loader.disk_migrations}
    return sorted(step for step in steps if step[0] in ours and step not in loader.disk_migrations)


def require_known(steps: Iterable[tuple[str, str]]) -> None:
    """Raises SchemaFault where a database that has taken `steps` is newer than this version."""
    if newer := _unknown(MigrationLoader(None), steps):
        raise _too_new(newer)


def _executor() -> MigrationExecutor:
    try:
        return MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    except OperationalError as error:
        raise unreachable(error) from error


def unreachable(error: Exception) -> SchemaFault:
    """The same error in words; the database's own come last, because they name host and user."""
    reason = str(error).strip().replace("\n", " ")
    return SchemaFault(
        f"The database cannot be reached: {database_name()}. "
        f"Is it running, and is NAHBAR_DATABASE_URL right? ({reason})",
        permanent=False,
    )


def require_current() -> None:
    """Raises SchemaFault where `nahbar migrate` has to run first, or a newer Nahbar is needed."""
    if newer := ahead():
        raise _too_new(newer)
    if pending():
        raise SchemaFault("The database is not at this version yet. Run `nahbar migrate` first.")


def _too_new(steps: list[tuple[str, str]]) -> SchemaFault:
    names = ", ".join(f"{app}.{name}" for app, name in steps)
    return SchemaFault(
        f"The database was brought to a newer version of Nahbar ({names}). "
        "Install that version again, or restore a backup made before it."
    )


def bring_up_to_date(waiting: Callable[[], None] = lambda: None) -> list[tuple[str, str]]:
    """Take all steps, one process at a time; returns those taken. `waiting` is called where another is at it.

    Raises SchemaFault.
    """
    with _one_at_a_time(waiting):
        if newer := ahead():
            raise _too_new(newer)
        steps = pending()
        if steps:
            _migrate()
        return steps


def _migrate() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        raise SchemaFault(
            "Something else holds the database, so it could not be changed. "
            f"Stop Nahbar's other processes and try again. ({str(error).strip()})",
            permanent=False,
        ) from error


@contextmanager
def _one_at_a_time(waiting: Callable[[], None]) -> Iterator[None]:
    wrapped = connections[DEFAULT_DB_ALIAS]
    lock = _file_lock if wrapped.vendor == "sqlite" else _advisory_lock
    with lock(waiting):
        yield


@contextmanager
def _file_lock(waiting: Callable[[], None]) -> Iterator[None]:
    name = Path(f"{connections[DEFAULT_DB_ALIAS].settings_dict['NAME']}.migrate")
    name.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _advisory_lock(waiting: Callable[[], None]) -> Iterator[None]:
    """Held by the connection, so PostgreSQL gives it back where we die."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
            if not cursor.fetchone()[0]:
                waiting()
                cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
    except OperationalError as error:
        raise unreachable(error) from error
    try:
        yield
    finally:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
