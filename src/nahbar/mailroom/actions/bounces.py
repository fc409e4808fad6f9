"""What came back."""

from __future__ import annotations

from nahbar.channels.contract import Bounce
from nahbar.history.actions import publish
from nahbar.mailroom.actions.sending import OPEN
from nahbar.mailroom.events import DeliveryBounced
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.queries import copies_about
from nahbar.mailroom.words import DeliveryState
from nahbar.toolbox import clock


def record_bounce(bounce: Bounce) -> int | None:
    """Mark the copies that a delivery report speaks of. Inside the transaction that places the report.

    Returns the delivery's id, or None where the report is about nothing of ours. A report of one that
    is still trying changes nothing but is told, for the page.
    """
    copies = copies_about(bounce.about, bounce.recipient) if bounce.about else []
    if not copies:
        return None
    delivery = Delivery.objects.select_for_update().get(pk=copies[0].delivery_id)
    for copy in copies:
        copy.answer = f"{bounce.status} {bounce.sentence}".strip()[:2000]
        copy.changed_at = clock.now()
        if bounce.gave_up:
            copy.state = DeliveryState.BOUNCED
        copy.save(update_fields=["answer", "changed_at", "state"])
    # Copies for other recipients may still be on their way; then the delivery goes on, and ends as bounced.
    if bounce.gave_up and not delivery.recipients.filter(state__in=OPEN).exists():
        delivery.state, delivery.problem = DeliveryState.BOUNCED, bounce.sentence[:2000]
        delivery.save(update_fields=["state", "problem"])
    publish(
        *(
            DeliveryBounced(
                delivery_id=delivery.id,
                recipient_id=copy.id,
                origin_kind=delivery.origin_kind,
                origin_id=delivery.origin_id,
                permanent=bounce.permanent,
                gave_up=bounce.gave_up,
            )
            for copy in copies
        )
    )
    return delivery.id
