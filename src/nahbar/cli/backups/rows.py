"""What a database holds, asked in plain SQL, because a backup may be older than today's models."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from nahbar.accounts.models import Member
from nahbar.cli.backups.manifest import Contents
from nahbar.conversations.models import Attachment
from nahbar.history.models import Cursor
from nahbar.mailroom.models import Arrival, Delivery

Ask = Callable[[str], Iterable[tuple[Any, ...]]]

# Every column that names a blob; a test compares them with the models.
BLOB_FIELDS = ((Arrival, "blob"), (Delivery, "blob"), (Attachment, "blob"), (Member, "picture"))

# Migrations write here too: where a listener that is new begins to read.
OF_MIGRATIONS = frozenset({Cursor._meta.db_table})  # noqa: SLF001 - Django's documented way
TABLES = {
    # Search keeps its index in tables of FTS5 ("shadow"): copied with the file, but no rows of ours.
    "sqlite": "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
}
COLUMNS = {
    "sqlite": "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'",
    "postgresql": "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'",
}


def blob_columns(ask: Ask, vendor: str) -> list[tuple[str, str]]:
    """(table, column) of today's models, as far as this database has them: it may wait for `nahbar migrate`."""
    there = set(ask(COLUMNS[vendor]))
    wanted = [(model._meta.db_table, field) for model, field in BLOB_FIELDS]  # noqa: SLF001 - Django's documented way
    return [pair for pair in wanted if pair in there]


def contents(ask: Ask, vendor: str, version: str) -> Contents:
    """What the database behind `ask` holds."""
    return Contents(
        vendor=vendor,
        version=version,
        steps=[(app, name) for app, name in ask("SELECT app, name FROM django_migrations ORDER BY id")],
        rows=count_rows(ask, vendor),
        blob_columns=blob_columns(ask, vendor),
    )


def count_rows(ask: Ask, vendor: str) -> dict[str, int]:
    tables = [name for (name,) in ask(TABLES[vendor])]
    return {table: next(iter(ask(f'SELECT count(*) FROM "{table}"')))[0] for table in tables}  # noqa: S608 - own names


def named_blobs(ask: Ask, columns: Iterable[tuple[str, str]]) -> set[bytes]:
    """The digests that rows name, as 32 bytes each: a million of them take 90 MB."""
    found: set[bytes] = set()
    for table, column in columns:
        rows = ask(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')  # noqa: S608 - own names
        found.update(bytes.fromhex(digest) for (digest,) in rows)
    return found


def is_empty(ask: Ask, vendor: str) -> bool:
    """No table of ours has a row: a database that was only migrated may be written over."""
    rows = count_rows(ask, vendor)
    return not any(
        count for table, count in rows.items() if table.startswith("nahbar_") and table not in OF_MIGRATIONS
    )
