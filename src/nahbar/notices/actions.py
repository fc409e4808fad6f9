"""All writes of notices: telling, seeing, choosing, browsers."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.history.actions import record
from nahbar.history.words import Subject as Thing
from nahbar.notices.calm import calm_moment, mail_moment
from nahbar.notices.models import Choice, Device, Notice, Push, QuietHours
from nahbar.notices.queries import Chosen, choices_of, chosen_as, quiet_hours_of, unseen
from nahbar.notices.rules import devices_of
from nahbar.notices.words import CHOICES, KEPT, MOST_DEVICES, PUSH_GRACE, Mail
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.http import BadUrl, PrivateAddress, check_url


class BadDevice(Fault):
    """What the browser gave cannot be used for pushes."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing for one member. `once` names it: the same thing is told to a member only once."""

    member_id: int
    kind: str
    subject: Thing
    once: str
    by_id: int | None = None


@transaction.atomic
def tell(news: Iterable[News]) -> list[Notice]:
    """Tell members; returns what is new. Nobody is told of what they did themselves, nor who was switched off."""
    wanted = [each for each in news if each.member_id != each.by_id]
    members = {each.pk: each for each in Member.objects.filter(pk__in={n.member_id for n in wanted}, is_active=True)}
    known = set(
        Notice.objects.filter(member__in=members, once__in={each.once for each in wanted}).values_list(
            "member_id", "once"
        )
    )
    fresh: dict[tuple[int, str], News] = {}
    for each in wanted:
        if each.member_id in members and (each.member_id, each.once) not in known:
            fresh.setdefault((each.member_id, each.once), each)
    return _write(list(fresh.values()), members) if fresh else []


def _write(news: list[News], members: Mapping[int, Member]) -> list[Notice]:
    at = clock.now()
    choices, quiet = choices_of(members.values()), quiet_hours_of(members.values())
    chosen = {(each.member_id, each.once): choices[each.member_id, chosen_as(each.kind)] for each in news}
    Notice.objects.bulk_create(
        (_notice(each, at, chosen[each.member_id, each.once], members, quiet) for each in news), ignore_conflicts=True
    )
    # Asked again, because a row that another process wrote first has another id.
    rows = Notice.objects.filter(member__in=members, once__in={each.once for each in news}).order_by("id")
    made = [row for row in rows if (row.member_id, row.once) in chosen]
    _queue_pushes([row for row in made if chosen[row.member_id, row.once].push], at, members, quiet)
    return made


def _notice(
    news: News, at: datetime, chosen: Chosen, members: Mapping[int, Member], quiet: Mapping[int, QuietHours]
) -> Notice:
    member = members[news.member_id]
    return Notice(
        member=member,
        kind=news.kind,
        subject_kind=news.subject.kind,
        subject_id=news.subject.id,
        by_id=news.by_id,
        once=news.once,
        at=at,
        mail_at=mail_moment(chosen.mail, at, member, quiet.get(member.pk)),
    )


def _queue_pushes(
    notices: list[Notice], at: datetime, members: Mapping[int, Member], quiet: Mapping[int, QuietHours]
) -> None:
    devices: dict[int, list[Device]] = {}
    for device in Device.objects.filter(member__in={notice.member_id for notice in notices}) if notices else []:
        devices.setdefault(device.member_id, []).append(device)
    moments = {pk: calm_moment(at + PUSH_GRACE, members[pk], quiet.get(pk)) for pk in devices}
    Push.objects.bulk_create(
        (
            Push(notice=notice, device=device, not_before=moment)
            for notice in notices
            for device in devices.get(notice.member_id, [])
            if (moment := moments[notice.member_id])
        ),
        ignore_conflicts=True,
    )


def mark_seen(member: Member, subject: Thing) -> int:
    """The member has looked at it: no mail, no push any more. Returns how many notices that were."""
    rows = unseen(member).filter(subject_kind=subject.kind, subject_id=subject.id)
    return rows.update(seen_at=clock.now(), mail_at=None)


def mark_all_seen(member: Member) -> int:
    return unseen(member).update(seen_at=clock.now(), mail_at=None)


@transaction.atomic
def choose(member: Member, choices: Mapping[str, Chosen], *, quiet: tuple[time, time] | None) -> None:
    """Keep how a member wants to hear; what waits to be mailed goes by it from now on."""
    for kind in CHOICES:
        wanted = choices[str(kind)]
        Choice.objects.update_or_create(
            member=member, kind=kind, defaults={"mail": Mail(wanted.mail), "push": wanted.push}
        )
    QuietHours.objects.filter(member=member).delete()
    hours = QuietHours.objects.create(member=member, begin=quiet[0], end=quiet[1]) if quiet else None
    waiting = list(unseen(member).filter(mail_at__isnull=False))
    for notice in waiting:
        notice.mail_at = mail_moment(choices[chosen_as(notice.kind)].mail, clock.now(), member, hours)
    Notice.objects.bulk_update(waiting, ["mail_at"])
    record(actor=member.actor, verb="member.notices_chosen", subject=Thing("member", member.pk))


@transaction.atomic
def add_device(member: Member, *, endpoint: str, key: str, secret: str, name: str) -> Device:
    """Let a browser of this member take pushes; the same one again brings its keys up to date. Raises BadDevice.

    A browser belongs to whoever signed in last: whoever shares it must not read another's notices.
    """
    _check_device(endpoint, key, secret)
    device, _made = Device.objects.update_or_create(
        endpoint=endpoint,
        defaults={"member": member, "key": key, "secret": secret, "name": name[:80], "added_at": clock.now()},
    )
    Push.objects.filter(device=device).exclude(notice__member=member).delete()
    older = devices_of(member).order_by("-added_at", "-id").values_list("pk", flat=True)[MOST_DEVICES:]
    Device.objects.filter(pk__in=list(older)).delete()
    return device


def remove_device(member: Member, device_id: int) -> None:
    """Let a browser hear nothing any more; no trouble where it is gone already."""
    devices_of(member).filter(pk=device_id).delete()


def forget_endpoint(member: Member, endpoint: str) -> None:
    """The browser has given its subscription up."""
    devices_of(member).filter(endpoint=endpoint).delete()


def _check_device(endpoint: str, key: str, secret: str) -> None:
    private = settings.NAHBAR.private_webhooks
    try:
        url = check_url(endpoint, allow_private=private)
        point, shared = _unpacked(key), _unpacked(secret)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (BadUrl, PrivateAddress, ValueError, binascii.Error) as error:
        raise BadDevice("This browser's answer could not be used. Reload the page and try again.") from error
    if len(endpoint) > 1000 or len(shared) != 16 or not (url.scheme == "https" or private):
        raise BadDevice("This browser's answer could not be used. Reload the page and try again.")


def _unpacked(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def tidy() -> int:
    """Forget what was told long ago; returns how much."""
    return Notice.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
