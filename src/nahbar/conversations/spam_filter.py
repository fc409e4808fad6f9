"""The spam filter of the house: asked where no other filter spoke, taught what members clicked."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from django.conf import settings

from nahbar.channels.contract import SpamVerdict
from nahbar.channels.registry import channel
from nahbar.channels.rspamd import Rspamd
from nahbar.conversations.actions import Arrived
from nahbar.conversations.actions.errands import claim, settle
from nahbar.conversations.models import Teaching
from nahbar.conversations.words import FILTER_REST_SECONDS, FILTER_THREADS, MOST_FILTERED_BYTES
from nahbar.mailroom.models import Arrival
from nahbar.mailroom.queries import blobs
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Rest:
    """A filter that did not answer is not asked again until then (seconds of the monotonic clock)."""

    until: float = 0.0


_rest = _Rest()


def configured() -> Rspamd | None:
    """The filter, None where there is none. The demo asks nobody."""
    house = settings.NAHBAR
    return Rspamd(house.rspamd_url, house.rspamd_password) if house.rspamd_url and not house.demo else None


def with_verdicts(arrivals: Sequence[Arrival], block: Sequence[Arrived]) -> list[Arrived]:
    """The block, with the filter's word on those on which no filter on the way has spoken."""
    if configured() is None:
        return list(block)
    blob_of = {arrival.pk: arrival.blob for arrival in arrivals if channel(arrival.channel).capabilities.filtered}
    silent = [item.arrival_id for item in block if item.inbound.spam is None and not item.problem]
    found = verdicts({pk: blobs().get(blob_of[pk]) for pk in silent if pk in blob_of})
    return [_with(item, found.get(item.arrival_id)) for item in block]


def _with(item: Arrived, verdict: SpamVerdict | None) -> Arrived:
    return item if verdict is None else replace(item, inbound=replace(item.inbound, spam=verdict))


def verdicts(mails: Mapping[int, bytes]) -> dict[int, SpamVerdict]:
    """What the filter thinks of these mails, by the same keys; those without a verdict are left out.

    Never raises and never waits long: mail is placed whether the filter lives or not. Outside any transaction.
    """
    asked = configured()
    if asked is None or not mails or clock.monotonic() < _rest.until:
        return {}
    with ThreadPoolExecutor(FILTER_THREADS, thread_name_prefix="spam-filter") as pool:
        found = dict(zip(mails, pool.map(lambda raw: _ask(asked, raw), mails.values()), strict=True))
    return {key: verdict for key, verdict in found.items() if verdict is not None}


def _ask(asked: Rspamd, raw: bytes) -> SpamVerdict | None:
    if len(raw) > MOST_FILTERED_BYTES or clock.monotonic() < _rest.until:
        return None
    try:
        return asked.check(raw)
    except Fault as fault:
        _rest.until = clock.monotonic() + FILTER_REST_SECONDS
        log.warning("the spam filter is left alone for a minute: %s", fault.sentence)
        return None


def teach_block() -> int:
    """Teach the filter what members clicked, one block; returns how many clicks were taken up."""
    taught = configured()
    if taught is None:
        return 0
    block = claim(Teaching)
    raw_of = dict(Arrival.objects.filter(pk__in=[each.arrival_id for each in block]).values_list("pk", "blob"))
    for each in block:
        settle(each, _teach(taught, each, raw_of[each.arrival_id]))
    return len(block)


def _teach(taught: Rspamd, teaching: Teaching, blob: str) -> Fault | None:
    try:
        taught.learn(blobs().get(blob), is_spam=teaching.is_spam)
    except Fault as fault:
        return fault
    return None
