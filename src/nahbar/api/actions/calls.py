"""The life of a webhook's call. At least once: whoever is called knows repeats by their webhook-id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from nahbar.api.models import WebhookCall, WebhookSubscription
from nahbar.api.words import CALL_GIVE_UP_AFTER, CALL_LEASE, CALL_WAITS, KEEP_CALLS, REST, CallState
from nahbar.history.actions import record
from nahbar.history.words import SYSTEM, Subject
from nahbar.toolbox import clock


def queue_calls(calls: Iterable[WebhookCall]) -> None:
    """Write calls; those that a repeated reaction wrote before are stepped over. Inside a transaction.

    What was finished KEEP_CALLS ago goes: rows come here only, so here they are kept from piling up.
    """
    WebhookCall.objects.filter(finished_at__lt=clock.now() - KEEP_CALLS).delete()
    WebhookCall.objects.bulk_create(calls, ignore_conflicts=True)


def _due() -> QuerySet[WebhookCall]:
    at = clock.now()
    return WebhookCall.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=at),
        Q(subscription__rests_until__isnull=True) | Q(subscription__rests_until__lte=at),
        state=CallState.QUEUED,
        not_before__lte=at,
        subscription__is_active=True,
    )


def claim_calls(*, worker: str, limit: int) -> list[WebhookCall]:
    """Take up to `limit` calls that are due; a dead worker's claim runs out by itself."""
    due = _due()
    if not due.exists():
        return []
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        ids = list(due.order_by("not_before", "id").values_list("id", flat=True)[:limit])
        WebhookCall.objects.filter(id__in=ids).update(claimed_by=worker, lease_until=clock.now() + CALL_LEASE)
    return list(WebhookCall.objects.filter(id__in=ids).select_related("subscription").order_by("id"))


def note_called(call: WebhookCall, *, status: int | None, state: CallState = CallState.ACCEPTED) -> None:
    """It is done: taken, or withheld in a demo."""
    _finish(call, state, status=status, problem="")


@transaction.atomic
def note_refused(call: WebhookCall, *, status: int | None, problem: str, disable: bool = False) -> None:
    """The other side will never take it; `disable` ends the whole subscription."""
    _finish(call, CallState.FAILED, status=status, problem=problem)
    if disable:
        _disable(call.subscription, problem)


@transaction.atomic
def note_retry(call: WebhookCall, *, status: int | None, problem: str) -> None:
    """Try again later; after CALL_GIVE_UP_AFTER the subscription is disabled with the reason."""
    at = clock.now()
    if at - call.created_at >= CALL_GIVE_UP_AFTER:
        note_refused(call, status=status, problem=problem, disable=True)
        return
    changed = _claimed(call).update(
        attempts=call.attempts + 1,
        not_before=at + wait_before(call.attempts + 1),
        claimed_by="",
        lease_until=None,
        status=status,
        problem=problem,
    )
    if changed:
        WebhookSubscription.objects.filter(pk=call.subscription_id).update(rests_until=at + REST)


def wait_before(attempt: int) -> timedelta:
    """How long to wait after `attempt` (1 is the first)."""
    return CALL_WAITS[min(attempt, len(CALL_WAITS)) - 1]


def _claimed(call: WebhookCall) -> QuerySet[WebhookCall]:
    """The row, as long as it is still this worker's."""
    return WebhookCall.objects.filter(pk=call.pk, state=CallState.QUEUED, claimed_by=call.claimed_by)


def _finish(call: WebhookCall, state: CallState, *, status: int | None, problem: str) -> None:
    _claimed(call).update(
        state=state,
        attempts=call.attempts + 1,
        claimed_by="",
        lease_until=None,
        status=status,
        problem=problem,
        finished_at=clock.now(),
    )


def _disable(subscription: WebhookSubscription, problem: str) -> None:
    stopped = WebhookSubscription.objects.filter(pk=subscription.pk, is_active=True).update(
        is_active=False, problem=problem
    )
    if stopped:
        WebhookCall.objects.filter(subscription=subscription, state=CallState.QUEUED).update(
            state=CallState.FAILED, problem=problem, finished_at=clock.now()
        )
        record(actor=SYSTEM, verb="webhook.disabled", subject=Subject("webhook", subscription.pk))
