"""People learn from deliveries that came back."""

from __future__ import annotations

from collections.abc import Sequence

from nahbar.history.events import Event
from nahbar.history.listeners import listen
from nahbar.mailroom.events import DeliveryBounced
from nahbar.mailroom.models import DeliveryRecipient
from nahbar.people.actions import mark_bounced


@listen("people.bounced_addresses", DeliveryBounced)
def mark_addresses(events: Sequence[Event]) -> None:
    ids = [event.recipient_id for event in events if isinstance(event, DeliveryBounced) and event.permanent]
    for copy in DeliveryRecipient.objects.filter(id__in=ids).select_related("delivery"):
        mark_bounced(copy.delivery.channel, copy.address, evidence=copy.answer)
