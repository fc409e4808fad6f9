"""Moments in the words that people use: "since yesterday, 12:00", "Tuesday, 9:04"."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nahbar.toolbox import clock

A_WEEK = 7


def days_ago(at: datetime) -> int:
    """How many midnights of the company's time zone lie between `at` and now."""
    return (localtime(clock.now()).date() - localtime(at).date()).days


def since(at: datetime) -> str:
    """How long somebody has waited: "since 8 o'clock", "since yesterday, 12 o'clock", "since Tuesday"."""
    local, days = localtime(at), days_ago(at)
    if days <= 0:
        if clock.now() - at < timedelta(minutes=2):
            return _("just now")
        if clock.now() - at < timedelta(hours=1):
            return _("for %d minutes") % ((clock.now() - at).seconds // 60)
        return _("since today, %s o'clock") % local.hour
    if days == 1:
        return _("since yesterday, %s o'clock") % local.hour
    if days < A_WEEK:
        return _("since %s") % date_format(local, "l")
    return _("since %s") % _day(local)


def is_late(at: datetime) -> bool:
    """Whoever waits since yesterday or longer has waited too long."""
    return days_ago(at) >= 1


def moment(at: datetime) -> str:
    """When something was said: "today, 9:04", "yesterday, 12:04", "Tuesday, 9:04", "12 November"."""
    local, days = localtime(at), days_ago(at)
    if days <= 0:
        return _("today, %s") % clock_time(local)
    if days == 1:
        return _("yesterday, %s") % clock_time(local)
    if days < A_WEEK:
        return _("%(day)s, %(time)s") % {"day": date_format(local, "l"), "time": clock_time(local)}
    return _day(local)


def ahead(at: datetime) -> str:
    """When something will be: "today, 17:00", "tomorrow, 8:00", "Tuesday, 8:00", "1 December, 8:00"."""
    local, days = localtime(at), -days_ago(at)
    if days <= 0:
        return _("today, %s") % clock_time(local)
    if days == 1:
        return _("tomorrow, %s") % clock_time(local)
    day = date_format(local, "l") if days < A_WEEK else _day(local)
    return _("%(day)s, %(time)s") % {"day": day, "time": clock_time(local)}


def full_moment(at: datetime) -> str:
    """A moment in words that stay true: "Tuesday, 1 December 2026, 8:00"."""
    local = localtime(at)
    return _("%(day)s, %(time)s") % {"day": full_day(local), "time": clock_time(local)}


def clock_time(local: datetime) -> str:
    """A time of day: "9:04"."""
    return f"{local.hour}:{local.minute:02}"


def calendar_day(day: date) -> str:
    """A day of the calendar, with its year only where it is not this one: "14 August"."""
    return _day(day)


def full_day(day: date) -> str:
    """A day to meet on: "Tuesday, 1 December 2026"."""
    # Translators: a day to meet on, in Django's date format: "Tuesday, 1 December 2026".
    return date_format(day, _("l, j F Y"))


def _day(local: date) -> str:
    """The day, with its year only where it is not this one."""
    this_year = local.year == localtime(clock.now()).year
    # Translators: a day of this year, in Django's date format: "12 November".
    return date_format(local, _("j F") if this_year else _("j F Y"))
