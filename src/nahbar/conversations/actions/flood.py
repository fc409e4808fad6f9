"""Too much in too short a time: from one address, into one thread, the same text, or two machines in talk."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models.functions import Substr

from nahbar.channels.contract import InboundKind
from nahbar.conversations.models import Message
from nahbar.conversations.words import (
    COMPARED_LENGTH,
    LOOKED_AT,
    MOST_IDENTICAL,
    MOST_IN_THREAD,
    MOST_OF_MACHINE,
    MOST_OF_PERSON,
    PING_PONG_TIMES,
    PING_PONG_WITHIN,
    RATE_WINDOW,
    MessageKind,
    ParkReason,
)

if TYPE_CHECKING:
    from nahbar.conversations.actions.judging import Candidate

_Times = defaultdict[int, list[datetime]]


def _times() -> _Times:
    return defaultdict(list)


@dataclass(slots=True)
class Recent:
    """What came in the hour before a block, and what of the block was looked at already. Three queries at most."""

    of_person: _Times = field(default_factory=_times)
    in_thread: _Times = field(default_factory=_times)
    replies: _Times = field(default_factory=_times)
    """Ours, by conversation."""
    same: defaultdict[tuple[int, str], list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def add(self, candidate: Candidate) -> None:
        """It came, and counts for those behind it."""
        person = candidate.sender.person_id
        _insert(self.of_person[person], candidate.at)
        _insert(self.same[person, _compared(candidate.inbound.text)], candidate.at)
        if candidate.conversation is not None and candidate.conversation.pk:
            _insert(self.in_thread[candidate.conversation.pk], candidate.at)

    def reason(self, candidate: Candidate) -> str:
        """Why this message is too much: a code of ParkReason, "" where it is not."""
        person, at = candidate.sender.person_id, candidate.at
        human = candidate.inbound.kind == InboundKind.HUMAN
        if _within(self.of_person[person], at) >= (MOST_OF_PERSON if human else MOST_OF_MACHINE):
            return ParkReason.RATE
        if human and _within(self.same[person, _compared(candidate.inbound.text)], at) >= MOST_IDENTICAL:
            return ParkReason.REPEATED
        thread = candidate.conversation.pk if candidate.conversation is not None else None
        if thread is None:
            return ""
        if _within(self.in_thread[thread], at) >= MOST_IN_THREAD:
            return ParkReason.STORM
        return ParkReason.LOOP if self._is_ping_pong(thread, at) else ""

    def _is_ping_pong(self, thread: int, at: datetime) -> bool:
        """Did this one, and the answer to several of our messages before, come within seconds?"""
        quick = {self._quickly_answered(thread, came) for came in self.in_thread[thread]} - {None}
        ours = self._quickly_answered(thread, at)
        return ours is not None and len(quick | {ours}) >= PING_PONG_TIMES

    def _quickly_answered(self, thread: int, came: datetime) -> datetime | None:
        """The message of ours that what came then followed within seconds."""
        ours = self.replies[thread]
        place = bisect_right(ours, came)
        return ours[place - 1] if place and came - ours[place - 1] <= PING_PONG_WITHIN else None


def recent(candidates: Sequence[Candidate]) -> Recent:
    """Look up what came before these candidates."""
    found = Recent()
    since = min(candidate.at for candidate in candidates) - RATE_WINDOW
    until = max(candidate.at for candidate in candidates)
    rows = Message.objects.filter(at__gt=since, at__lte=until).order_by("-at")
    people = {candidate.sender.person_id for candidate in candidates}
    threads = {each.conversation.pk for each in candidates if each.conversation is not None} - {None}
    inbound = rows.filter(person_id__in=people, kind=MessageKind.INBOUND)
    for person, at in inbound.values_list("person_id", "at")[:LOOKED_AT]:
        if person is not None:
            found.of_person[person].append(at)
    # Only their texts are read who sent few: of a flood the index alone tells enough.
    few = [person for person, times in found.of_person.items() if len(times) <= MOST_OF_PERSON]
    if few:
        compared = inbound.filter(person_id__in=few).annotate(start=Substr("text", 1, COMPARED_LENGTH))
        for person, at, start in compared.values_list("person_id", "at", "start")[:LOOKED_AT]:
            if person is not None:
                found.same[person, start].append(at)
    if threads:
        said = rows.filter(conversation_id__in=threads).exclude(kind=MessageKind.NOTE)
        for thread, kind, at in said.values_list("conversation_id", "kind", "at")[:LOOKED_AT]:
            (found.replies if kind == MessageKind.REPLY else found.in_thread)[thread].append(at)
    _sort(found.of_person.values())
    _sort(found.same.values())
    _sort(found.in_thread.values())
    _sort(found.replies.values())
    return found


def _compared(text: str) -> str:
    return text[:COMPARED_LENGTH]


def _sort(lists: Iterable[list[datetime]]) -> None:
    for times in lists:
        times.sort()


def _insert(times: list[datetime], at: datetime) -> None:
    times.insert(bisect_right(times, at), at)


def _within(times: Sequence[datetime], at: datetime) -> int:
    """How many of these lie in the hour up to `at`."""
    return bisect_right(times, at) - bisect_right(times, at - RATE_WINDOW)
