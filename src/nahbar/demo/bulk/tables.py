"""Writing very many rows: COPY on PostgreSQL, prepared INSERTs on SQLite.

Ids are ours, so that rows can refer to each other before they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from django.core.management.color import no_style
from django.db import connections, models
from django.db.models import Max, QuerySet


class Tables:
    """Rows waiting to be written, by table. `add` gives each its id; `flush` writes all."""

    def __init__(self) -> None:
        self._waiting: dict[type[models.Model], list[models.Model]] = {}
        self._ids: dict[type[models.Model], count[int]] = {}

    def add(self, row: models.Model) -> int:
        """Keep a row for the next `flush`; returns its id."""
        model = type(row)
        if model not in self._ids:
            top = QuerySet(model).aggregate(top=Max("pk"))["top"]
            self._ids[model] = count((top or 0) + 1)
            self._waiting[model] = []
        row_id = next(self._ids[model])
        row.pk = row_id
        self._waiting[model].append(row)
        return row_id

    def flush(self) -> int:
        """Write what waits, inside the caller's transaction; returns how many rows."""
        written = 0
        for model, rows in self._waiting.items():
            if rows:
                _write(model, rows)
                written += len(rows)
                rows.clear()
        return written

    def settle(self) -> None:
        """Let the database's own counters go on behind our ids, and its planner know how much there is."""
        connection = connections["default"]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self._ids)):
                cursor.execute(statement)
            cursor.execute("ANALYZE")


def _write(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    # The proxy `django.db.connection` would cost a fifth of the time.
    connection = connections["default"]
    about = model._meta  # noqa: SLF001 - Django's documented way to a model's fields
    fields = about.concrete_fields
    quote = connection.ops.quote_name
    table, columns = quote(about.db_table), ", ".join(quote(str(field.column)) for field in fields)
    prepare = [(field.attname, field.get_db_prep_save) for field in fields]
    values = ([ready(getattr(row, name), connection) for name, ready in prepare] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor.copy(f"COPY {table} ({columns}) FROM STDIN"), values)
        else:
            marks = ", ".join(["%s"] * len(fields))
            insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own tables
            cursor.executemany(insert, list(values))


def _copy(opened: Any, values: Iterable[Sequence[Any]]) -> None:  # noqa: ANN401 - psycopg's, behind Django's cursor
    with opened as copy:
        for row in values:
            copy.write_row(row)
