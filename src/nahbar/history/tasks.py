"""Bringing events to their listeners. The cursor moves in the transaction of the reaction."""

from __future__ import annotations

import logging

from django.db import connection, transaction

from nahbar.history.events import revive
from nahbar.history.listeners import REGISTER, Listener, Logged
from nahbar.history.models import Cursor
from nahbar.history.queries import events_after

log = logging.getLogger(__name__)
BLOCK = 50


def react() -> int:
    """Let every listener read one block; returns how many events were brought. Never raises for one listener."""
    brought = 0
    for listener in REGISTER.values():
        try:
            if _has_news(listener):
                brought += _bring(listener)
        except Exception as error:
            # One broken listener must not silence the others; its cursor stays, so nothing is lost.
            log.exception("listener %s failed", listener.name)
            _note_failure(listener, error)
    return brought


def _has_news(listener: Listener) -> bool:
    """A look without a lock, so that an idle worker keeps nobody from writing."""
    cursor = Cursor.objects.filter(listener=listener.name).first() or Cursor()
    return events_after(cursor.tx, cursor.event_id, names=[event.name for event in listener.events]).exists()


@transaction.atomic
def _bring(listener: Listener) -> int:
    Cursor.objects.get_or_create(listener=listener.name)
    locked = Cursor.objects.filter(listener=listener.name)
    if connection.features.has_select_for_update_skip_locked:
        locked = locked.select_for_update(skip_locked=True)
    cursor = locked.first()
    if cursor is None:
        return 0
    names = [event.name for event in listener.events]
    rows = list(events_after(cursor.tx, cursor.event_id, names=names)[:BLOCK])
    if not rows:
        return 0
    listener.react([Logged(row.pk, row.at, revive(row.name, row.payload)) for row in rows])
    cursor.tx, cursor.event_id = rows[-1].tx, rows[-1].id
    cursor.failures, cursor.problem = 0, ""
    cursor.save()
    return len(rows)


def _note_failure(listener: Listener, error: Exception) -> None:
    cursor, _ = Cursor.objects.get_or_create(listener=listener.name)
    cursor.failures += 1
    cursor.problem = f"{type(error).__name__}: {error}"[:500]
    cursor.save(update_fields=["failures", "problem"])
