"""What happened to what came in and went out."""

from __future__ import annotations

from nahbar.history.events import Event, event


@event("mailroom.arrival_seen_again")
class ArrivalSeenAgain(Event):
    """A message that we had was seen once more, perhaps in another inbox."""

    arrival_id: int
    inbox_id: int


@event("mailroom.delivery_accepted")
class DeliveryAccepted(Event):
    delivery_id: int
    origin_kind: str
    origin_id: int


@event("mailroom.delivery_failed")
class DeliveryFailed(Event):
    delivery_id: int
    origin_kind: str
    origin_id: int


@event("mailroom.delivery_unknown")
class DeliveryUnknown(Event):
    """Nobody knows whether it left; a person decides."""

    delivery_id: int
    origin_kind: str
    origin_id: int


@event("mailroom.delivery_bounced")
class DeliveryBounced(Event):
    """It was taken, and came back. `permanent`: it would again. `gave_up` is false for "still trying" reports."""

    delivery_id: int
    recipient_id: int
    origin_kind: str
    origin_id: int
    permanent: bool
    gave_up: bool = True
