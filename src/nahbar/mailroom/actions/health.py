"""How an inbox fares, written down for everyone to see."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from nahbar.mailroom.models import InboxHealth
from nahbar.toolbox import clock

_MINUTE = timedelta(minutes=1)


def note_send_problem(inbox_id: int, sentence: str) -> None:
    at = clock.now()
    InboxHealth.objects.filter(inbox_id=inbox_id).update(
        send_problem=sentence[:2000], send_problem_since=Coalesce(F("send_problem_since"), at)
    )


def note_sent(inbox_id: int) -> None:
    """Sending works. Written at most once a minute: it is shown to people, not counted."""
    at = clock.now()
    stale = Q(sent_at__isnull=True) | Q(sent_at__lt=at - _MINUTE) | ~Q(send_problem="")
    rows = InboxHealth.objects.filter(stale, inbox_id=inbox_id)
    if rows.exists():
        rows.update(sent_at=at, send_problem="", send_problem_since=None)


def note_fetch_problem(inbox_id: int, sentence: str) -> None:
    at = clock.now()
    InboxHealth.objects.filter(inbox_id=inbox_id).update(
        fetch_problem=sentence[:2000], fetch_problem_since=Coalesce(F("fetch_problem_since"), at)
    )


def note_fetched(inbox_id: int) -> None:
    InboxHealth.objects.filter(inbox_id=inbox_id).update(
        fetched_at=clock.now(), fetch_problem="", fetch_problem_since=None
    )
