"""Reading arrivals and placing them, a claimed block at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.conf import settings
from django.db import OperationalError
from django.utils.translation import gettext as _

from nahbar.channels.contract import Attachment, Inbound
from nahbar.channels.registry import channel
from nahbar.channels.trial import survives
from nahbar.conversations.actions import Arrived, take_in
from nahbar.conversations.actions.arrived import NOBODY, StoredAttachment
from nahbar.conversations.actions.loops import came_from_here, guarded, set_aside_own
from nahbar.conversations.actions.members_mail import MembersMail, look, take_from_member
from nahbar.conversations.recipes import with_recipes
from nahbar.conversations.spam_filter import with_verdicts
from nahbar.mailroom.actions import claim_arrivals, give_back, release_arrival
from nahbar.mailroom.models import Arrival
from nahbar.mailroom.queries import blobs
from nahbar.mailroom.words import CLAIM_ARRIVALS
from nahbar.toolbox.faults import Fault, Full
from nahbar.toolbox.room import room_needed

log = logging.getLogger(__name__)
# A message whose reading kills the process is claimed again by the next. After so many times a child process tries
# it first: a worker may have been killed by chance as often. Whatever still comes back after that is placed unread.
ATTEMPTS_TO_READ = 3
ATTEMPTS_IN_ALL = 20


def place_block(worker: str) -> int:
    """Place one block of arrivals; returns how many were claimed. Raises Full where there is no room to place."""
    arrivals = claim_arrivals(worker=worker, limit=CLAIM_ARRIVALS)
    try:
        read = with_recipes(arrivals, [_read(arrival) for arrival in arrivals])
        read = with_verdicts(arrivals, _with_files(read))
        _place_in_turn(read)
    except Exception as error:
        if _from_outside(error):
            give_back(arrival.pk for arrival in arrivals)
        raise
    return len(arrivals)


def _place_in_turn(block: list[Arrived]) -> None:
    """What members answered by mail, and what came from here, has its own way; before each of these all that came
    earlier is placed, because it may be about that.
    """
    ours, waiting = look([item.inbound for item in block]), list[Arrived]()
    for item in block:
        if came_from_here(item.inbound) or ours.concerns(item.inbound):
            _place(waiting)
            waiting = _carry_out(item, ours)
        else:
            waiting.append(item)
    _place(waiting)


def _carry_out(item: Arrived, ours: MembersMail) -> list[Arrived]:
    """Do what it is about; returns what is still to be placed: nothing, or it with the problem that arose."""
    try:
        with room_needed():
            done = set_aside_own(item) if came_from_here(item.inbound) else take_from_member(item, ours)
    except Fault as fault:
        if _from_outside(fault):
            raise
        return [replace(item, problem=fault.sentence)]
    except Exception as error:
        if _from_outside(error):
            raise
        log.exception("arrival %s could not be taken as a member's", item.arrival_id)
        return [replace(item, problem=_("This message could not be sent on."))]
    return [] if done else [item]


def _from_outside(error: Exception) -> bool:
    """Is it disk or database, not the message? Else all mail that comes while a disk is full ended up unread."""
    if isinstance(error, Full):
        return True
    # PostgreSQL's class 54: a limit that this message exceeds, e.g. the length of an index row.
    state = str(getattr(error.__cause__, "sqlstate", "") or "")
    return isinstance(error, OperationalError) and not state.startswith("54")


def _place(block: list[Arrived]) -> None:
    if not block:
        return
    try:
        with room_needed():
            take_in(block)
    except Exception as error:
        if _from_outside(error):
            raise
        if len(block) > 1:
            # One message that cannot be placed must not hold up the others.
            for item in block:
                _place([item])
            return
        log.exception("arrival %s could not be placed", block[0].arrival_id)
        _place_unread(block[0])


def _place_unread(item: Arrived) -> None:
    arrival = Arrival.objects.get(pk=item.arrival_id)
    try:
        take_in([_raw(arrival, _unreadable())])
    except Exception as error:
        if _from_outside(error):
            raise
        log.exception("arrival %s could not be placed even unread", item.arrival_id)
        release_arrival(item.arrival_id, problem=f"{type(error).__name__}: {error}")


def _read(arrival: Arrival) -> Arrived:
    """Parse an arrival; whatever goes wrong, something that can be placed comes back."""
    if arrival.attempts > ATTEMPTS_IN_ALL:
        return _raw(arrival, _unreadable())
    if arrival.size > settings.NAHBAR.max_mail_bytes:
        return _raw(arrival, _("This message is too large to be shown; it is attached as a file."))
    try:
        raw = blobs().get(arrival.blob)
        if arrival.attempts > ATTEMPTS_TO_READ and not survives(arrival.channel, raw):
            return _raw(arrival, _unreadable())
        inbound = guarded(_checked(arrival.channel, raw))
        return Arrived(arrival.pk, inbound)
    except Full:
        raise
    except Fault as fault:
        return _raw(arrival, fault.sentence)
    except Exception:
        log.exception("arrival %s could not be read", arrival.pk)
        return _raw(arrival, _unreadable())


def _checked(name: str, raw: bytes) -> Inbound:
    """A message, parsed; its signature is checked where the house knows certificates."""
    inbound = channel(name).parse(raw)
    certificates = settings.NAHBAR.certificates
    if inbound.protection is None or not certificates.is_dir():
        return inbound
    return channel(name).check_protection(raw, inbound, certificates)


def _unreadable() -> str:
    return _("This message could not be read; it is attached as a file.")


def _raw(arrival: Arrival, problem: str) -> Arrived:
    suffix = channel(arrival.channel).suffix
    attachment = StoredAttachment(arrival.blob, f"{_('message')}.{suffix}", "application/octet-stream", arrival.size)
    inbound = Inbound(sender=NOBODY, subject=_("Unreadable message"), text="")
    return Arrived(arrival.pk, inbound, (attachment,), problem)


def _with_files(block: Sequence[Arrived]) -> list[Arrived]:
    """What is attached goes to the blobs, for the whole block at once: it waits for the disk once. Raises Full."""
    digests = iter(blobs().put_all(file.content for item in block for file in item.inbound.attachments))
    return [
        replace(item, attachments=(*item.attachments, *_stored(item.inbound.attachments, digests))) for item in block
    ]


def _stored(files: Iterable[Attachment], digests: Iterator[str]) -> Iterator[StoredAttachment]:
    for attachment in files:
        yield StoredAttachment(
            blob=next(digests),
            name=attachment.name,
            media_type=attachment.media_type,
            size=len(attachment.content),
            inline=attachment.inline,
            content_id=attachment.content_id,
        )
