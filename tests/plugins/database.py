"""Where the tests live: a home of their own, and the database that NAHBAR_TEST_DATABASE names.

Loaded by `-p` before anything reads Django's settings. With xdist the first process starts PostgreSQL and hands
its address down; every worker gets its own home, and pytest-django gives it its own database.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

from servers import postgresql
from servers.loopback import folder

SQLITE, POSTGRESQL = "sqlite", "postgresql"
# What a test run may be told from outside; every other setting of ours would make it depend on the shell.
KEPT = ("NAHBAR_TEST_", "NAHBAR_BENCH_")


def wanted() -> str:
    """`sqlite` or `postgresql`. Raises UsageError for anything else."""
    name = os.environ.get("NAHBAR_TEST_DATABASE", SQLITE)
    if name not in (SQLITE, POSTGRESQL):
        raise pytest.UsageError(f"NAHBAR_TEST_DATABASE is {name!r}; it should be {SQLITE} or {POSTGRESQL}.")
    return name


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    stack = ExitStack()
    early_config.add_cleanup(stack.close)
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    handed_down = os.environ.get("NAHBAR_DATABASE_URL") if is_worker and wanted() == POSTGRESQL else None
    for name in [name for name in os.environ if name.startswith("NAHBAR_") and not name.startswith(KEPT)]:
        del os.environ[name]
    os.environ["NAHBAR_HOME"] = str(stack.enter_context(folder("nahbar-test-home")))
    os.environ["NAHBAR_SECRET_KEY"] = "only-for-tests-and-known-to-everybody-who-reads-this"
    if wanted() == POSTGRESQL:
        os.environ["NAHBAR_DATABASE_URL"] = handed_down or stack.enter_context(_server())


def pytest_configure() -> None:
    """SQLite in a file, as in real life: in memory it has other locks and no write-ahead log."""
    if wanted() == SQLITE:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(settings.NAHBAR.home / "test.sqlite3")


@contextmanager
def _server() -> Iterator[str]:
    if reason := postgresql.missing():
        raise pytest.UsageError(f"The tests cannot run on PostgreSQL: {reason}.")
    # Our own kills lose nothing without fsync, only a power cut would.
    with postgresql.postgresql(fsync=False) as server:
        yield server.url()


def pytest_report_header() -> str:
    return f"database: {wanted()}"


@pytest.fixture
def new_database(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """A function that makes an empty database for processes of ours and returns its NAHBAR_DATABASE_URL."""
    made: list[str] = []

    def make() -> str:
        name = f"fresh_{uuid4().hex}"
        if wanted() == SQLITE:
            return f"sqlite:///{tmp_path / name}.sqlite3"
        with psycopg.connect(os.environ["NAHBAR_DATABASE_URL"], autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        made.append(name)
        return os.environ["NAHBAR_DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"

    yield make
    for name in made:
        with psycopg.connect(os.environ["NAHBAR_DATABASE_URL"], autocommit=True) as connection:
            drop = psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(psycopg.sql.Identifier(name))
            connection.execute(drop)
