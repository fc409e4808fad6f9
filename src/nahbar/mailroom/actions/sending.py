"""The life of a delivery between claim and result. Every step is a conditional update: the rows are the truth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from nahbar.channels.contract import Outcome, Receipt
from nahbar.history.actions import publish
from nahbar.history.events import Event
from nahbar.mailroom.events import DeliveryAccepted, DeliveryFailed, DeliveryUnknown
from nahbar.mailroom.models import Arrival, Delivery, DeliveryRecipient
from nahbar.mailroom.words import GIVE_UP_AFTER, LEASE, RETRY_WAITS, ArrivalState, DeliveryState
from nahbar.toolbox import clock

DUE = (DeliveryState.SCHEDULED, DeliveryState.QUEUED)
OPEN = (*DUE, DeliveryState.SENDING)
_STATES = {
    Outcome.ACCEPTED: DeliveryState.ACCEPTED,
    Outcome.TEMPORARY: DeliveryState.QUEUED,
    Outcome.PERMANENT: DeliveryState.FAILED,
    Outcome.UNKNOWN: DeliveryState.UNKNOWN,
}
LOST = "We lost the connection before the other side answered. It may have arrived; please decide."


def claim_deliveries(*, worker: str, limit: int) -> list[Delivery]:
    """Take up to `limit` deliveries that are due, longest due first; nothing has been sent yet."""
    at = clock.now()
    due = Delivery.objects.filter(state__in=DUE, not_before__lte=at, lease_until__isnull=True)
    if not due.exists():
        return []
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.order_by("not_before", "id").values_list("id", flat=True)[:limit])
        Delivery.objects.filter(id__in=ids).update(claimed_by=worker, lease_until=at + LEASE)
    rows = Delivery.objects.filter(id__in=ids).select_related("inbox").prefetch_related("recipients")
    return sorted(rows, key=lambda delivery: (delivery.not_before, delivery.id))


@transaction.atomic
def mark_sending(ids: Sequence[int], *, worker: str) -> set[int]:
    """From here on a lost answer is *unknown*. Returns those that are still ours; only these may be sent."""
    at = clock.now()
    ours = Delivery.objects.filter(id__in=ids, state__in=DUE, claimed_by=worker, lease_until__gte=at)
    if connection.vendor == "postgresql":
        ours = ours.select_for_update()
    kept = set(ours.values_list("id", flat=True))
    Delivery.objects.filter(id__in=kept).update(state=DeliveryState.SENDING, lease_until=at + LEASE)
    return kept


def extend_claims(*, worker: str) -> None:
    """The heartbeat of a living worker."""
    Delivery.objects.filter(claimed_by=worker, lease_until__isnull=False).update(lease_until=clock.now() + LEASE)


@transaction.atomic
def settle(receipts: Mapping[int, Receipt]) -> None:
    """Write what became of each delivery. An acceptance is final: nothing later makes it be sent again."""
    events: list[Event] = []
    rows = Delivery.objects.select_for_update().filter(id__in=list(receipts)).prefetch_related("recipients")
    deliveries, copies = [], []
    for delivery in rows:
        changed = _settle_copies(delivery, receipts[delivery.id])
        copies += changed
        event = _settle_delivery(delivery)
        deliveries.append(delivery)
        if event:
            events.append(event)
    DeliveryRecipient.objects.bulk_update(copies, ["state", "answer", "problem", "changed_at"])
    Delivery.objects.bulk_update(
        deliveries,
        ["state", "not_before", "attempts", "claimed_by", "lease_until", "problem", "finished_at"],
    )
    publish(*events)


def _settle_copies(delivery: Delivery, receipt: Receipt) -> list[DeliveryRecipient]:
    results = {result.address: result for result in receipt.results}
    changed = []
    for copy in delivery.recipients.all():
        result = results.get(copy.address)
        # "Unknown" gives way to a result that came late; what was accepted stays accepted.
        if result is None or copy.state not in (*OPEN, DeliveryState.UNKNOWN):
            continue
        copy.state = _STATES[result.outcome]
        copy.answer, copy.problem = result.answer[:2000], result.sentence[:2000]
        copy.changed_at = clock.now()
        changed.append(copy)
    return changed


def _settle_delivery(delivery: Delivery) -> Event | None:
    copies = list(delivery.recipients.all())
    states = {copy.state for copy in copies}
    at = clock.now()
    delivery.attempts += 1
    delivery.claimed_by, delivery.lease_until = "", None
    delivery.problem = next((copy.problem for copy in copies if copy.problem), "")
    if DeliveryState.UNKNOWN in states:
        return _finish(delivery, DeliveryState.UNKNOWN, DeliveryUnknown)
    if states & set(OPEN):
        if at - delivery.created_at < GIVE_UP_AFTER:
            delivery.state = DeliveryState.QUEUED
            delivery.not_before = at + wait_before(delivery.attempts)
            return None
        _give_up(delivery, copies, at)
        return _finish(delivery, DeliveryState.FAILED, DeliveryFailed)
    if DeliveryState.FAILED in states:
        return _finish(delivery, DeliveryState.FAILED, DeliveryFailed)
    state = DeliveryState.BOUNCED if DeliveryState.BOUNCED in states else DeliveryState.ACCEPTED
    return _finish(delivery, state, DeliveryAccepted)


def _finish(
    delivery: Delivery,
    state: DeliveryState,
    event: type[DeliveryAccepted | DeliveryFailed | DeliveryUnknown],
) -> Event:
    delivery.state, delivery.finished_at = state, clock.now()
    return event(delivery_id=delivery.id, origin_kind=delivery.origin_kind, origin_id=delivery.origin_id)


def _give_up(delivery: Delivery, copies: Iterable[DeliveryRecipient], at: datetime) -> None:
    for copy in copies:
        if copy.state in OPEN:
            copy.state, copy.changed_at = DeliveryState.FAILED, at
            copy.save(update_fields=["state", "changed_at"])
    delivery.problem = f"Given up after {GIVE_UP_AFTER.days} days. {delivery.problem}".strip()


def wait_before(attempt: int) -> timedelta:
    """How long to wait before the try after `attempt` (1 is the first)."""
    return RETRY_WAITS[min(attempt, len(RETRY_WAITS)) - 1]


@transaction.atomic
def postpone(ids: Iterable[int], *, problem: str) -> None:
    """Nothing was handed over (no connection, refused login): the same bytes are tried again later."""
    at = clock.now()
    for delivery in Delivery.objects.select_for_update().filter(id__in=list(ids), state__in=OPEN):
        delivery.attempts += 1
        delivery.problem = problem[:2000]
        delivery.claimed_by, delivery.lease_until = "", None
        if at - delivery.created_at >= GIVE_UP_AFTER:
            copies = list(delivery.recipients.all())
            _give_up(delivery, copies, at)
            publish(_finish(delivery, DeliveryState.FAILED, DeliveryFailed))
        else:
            delivery.state, delivery.not_before = DeliveryState.QUEUED, at + wait_before(delivery.attempts)
        delivery.save()


def free_abandoned() -> int:
    """Sweep after dead workers: what was being sent becomes *unknown*, what was only claimed is free again."""
    at = clock.now()
    dead = Delivery.objects.filter(lease_until__lt=at)
    if not dead.exists() and not _dead_arrivals(at).exists():
        return 0
    with transaction.atomic():
        locked = list(dead.select_for_update().filter(state=DeliveryState.SENDING).prefetch_related("recipients"))
        for delivery in locked:
            delivery.recipients.filter(state__in=OPEN).update(
                state=DeliveryState.UNKNOWN, problem=LOST, changed_at=at
            )
            delivery.claimed_by, delivery.lease_until, delivery.problem = "", None, LOST
            delivery.attempts += 1
            publish(_finish(delivery, DeliveryState.UNKNOWN, DeliveryUnknown))
            delivery.save()
        freed = dead.filter(state__in=DUE).update(claimed_by="", lease_until=None)
        freed += _dead_arrivals(at).update(claimed_by="", lease_until=None)
    return len(locked) + freed


def _dead_arrivals(at: datetime) -> QuerySet[Arrival]:
    return Arrival.objects.filter(Q(state=ArrivalState.ACCEPTED) & Q(lease_until__lt=at))


def free_claims_of(worker: str) -> None:
    """A worker that stops in order gives back what it claimed and did not start to send."""
    Delivery.objects.filter(claimed_by=worker, state__in=DUE).update(claimed_by="", lease_until=None)
    Arrival.objects.filter(claimed_by=worker, state=ArrivalState.ACCEPTED).update(claimed_by="", lease_until=None)
