"""Run as a program with NAHBAR_... set: waits until nothing moves any more, then counts what there is, as JSON.

python census.py SECONDS: the longest wait.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from typing import Any

from nahbar.cli import start_django


def unsettled() -> dict[str, Any]:
    """What is still to be done; all zero and empty once the house has come to rest."""
    from nahbar.history.listeners import REGISTER
    from nahbar.history.models import Cursor
    from nahbar.history.queries import events_after
    from nahbar.mailroom.models import Arrival, Delivery

    cursors = {cursor.listener: (cursor.tx, cursor.event_id) for cursor in Cursor.objects.all()}
    behind = [
        listener.name
        for listener in REGISTER.values()
        if events_after(*cursors.get(listener.name, (0, 0)), names=[event.name for event in listener.events]).exists()
    ]
    return {
        "arrivals to place": Arrival.objects.filter(state="accepted").count(),
        "deliveries on their way": Delivery.objects.filter(state__in=("scheduled", "queued", "sending")).count(),
        "arrivals claimed": Arrival.objects.filter(lease_until__isnull=False).count(),
        "deliveries claimed": Delivery.objects.filter(lease_until__isnull=False).count(),
        "listeners behind": behind,
    }


def count() -> dict[str, Any]:
    """Everything that the test asserts about, as plain JSON."""
    from nahbar.conversations.models import Conversation, Message
    from nahbar.history.listeners import REGISTER
    from nahbar.history.models import Cursor, EventRow
    from nahbar.mailroom.models import Arrival, Delivery, DeliveryRecipient

    inbound = Message.objects.filter(kind="inbound")
    replies = {row.key: row.pk for row in Message.objects.filter(kind="reply").only("key")}
    deliveries = Delivery.objects.prefetch_related("recipients")
    return {
        "inbound": Counter(inbound.values_list("key", flat=True)),
        "unread": Arrival.objects.exclude(problem="").count(),
        "arrivals": Arrival.objects.count(),
        "replies": replies,
        "deliveries": {
            row.key: {
                "state": row.state,
                "message": row.origin_id,
                "copies": sorted({copy.state for copy in row.recipients.all()}),
                "problem": row.problem,
                "id": row.pk,
            }
            for row in deliveries
        },
        "copies": DeliveryRecipient.objects.count(),
        "events": [
            [name, payload] for name, payload in EventRow.objects.order_by("id").values_list("name", "payload")
        ],
        "problems": {row.listener: row.problem for row in Cursor.objects.exclude(problem="")},
        "cursors": sorted(Cursor.objects.values_list("listener", flat=True)),
        "listeners": sorted(REGISTER),
        "waiting": list(
            Conversation.objects.filter(waiting_since__isnull=False).order_by("pk").values_list("pk", flat=True)
        ),
        "conversation of": dict(Message.objects.filter(kind="reply").values_list("pk", "conversation_id")),
    }


def main(seconds: float) -> None:
    start_django()
    end = time.monotonic() + seconds
    while any((left := unsettled()).values()) and time.monotonic() < end:
        time.sleep(0.5)
    sys.stdout.write(json.dumps({"unsettled": left, **count()}))


if __name__ == "__main__":
    main(float(sys.argv[1]))
