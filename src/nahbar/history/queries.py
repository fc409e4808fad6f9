"""Reading the history and the log."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

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
    rows = EventRow.objects.filter(Q(tx__gt=tx) | Q(tx=tx, id__gt=event_id)).order_by("tx", "id")
    if names is not None:
        rows = rows.filter(name__in=list(names))
    if connection.vendor == "postgresql":
        rows = rows.filter(tx__lt=RawSQL("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ()))
    return rows


def newest_position() -> tuple[int, int]:
    """Where the log ends now; a reader that only wants news starts here."""
    row = EventRow.objects.order_by("-tx", "-id").values_list("tx", "id").first()
    return row or (0, 0)
