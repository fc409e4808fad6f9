"""Is the work being done? Seen from what waits, because a worker may run on another machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Min

from nahbar.accounts.queries import active_members
from nahbar.accounts.words import Role
from nahbar.cli.checking.finding import Finding, ok, warning, wrong
from nahbar.history.models import Cursor
from nahbar.mailroom.models import Arrival, Delivery
from nahbar.mailroom.words import ArrivalState, DeliveryState
from nahbar.toolbox import clock

# A living worker places and sends within seconds.
PATIENCE = timedelta(minutes=3)
START = "Start `nahbar serve`, or `nahbar work`; its log says why if it runs already."


def members() -> Iterator[Finding]:
    count = active_members().filter(role=Role.ADMIN).count()
    if count:
        yield ok("members", f"Members: {active_members().count()}, of them administrators: {count}.")
    else:
        yield wrong("members", "Nobody can sign in as an administrator.", "nahbar admin")


def queues() -> Iterator[Finding]:
    """Mail that nobody places, messages that nobody sends."""
    at = clock.now()
    arrivals = Arrival.objects.filter(state=ArrivalState.ACCEPTED, accepted_at__lt=at - PATIENCE)
    due = Delivery.objects.filter(
        state__in=(DeliveryState.SCHEDULED, DeliveryState.QUEUED), not_before__lt=at - PATIENCE
    )
    oldest = arrivals.aggregate(oldest=Min("accepted_at"))["oldest"]
    if oldest:
        said = f"{arrivals.count()} mails wait to become conversations, the oldest since {oldest:%Y-%m-%d %H:%M} UTC."
        yield wrong("worker", said, START)
    late = due.aggregate(oldest=Min("not_before"))["oldest"]
    if late:
        said = f"{due.count()} messages are due and do not leave, the oldest since {late:%Y-%m-%d %H:%M} UTC."
        yield wrong("worker", said, START)
    if not oldest and not late:
        yield ok("worker", "Nothing waits for longer than it should.")
    unknown = Delivery.objects.filter(state=DeliveryState.UNKNOWN).count()
    if unknown:
        said = f"Of {unknown} messages nobody knows whether they arrived."
        yield warning("deliveries", said, "Decide on the desk which of them to send again.")


def listeners() -> Iterator[Finding]:
    failing = list(Cursor.objects.filter(failures__gt=0).order_by("listener"))
    for cursor in failing:
        said = f"{cursor.listener} has failed {cursor.failures} times: {cursor.problem}"
        yield wrong("events", said, "Its events wait and none is lost. The log of `nahbar work` has the whole story.")
    if not failing:
        yield ok("events", "Everything that happened has had its effect.")
