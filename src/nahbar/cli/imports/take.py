"""Taking messages of a source into an inbox, block by block, and placing them."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import OperationalError

from nahbar.channels.email.header import dates, headers
from nahbar.cli.imports.position import Position
from nahbar.cli.imports.source import Found, Source
from nahbar.cli.progress import bar
from nahbar.conversations.tasks import place_block
from nahbar.mailroom.actions import Handed, accept
from nahbar.mailroom.models import Arrival, Inbox, Sighting
from nahbar.mailroom.words import Via
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

log = logging.getLogger(__name__)
BLOCK = 40
BLOCK_BYTES = 32 * 1024 * 1024


@dataclass(slots=True)
class Summary:
    """What became of the messages. `unreadable` ones are kept, with the raw file attached; `refused` are not."""

    new: int = 0
    known: int = 0
    unreadable: int = 0
    refused: list[str] = field(default_factory=list)


class Import:
    """One run. `open_days`: conversations whose mail is younger than so many days stay open."""

    def __init__(self, source: Source, inbox: Inbox, *, open_days: int = 0) -> None:
        self.source = source
        self.inbox = inbox
        self.summary = Summary()
        self._open_days = open_days
        self._position = Position(settings.NAHBAR.home, source.identity, inbox.pk)
        self._worker = f"import-{os.getpid()}"

    def resumes(self) -> bool:
        """Did an earlier run end in the middle?"""
        return bool(self._position.read())

    def run(self) -> Summary:
        """Take in everything. Raises Fault where nothing more can be read or stored; a next run goes on there."""
        block: list[Found] = []
        size = 0
        with bar("Importing", total=self.source.total, unit=self.source.unit, scaled=True) as progress:
            for found in self.source.messages(self._position.read()):
                block.append(found)
                size += len(found.raw)
                progress.update(found.progress)
                if len(block) == BLOCK or size >= BLOCK_BYTES:
                    self._take(block)
                    block, size = [], 0
            self._take(block)
        self._position.forget()
        self.summary.refused += self.source.unread
        return self.summary

    def _take(self, block: Sequence[Found]) -> None:
        seen = set(
            Sighting.objects.filter(
                inbox=self.inbox, provider_id__in=[found.provider_id for found in block]
            ).values_list("provider_id", flat=True)
        )
        fresh = [found for found in block if found.provider_id not in seen]
        self.summary.known += len(block) - len(fresh)
        new = self._count(self._accept(fresh))
        if place := next((found.place for found in reversed(block) if found.place is not None), None):
            self._position.save(place)
        while place_block(self._worker):
            pass
        self.summary.unreadable += Arrival.objects.filter(pk__in=new).exclude(problem="").count()

    def _accept(self, fresh: Sequence[Found]) -> list[int]:
        if not fresh:
            return []
        try:
            return accept([self._handed(found) for found in fresh])
        except (Fault, OperationalError):
            raise  # a full disk or a lost database is no fault of a message
        except Exception as error:
            if len(fresh) > 1:
                return [arrival for found in fresh for arrival in self._accept([found])]
            log.exception("message %s could not be taken in", fresh[0].provider_id)
            self.summary.refused.append(f"{fresh[0].provider_id}: {type(error).__name__}")
            return []

    def _handed(self, found: Found) -> Handed:
        envelope = {"open": True} if self._is_young(found.raw) else {}
        return Handed(self.inbox.channel, (self.inbox.pk,), found.raw, found.provider_id, Via.IMPORT, envelope)

    def _is_young(self, raw: bytes) -> bool:
        if not self._open_days:
            return False
        sent = dates.sent_at(headers.split(raw)[0])
        return sent is not None and sent > clock.now() - timedelta(days=self._open_days)

    def _count(self, arrivals: Sequence[int]) -> set[int]:
        """New is an arrival all of whose sightings we have just made; returns those."""
        ours = Counter(arrivals)
        sightings = Counter(Sighting.objects.filter(arrival__in=ours).values_list("arrival_id", flat=True))
        new = {arrival for arrival in ours if sightings[arrival] == ours[arrival]}
        self.summary.new += len(new)
        self.summary.known += len(arrivals) - len(new)
        return new
