"""Every schema that was ever released, with rows in it, comes to today's and keeps its rows."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from cli.calling import call
from servers.nahbar import Nahbar

SCHEMAS = sorted((Path(__file__).parents[1] / "schemas").glob("*.sql"))
Rows = dict[str, list[dict[str, Any]]]


def rows_of(connection: sqlite3.Connection) -> Rows:
    connection.row_factory = sqlite3.Row
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return {
        name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for (name,) in names.fetchall()
    }


def put_in(house: Nahbar, dump: Path) -> Rows:
    """Bring a new database to the recorded schema, with the recorded rows, which are returned."""
    url = house.environment["NAHBAR_DATABASE_URL"]
    path = url.removeprefix("sqlite:///") if url.startswith("sqlite") else ":memory:"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
        rows = rows_of(connection)
    if url.startswith("postgres"):
        replay(house, rows)
    return rows


def replay(house: Nahbar, rows: Rows) -> None:
    """On PostgreSQL: take the recorded steps, then insert the recorded rows."""
    last = {row["app"]: row["name"] for row in sorted(rows["django_migrations"], key=lambda row: str(row["name"]))}
    for app, name in last.items():
        step = [sys.executable, "-m", "django", "migrate", app, name, "--verbosity=0", "--settings=nahbar.settings"]
        subprocess.run(step, env=house.environment, check=True)
    with psycopg.connect(house.environment["NAHBAR_DATABASE_URL"]) as connection:
        connection.execute("SET session_replication_role = replica")  # rows come in no order, keys hold at the end
        for table, found in rows.items():
            if not table.startswith("nahbar_"):
                continue
            for row in found:
                columns = psycopg.sql.SQL(", ").join(map(psycopg.sql.Identifier, row))
                values = psycopg.sql.SQL(", ").join(psycopg.sql.Placeholder() for _ in row)
                insert = psycopg.sql.SQL("INSERT INTO {} ({}) VALUES ({})")
                given = [None if value is None else str(value) for value in row.values()]
                connection.execute(insert.format(psycopg.sql.Identifier(table), columns, values), given)


def columns_of(house: Nahbar) -> str:
    """Every table with its columns, as the database has them."""
    return house.python(
        "from django.db import connection as c\n"
        "with c.cursor() as cursor:\n"
        "    for t in c.introspection.table_names(cursor):\n"
        "        print(t, sorted(f.name for f in c.introspection.get_table_description(cursor, t)))"
    )


@pytest.mark.parametrize("dump", SCHEMAS, ids=lambda path: path.stem)
def test_rows_survive_the_upgrade(dump: Path, new_home: Callable[..., Nahbar]) -> None:
    old, fresh = new_home(), new_home()
    rows = put_in(old, dump)
    done = call(old, "migrate")
    assert done.returncode == 0, done.stderr
    fresh.command("migrate")
    assert columns_of(old) == columns_of(fresh)
    for table in [name for name in rows if name.startswith("nahbar_")]:
        kept = old.rows(f'SELECT id FROM "{table}" ORDER BY id') if rows[table] and "id" in rows[table][0] else []
        assert [key for (key,) in kept] == sorted(row["id"] for row in rows[table] if "id" in row), table
    texts = old.rows("SELECT text FROM nahbar_conversations_message ORDER BY id")
    assert [text for (text,) in texts] == [row["text"] for row in rows["nahbar_conversations_message"]]


def test_a_schema_is_recorded() -> None:
    assert SCHEMAS
