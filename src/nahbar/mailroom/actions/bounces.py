"""What came back."""

from __future__ import annotations

from nahbar.channels.contract import Bounce
from nahbar.history.actions import publish
from nahbar.mailroom.events import DeliveryBounced
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.queries import copies_about
from nahbar.mailroom.words import DeliveryState
from nahbar.toolbox import clock


def record_bounce(bounce: Bounce) -> int | None:
    """Mark the copies that a delivery report speaks of. Inside the transaction that places the report.

    Returns the delivery's id, or None where the report is about nothing of ours. A temporary report changes
    nothing but is told, for the page.
    """
    copies = copies_about(bounce.about, bounce.recipient) if bounce.about else []
    if not copies:
        return None
    delivery = copies[0].delivery
    for copy in copies:
        copy.answer = f"{bounce.status} {bounce.sentence}".strip()[:2000]
        copy.changed_at = clock.now()
        if bounce.permanent:
            copy.state = DeliveryState.BOUNCED
        copy.save(update_fields=["answer", "changed_at", "state"])
    if bounce.permanent:
        Delivery.objects.filter(id=delivery.id).update(state=DeliveryState.BOUNCED, problem=bounce.sentence[:2000])
    publish(
        *(
            DeliveryBounced(
                delivery_id=delivery.id,
                recipient_id=copy.id,
                origin_kind=delivery.origin_kind,
                origin_id=delivery.origin_id,
                permanent=bounce.permanent,
            )
            for copy in copies
        )
    )
    return delivery.id
