"""Small things done in the background, each a row: claimed in blocks, done without a transaction, settled."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import F

from nahbar.conversations.models import MailCopy, Reading, Teaching
from nahbar.conversations.words import ERRAND_CLAIM, ERRAND_TRIES, ERRANDS_AT_ONCE, ErrandState
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

Errand = TypeVar("Errand", MailCopy, Teaching, Reading)


def claim(kind: type[Errand]) -> list[Errand]:
    """Take what is due, oldest first. Who dies with it leaves it to the next after ERRAND_CLAIM."""
    due = kind._default_manager.filter(state=ErrandState.DUE, not_before__lte=clock.now())  # noqa: SLF001 - Django's documented name for it
    if not due.exists():
        return []
    with transaction.atomic():
        free = due.select_for_update(skip_locked=True) if _can_skip() else due
        ids = list(free.order_by("not_before", "id").values_list("id", flat=True)[:ERRANDS_AT_ONCE])
        rows = kind._default_manager.filter(id__in=ids)  # noqa: SLF001 - as above
        rows.update(not_before=clock.now() + ERRAND_CLAIM, attempts=F("attempts") + 1)
    return list(rows.order_by("id"))


def _can_skip() -> bool:
    return connection.features.has_select_for_update_skip_locked


def settle(errand: Errand, fault: Fault | None = None) -> None:
    """It is done; or, with a fault, it is tried again later, or given up where that is useless."""
    if fault is None:
        errand.state, errand.problem = ErrandState.DONE, ""
    elif fault.permanent or errand.attempts >= ERRAND_TRIES:
        drop(errand, fault.sentence)
        return
    else:
        errand.not_before = clock.now() + timedelta(minutes=2**errand.attempts)
        errand.problem = fault.sentence[:2000]
    _save(errand)


def drop(errand: Errand, problem: str = "") -> None:
    """Nobody needs it any more, or it cannot be done."""
    errand.state, errand.problem = ErrandState.DROPPED, problem[:2000]
    _save(errand)


def _save(errand: Errand) -> None:
    """Only where it is still as we claimed it: a click since then made it due anew."""
    type(errand)._default_manager.filter(pk=errand.pk, attempts=errand.attempts).update(  # noqa: SLF001 - as above
        state=errand.state, not_before=errand.not_before, problem=errand.problem
    )
