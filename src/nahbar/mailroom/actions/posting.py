"""Handing a message to the mailroom: its final bytes are made first, its row comes with the caller's change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nahbar.channels.contract import Outbound
from nahbar.channels.registry import channel
from nahbar.history.actions import publish, record
from nahbar.history.words import Actor, Subject
from nahbar.mailroom.events import DeliveryAccepted, DeliveryFailed
from nahbar.mailroom.models import Delivery, DeliveryRecipient, Inbox
from nahbar.mailroom.queries import blobs
from nahbar.mailroom.words import DeliveryState
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault


class TooLate(Fault):
    """The message is already on its way."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rendered message, stored as a blob that no row names yet."""

    inbox: Inbox
    outbound: Outbound
    blob: str


def prepare(inbox: Inbox, outbound: Outbound) -> Prepared:
    """Render `outbound` for the inbox's channel and store the bytes. Outside any transaction.

    Raises SettingsFault where the channel misses something, Full where the disk has no room.
    """
    return Prepared(inbox, outbound, blobs().put(channel(inbox.channel).compose(outbound)))


def post(prepared: Prepared, *, origin_kind: str, origin_id: int, not_before: datetime | None = None) -> Delivery:
    """Write the delivery. Must run inside the transaction of the change that asks for it.

    With `not_before` it is `scheduled` and can be taken back until then.
    """
    outbound, at = prepared.outbound, clock.now()
    state = DeliveryState.SCHEDULED if not_before else DeliveryState.QUEUED
    delivery = Delivery.objects.create(
        key=outbound.key,
        inbox=prepared.inbox,
        channel=prepared.inbox.channel,
        origin_kind=origin_kind,
        origin_id=origin_id,
        sender=outbound.sender.address,
        blob=prepared.blob,
        state=state,
        not_before=not_before or at,
        created_at=at,
    )
    parties = {party.address: party.name for party in (*outbound.to, *outbound.cc, *outbound.bcc)}
    DeliveryRecipient.objects.bulk_create(
        DeliveryRecipient(delivery=delivery, address=address, name=name[:200], state=state, changed_at=at)
        for address, name in parties.items()
    )
    return delivery


def cancel(delivery_id: int) -> None:
    """Take a scheduled delivery back. Raises TooLate where a worker has it already. Inside a transaction."""
    stopped = Delivery.objects.filter(id=delivery_id, state=DeliveryState.SCHEDULED, lease_until__isnull=True).update(
        state=DeliveryState.CANCELLED, finished_at=clock.now()
    )
    if not stopped:
        raise TooLate("The message is already on its way and cannot be taken back.")
    DeliveryRecipient.objects.filter(delivery_id=delivery_id).update(
        state=DeliveryState.CANCELLED, changed_at=clock.now()
    )


@transaction.atomic
def resend(delivery_id: int, *, actor: Actor) -> None:
    """A person decides that an unknown or failed delivery is tried again, with the same bytes.

    Copies that the other side has taken are left alone. Raises TooLate where the state allows no new try.
    """
    again = (DeliveryState.UNKNOWN, DeliveryState.FAILED)
    at = clock.now()
    changed = Delivery.objects.filter(id=delivery_id, state__in=again).update(
        state=DeliveryState.QUEUED,
        not_before=at,
        created_at=at,
        attempts=0,
        problem="",
        claimed_by="",
        lease_until=None,
        finished_at=None,
    )
    if not changed:
        raise TooLate("The message is on its way or has arrived; it is not sent again.")
    DeliveryRecipient.objects.filter(delivery_id=delivery_id, state__in=again).update(
        state=DeliveryState.QUEUED, problem="", answer="", changed_at=at
    )
    record(actor=actor, verb="delivery.sent_again", subject=Subject("delivery", delivery_id))


@transaction.atomic
def confirm_arrived(delivery_id: int, *, actor: Actor) -> None:
    """A person found out that an unknown delivery arrived: it counts as sent and is never tried again.

    Copies that the other side refused stay refused. Raises TooLate where nobody has to decide any more.
    """
    at = clock.now()
    delivery = Delivery.objects.select_for_update().filter(id=delivery_id, state=DeliveryState.UNKNOWN).first()
    if delivery is None:
        raise TooLate("Nobody has to decide about this message any more.")
    delivery.recipients.filter(state=DeliveryState.UNKNOWN).update(
        state=DeliveryState.ACCEPTED, problem="", changed_at=at
    )
    refused = delivery.recipients.filter(state=DeliveryState.FAILED).exists()
    delivery.state = DeliveryState.FAILED if refused else DeliveryState.ACCEPTED
    delivery.problem, delivery.finished_at = "", at
    delivery.save(update_fields=["state", "problem", "finished_at"])
    record(actor=actor, verb="delivery.confirmed", subject=Subject("delivery", delivery_id))
    told = DeliveryFailed if refused else DeliveryAccepted
    publish(told(delivery_id=delivery.pk, origin_kind=delivery.origin_kind, origin_id=delivery.origin_id))
