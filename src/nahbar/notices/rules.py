"""Notices and browsers belong to one member; nobody else sees them, administrators neither."""

from __future__ import annotations

from django.db.models import QuerySet

from nahbar.accounts.models import Member
from nahbar.notices.models import Device, Notice
from nahbar.toolbox.faults import Fault


class NoSuchNotice(Fault):
    """It is gone, or somebody else's."""


def notices_of(member: Member) -> QuerySet[Notice]:
    return Notice.objects.filter(member=member) if member.is_active else Notice.objects.none()


def devices_of(member: Member) -> QuerySet[Device]:
    return Device.objects.filter(member=member) if member.is_active else Device.objects.none()


def get_notice(member: Member, notice_id: int) -> Notice:
    """The one door to a notice. Raises NoSuchNotice for one that is missing or another's alike."""
    found = notices_of(member).filter(pk=notice_id).first()
    if found is None:
        raise NoSuchNotice("This notice does not exist any more.")
    return found
