"""Reading the history and the log."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from nahbar.history.models import Entry, EventRow
from nahbar.history.words import Subject


def entries_of(subject: Subject) -> QuerySet[Entry]:
    """The history of one thing, oldest first."""
    return Entry.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("id")


def events_after(tx: int, event_id: int, *, names: Iterable[str] | None = None) -> QuerySet[EventRow]:
    """Events behind the cursor (tx, event_id) in their final order; `names` narrows them.

    On PostgreSQL only those of transactions older than every one still running: nothing can be inserted before
    them any more.
    """
    # A row comparison, because both databases walk it along the index; with OR they read the log from its start.
    rows = EventRow.objects.extra(where=["(tx, id) > (%s, %s)"], params=[tx, event_id]).order_by("tx", "id")
    if names is not None:
        rows = rows.filter(name__in=list(names))
    if connection.vendor == "postgresql":
        rows = rows.filter(tx__lt=_horizon())
    return rows


# The oldest running transaction of this database, else the next number. pg_snapshot_xmin would also wait for other
# databases of the same server. `backend_xid` has 32 bits, hence the arithmetic around the 64 bits of xmax.
_HORIZON = """
    SELECT newest.xmax - coalesce(max(greatest(
        ((newest.xmax - running.backend_xid::text::bigint + 2147483648) % 4294967296) - 2147483648, 0)), 0)
    FROM (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS xmax) AS newest
    LEFT JOIN pg_stat_activity AS running
        ON running.datname = current_database() AND running.backend_xid IS NOT NULL
    GROUP BY newest.xmax
"""


_LAST_ID = 2**63 - 1


def _horizon() -> int:
    """Asked in a statement before the one that reads events: what ran at this moment stays out of it."""
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        return int(cursor.fetchone()[0])


def newest_position() -> tuple[int, int]:
    """Where the log ends now; a reader that only wants news starts here."""
    if connection.vendor == "postgresql":
        # Transactions that run now have their news still to come, whatever numbers their events were given.
        return _horizon() - 1, _LAST_ID
    row = EventRow.objects.order_by("-tx", "-id").values_list("tx", "id").first()
    return row or (0, 0)
