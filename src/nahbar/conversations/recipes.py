"""Form mails as the human's own: what an inbox's recipes make of what came to it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nahbar.channels.registry import channel
from nahbar.conversations.actions.arrived import Arrived
from nahbar.mailroom.models import Arrival, Inbox, Sighting

log = logging.getLogger(__name__)
SETTING = "form_recipes"
"""The inbox's setting that holds its recipes, a JSON list."""


def recipes_of(settings: Mapping[str, Any]) -> list[dict[str, str]]:
    """The recipes in an inbox's settings, in the order in which they are tried."""
    found: list[dict[str, str]] = json.loads(settings.get(SETTING) or "[]")
    return found


def with_recipes(arrivals: Sequence[Arrival], read: Sequence[Arrived]) -> list[Arrived]:
    """A block, read again by the recipes of its inboxes; one query where no inbox has any, else two."""
    known = {
        pk: recipes_of(settings)
        for pk, settings in Inbox.objects.filter(settings__has_key=SETTING).values_list("pk", "settings")
    }
    if not any(known.values()):
        return list(read)
    channels = {arrival.pk: arrival.channel for arrival in arrivals}
    seen = Sighting.objects.filter(arrival__in=arrivals, inbox__in=known).order_by("id")
    fitting: dict[int, list[dict[str, str]]] = {}
    for arrival_id, inbox_id in seen.values_list("arrival_id", "inbox_id"):
        fitting.setdefault(arrival_id, []).extend(known[inbox_id])
    return [_reread(item, channels[item.arrival_id], fitting.get(item.arrival_id, [])) for item in read]


def _reread(item: Arrived, channel_name: str, recipes: Sequence[Mapping[str, str]]) -> Arrived:
    """Whatever a recipe stumbles over, the message is placed as it came."""
    if not recipes:
        return item
    try:
        inbound = channel(channel_name).apply_recipes(item.inbound, recipes)
    except Exception:
        log.exception("arrival %s could not be read by a recipe", item.arrival_id)
        return item
    return item if inbound is item.inbound else replace(item, inbound=inbound)
