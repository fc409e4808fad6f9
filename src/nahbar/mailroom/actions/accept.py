"""Taking in: raw bytes are stored and committed before anybody says "thank you" to the sender."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from nahbar.channels.registry import channel
from nahbar.history.actions import publish
from nahbar.mailroom.events import ArrivalSeenAgain
from nahbar.mailroom.models import Arrival, Inbox, InboxHealth, Sighting
from nahbar.mailroom.queries import blobs
from nahbar.mailroom.words import ArrivalState, Via
from nahbar.toolbox import clock
from nahbar.toolbox.room import room_needed


@dataclass(frozen=True, slots=True)
class Handed:
    """One message as it was handed to us. `provider_id` is unique within each inbox."""

    channel: str
    inbox_ids: tuple[int, ...]
    raw: bytes
    provider_id: str
    via: Via
    envelope: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Position:
    """A fetch cursor to be saved in the transaction that stores what was fetched."""

    inbox_id: int
    cursor: dict[str, Any]
    alarm: str = ""


def accept(block: Sequence[Handed], position: Position | None = None) -> list[int]:
    """Store messages durably; returns the arrival id of each, in order.

    The same message again (by fingerprint) is one arrival with one sighting more. Raises Full where the disk
    has no room; then nothing of the block is kept.
    """
    prints = [channel(handed.channel).fingerprint(handed.raw) for handed in block]
    digests = blobs().put_all(handed.raw for handed in block)
    with room_needed(), transaction.atomic():
        rows = _rows_of(block, prints, digests)
        _store_sightings(block, [rows[fingerprint].pk for fingerprint in prints])
        publish(
            *(
                ArrivalSeenAgain(arrival_id=rows[fingerprint].pk, inbox_id=inbox_id)
                for handed, fingerprint in zip(block, prints, strict=True)
                if rows[fingerprint].state == ArrivalState.PLACED
                for inbox_id in handed.inbox_ids
            )
        )
        if position is not None:
            _save_position(position)
    return [rows[fingerprint].pk for fingerprint in prints]


def _rows_of(block: Sequence[Handed], prints: Sequence[str], digests: Sequence[str]) -> dict[str, Arrival]:
    """The arrival of each fingerprint, made where it is new, and locked: placing waits for our sightings.

    Two doors may store the same message at the same moment; the constraint decides, and both read the winner.
    The new ones keep their order: ids tell placing what came first, and an answer must not overtake its question.
    """
    at = clock.now()
    there = set(Arrival.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True))
    fresh = {
        fingerprint: Arrival(
            fingerprint=fingerprint,
            channel=handed.channel,
            blob=digest,
            size=len(handed.raw),
            accepted_at=at,
            lane=_lane(handed),
        )
        for handed, fingerprint, digest in zip(block, prints, digests, strict=True)
        if fingerprint not in there
    }
    Arrival.objects.bulk_create(fresh.values(), ignore_conflicts=True)
    rows = Arrival.objects.select_for_update().filter(fingerprint__in=prints).order_by("fingerprint")
    return {row.fingerprint: row for row in rows}


def _lane(handed: Handed) -> str | None:
    """The sender of the envelope, "" for reports, which have none; None where there is no envelope (fetched mail)."""
    sender = handed.envelope.get("from")
    return sender.lower()[:100] if isinstance(sender, str) else None


def _store_sightings(block: Sequence[Handed], arrival_ids: Sequence[int]) -> None:
    at = clock.now()
    named = _named_apart(block)
    Sighting.objects.bulk_create(
        [
            Sighting(
                arrival_id=arrival_id,
                inbox_id=inbox_id,
                provider_id=named(inbox_id, handed.provider_id, arrival_id),
                via=handed.via,
                seen_at=at,
                envelope=handed.envelope,
            )
            for handed, arrival_id in zip(block, arrival_ids, strict=True)
            for inbox_id in handed.inbox_ids
        ],
        ignore_conflicts=True,
    )


def _named_apart(block: Sequence[Handed]) -> Callable[[int, str, int], str]:
    """Provider ids under which every arrival gets its sighting.

    A server that went back to an older state gives a used id to another message. Without a sighting of its own
    that message would never be placed.
    """
    inbox_ids = {inbox_id for handed in block for inbox_id in handed.inbox_ids}
    rows = Sighting.objects.filter(inbox_id__in=inbox_ids, provider_id__in={handed.provider_id for handed in block})
    taken = {
        (inbox_id, name): arrival for inbox_id, name, arrival in rows.values_list("inbox", "provider_id", "arrival")
    }

    def named(inbox_id: int, provider_id: str, arrival_id: int) -> str:
        if taken.setdefault((inbox_id, provider_id), arrival_id) == arrival_id:
            return provider_id
        return f"{provider_id[:170]}#arrival-{arrival_id}"

    return named


def _save_position(position: Position) -> None:
    inbox = Inbox.objects.get(pk=position.inbox_id)
    health, _ = InboxHealth.objects.get_or_create(inbox=inbox)
    health.cursor = position.cursor
    health.fetched_at = clock.now()
    health.fetch_problem, health.fetch_problem_since = "", None
    if position.alarm:
        health.alarm = position.alarm
    health.save()
