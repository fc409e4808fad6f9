"""What was done, what happened, and how far each listener has read."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One line of the history: who did what to what. Never changed; no foreign keys, so that it outlives all."""

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_of_subject")]


class EventRow(models.Model):
    """An event, written in the transaction of its change.

    `tx` is PostgreSQL's transaction number (0 on SQLite, which has one writer at a time): ids are handed out
    before the commit, so a reader that went by id alone would step over a slow transaction's event.
    """

    tx = models.BigIntegerField(default=0)
    name = models.CharField(max_length=60)
    payload = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["tx", "id"], name="event_in_order"),
            models.Index(fields=["name", "tx", "id"], name="event_by_name"),
        ]


class Cursor(models.Model):
    """How far a durable listener has read."""

    listener = models.CharField(max_length=80, unique=True)
    tx = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    problem = models.TextField(default="")
