"""Writing the history and the log of events, inside the transaction of the change they tell of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Value
from django.db.models.expressions import Combinable, RawSQL

from nahbar.history.events import Event
from nahbar.history.models import Entry, EventRow
from nahbar.history.words import Actor, Subject
from nahbar.toolbox import clock


@dataclass(frozen=True, slots=True)
class Line:
    """One entry to be recorded, e.g. verb "conversation.assigned"."""

    actor: Actor
    verb: str
    subject: Subject
    data: dict[str, Any] = field(default_factory=dict)


def record(*, actor: Actor, verb: str, subject: Subject, data: dict[str, Any] | None = None) -> None:
    """Add one line to the history. Must run inside the transaction of the change."""
    record_all([Line(actor, verb, subject, data or {})])


def record_all(lines: Iterable[Line]) -> None:
    """Add many lines with one statement."""
    at = clock.now()
    Entry.objects.bulk_create(
        Entry(
            at=at,
            actor_kind=line.actor.kind,
            actor_id=line.actor.id,
            actor_label=line.actor.label[:200],
            verb=line.verb,
            subject_kind=line.subject.kind,
            subject_id=line.subject.id,
            data=line.data,
        )
        for line in lines
    )


def publish(*events: Event) -> None:
    """Add events to the log. Must run inside the transaction of the change they tell of."""
    at = clock.now()
    tx = _transaction_number()
    EventRow.objects.bulk_create(EventRow(tx=tx, name=event.name, payload=event.payload(), at=at) for event in events)


def _transaction_number() -> Combinable:
    if connection.vendor == "postgresql":
        return RawSQL("pg_current_xact_id()::text::bigint", ())
    return Value(0)
