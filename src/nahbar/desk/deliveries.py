"""What became of a message of ours, per recipient and in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nahbar.conversations.actions.resend import CAME_BACK
from nahbar.desk import when
from nahbar.desk.sentences import in_words
from nahbar.mailroom.models import Delivery, DeliveryRecipient
from nahbar.mailroom.words import DeliveryState
from nahbar.toolbox import clock

GOOD = {DeliveryState.ACCEPTED, DeliveryState.DELIVERED}
BAD = {DeliveryState.BOUNCED, DeliveryState.FAILED, DeliveryState.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Copy:
    """One recipient's copy: what to say of it, and the other side's own words as evidence.

    `address` is its first line, `to` the whole of it.
    """

    address: str
    sentence: str
    evidence: str
    tone: str
    to: str
    can_correct: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """A delivery as the page shows it. `undo_seconds` is how long it can surely still be taken back."""

    delivery: Delivery
    copies: list[Copy]
    undo_seconds: int
    can_take_back: bool
    can_resend: bool
    can_confirm: bool
    version: str


def sending_of(delivery: Delivery | None) -> Sending | None:
    """The delivery in words; None where nothing was to be delivered."""
    if delivery is None or delivery.state == DeliveryState.CANCELLED:
        return None
    scheduled = delivery.state == DeliveryState.SCHEDULED and delivery.lease_until is None
    rest = math.ceil((delivery.not_before - clock.now()).total_seconds()) if scheduled else 0
    copies = list(delivery.recipients.all())
    return Sending(
        delivery=delivery,
        copies=[_copy(delivery, copy) for copy in copies],
        undo_seconds=max(0, rest),
        can_take_back=scheduled,
        can_resend=delivery.state in (DeliveryState.UNKNOWN, DeliveryState.FAILED),
        can_confirm=delivery.state == DeliveryState.UNKNOWN,
        version=f"{delivery.state}.{delivery.attempts}."
        + ".".join(f"{copy.state}{copy.changed_at:%H%M%S}" for copy in copies),
    )


def _copy(delivery: Delivery, copy: DeliveryRecipient) -> Copy:
    state = DeliveryState(copy.state)
    tone = "ok" if state in GOOD else "bad" if state in BAD else ""
    return Copy(
        address=copy.address.splitlines()[0],
        sentence=_sentence(delivery, copy, state),
        evidence=copy.answer,
        tone=tone,
        to=copy.address,
        can_correct=state in CAME_BACK,
    )


def _sentence(delivery: Delivery, copy: DeliveryRecipient, state: DeliveryState) -> str:
    problem = in_words(copy.problem or delivery.problem)
    at = when.moment(copy.changed_at)
    words = {
        DeliveryState.SCHEDULED: _("leaves in a moment"),
        DeliveryState.QUEUED: _("leaves in a moment"),
        DeliveryState.SENDING: _("is leaving just now"),
        DeliveryState.ACCEPTED: _("sent and accepted, %s") % at,
        DeliveryState.DELIVERED: _("arrived, %s") % at,
        DeliveryState.BOUNCED: _("came back, %s") % at,
        DeliveryState.FAILED: _("could not be sent"),
        DeliveryState.UNKNOWN: _("perhaps sent, perhaps not"),
        DeliveryState.CANCELLED: _("taken back"),
    }[state]
    if state == DeliveryState.QUEUED and delivery.attempts:
        words = _("not taken yet, next try %s") % when.moment(delivery.not_before)
    return f"{words}: {problem}" if problem and state not in GOOD else words
