"""Claiming arrivals for placing, in blocks with a lease."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from nahbar.mailroom.models import Arrival
from nahbar.mailroom.words import LEASE, LOUD_LANE, ArrivalState
from nahbar.toolbox import clock


def free_to_claim(rows: QuerySet[Arrival], at: datetime) -> QuerySet[Arrival]:
    """Rows nobody holds; on PostgreSQL those that another worker is just taking are stepped over."""
    free = rows.filter(Q(lease_until__isnull=True) | Q(lease_until__lt=at))
    if connection.features.has_select_for_update_skip_locked:
        free = free.select_for_update(skip_locked=True)
    return free


def claim_arrivals(*, worker: str, limit: int) -> list[Arrival]:
    """Take up to `limit` arrivals, oldest first; each is ours until the lease runs out.

    A sender who floods us holds up nobody else: behind a flood of 10,000 waits only who sent it.
    One that an earlier worker did not bring to its end is taken alone: if it is the one that kills workers, it
    takes no others with it, and nobody's mail gets the blame (and is placed unread) for its neighbour in a block.
    """
    waiting = Arrival.objects.filter(state=ArrivalState.ACCEPTED)
    if not waiting.exists():
        return []
    with transaction.atomic():
        at = clock.now()
        ids = _fresh_or_one(_in_turn(free_to_claim(waiting, at), limit))
        Arrival.objects.filter(id__in=ids).update(
            claimed_by=worker, lease_until=at + LEASE, attempts=F("attempts") + 1
        )
    return list(Arrival.objects.filter(id__in=ids).order_by("id"))


def _in_turn(free: QuerySet[Arrival], limit: int) -> list[tuple[int, int]]:
    """The id and attempts of those whose turn it is, oldest first.

    Where some lanes are loud, the others come first and the rest of the block is theirs; so an answer may overtake a
    question, but only one of somebody who sent many at once. Costs a second query, and only then.
    """
    rows = list(free.order_by("id").values_list("id", "attempts", "lane")[:limit])
    loud = [
        lane for lane, count in Counter(lane for _, _, lane in rows if lane is not None).items() if count > LOUD_LANE
    ]
    if loud and len(rows) == limit:
        others = free.exclude(lane__in=loud).order_by("id").values_list("id", "attempts", "lane")
        first = list(others[: limit - LOUD_LANE])
        taken = {arrival_id for arrival_id, _, _ in first}
        rows = sorted([*first, *(row for row in rows if row[0] not in taken)][:limit])
    return [(arrival_id, attempts) for arrival_id, attempts, _ in rows]


def _fresh_or_one(free: Sequence[tuple[int, int]]) -> list[int]:
    """The ids of those that nobody has tried, up to the first that somebody has; that one alone where it leads."""
    fresh = [arrival_id for arrival_id, _ in takewhile(lambda row: not row[1], free)]
    return fresh or [arrival_id for arrival_id, _ in free[:1]]


def lock_arrivals(ids: Iterable[int]) -> list[Arrival]:
    """The arrivals of `ids` that are still to be placed, locked until the transaction ends."""
    rows = Arrival.objects.select_for_update().filter(id__in=list(ids), state=ArrivalState.ACCEPTED)
    return list(rows.order_by("id").prefetch_related("sightings"))


def mark_placed(ids: Iterable[int], problems: dict[int, str]) -> None:
    """They have become messages. `problems` says for some why they could not be read."""
    Arrival.objects.filter(id__in=list(ids)).update(state=ArrivalState.PLACED, claimed_by="", lease_until=None)
    for arrival_id, problem in problems.items():
        Arrival.objects.filter(id=arrival_id).update(problem=problem[:2000])


def release_arrival(arrival_id: int, *, problem: str) -> None:
    """Placing failed; it is tried again when the lease runs out, and the reason is kept."""
    Arrival.objects.filter(id=arrival_id).update(problem=problem[:2000])


def give_back(ids: Iterable[int]) -> None:
    """A try that was not the message's fault does not count: it is taken up again at once."""
    rows = Arrival.objects.filter(id__in=list(ids), state=ArrivalState.ACCEPTED)
    rows.update(claimed_by="", lease_until=None, attempts=F("attempts") - 1)
