"""After a restore, rows are older than the world."""

from __future__ import annotations

from django.db import transaction

from nahbar.history.actions import publish
from nahbar.mailroom.actions.sending import OPEN
from nahbar.mailroom.events import DeliveryUnknown
from nahbar.mailroom.models import Delivery, DeliveryRecipient
from nahbar.mailroom.words import DeliveryState
from nahbar.toolbox import clock

PERHAPS_SENT = "A backup was restored. This was on its way when it was made and may have left since; please decide."


@transaction.atomic
def doubt_open_deliveries() -> int:
    """Make everything that was still to be sent *unknown*, so that nothing is sent twice; returns how many."""
    at = clock.now()
    doubted = list(Delivery.objects.select_for_update().filter(state__in=OPEN).order_by("id"))
    ids = [delivery.pk for delivery in doubted]
    DeliveryRecipient.objects.filter(delivery_id__in=ids, state__in=OPEN).update(
        state=DeliveryState.UNKNOWN, problem=PERHAPS_SENT, changed_at=at
    )
    Delivery.objects.filter(pk__in=ids).update(
        state=DeliveryState.UNKNOWN, problem=PERHAPS_SENT, claimed_by="", lease_until=None, finished_at=at
    )
    publish(
        *(
            DeliveryUnknown(delivery_id=each.pk, origin_kind=each.origin_kind, origin_id=each.origin_id)
            for each in doubted
        )
    )
    return len(doubted)
