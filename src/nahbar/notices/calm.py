"""When a member may be told outside of the page: not in their quiet hours, not while they are absent."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import get_default_timezone, localtime

from nahbar.accounts.models import Member
from nahbar.notices.models import QuietHours
from nahbar.notices.words import DAY_BEGINS, LONGEST_WAIT_DAYS, MAIL_GRACE, Mail


def mail_moment(mail: str, at: datetime, member: Member, quiet: QuietHours | None) -> datetime | None:
    """When what happens at `at` goes into a mail; None for never."""
    local = localtime(at)
    if mail == Mail.NEVER:
        return None
    moment = at + MAIL_GRACE
    if mail == Mail.HOURLY:
        moment = _zoned(local.date(), time(local.hour)) + timedelta(hours=1)
    elif mail == Mail.DAILY:
        today = _zoned(local.date(), DAY_BEGINS)
        moment = today if at < today else _zoned(local.date() + timedelta(days=1), DAY_BEGINS)
    return calm_moment(moment, member, quiet)


def calm_moment(at: datetime, member: Member, quiet: QuietHours | None) -> datetime | None:
    """`at`, or the first moment after it at which the member is here and wants to hear; None where that is too far.

    After a day off the morning begins at DAY_BEGINS.
    """
    moment = _after_quiet(at, quiet)
    for _ in range(LONGEST_WAIT_DAYS):
        day = localtime(moment).date()
        if member.works_on(day):
            return moment
        moment = _after_quiet(_zoned(day + timedelta(days=1), DAY_BEGINS), quiet)
    return None


def _after_quiet(at: datetime, quiet: QuietHours | None) -> datetime:
    """The end of the quiet hours that `at` lies in, else `at`."""
    if quiet is None or quiet.begin == quiet.end:
        return at
    local = localtime(at)
    now = local.time()
    if quiet.begin < quiet.end:
        return _zoned(local.date(), quiet.end) if quiet.begin <= now < quiet.end else at
    if now >= quiet.begin:
        return _zoned(local.date() + timedelta(days=1), quiet.end)
    return _zoned(local.date(), quiet.end) if now < quiet.end else at


def _zoned(day: date, at: time) -> datetime:
    zone = get_default_timezone()
    assert isinstance(zone, ZoneInfo)  # noqa: S101 - Django's own promise, which its stubs do not know
    return datetime.combine(day, at, tzinfo=zone)
