"""Reads about members."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.timezone import localtime

from nahbar.accounts.models import ApiKey, Invitation, Member, Team
from nahbar.accounts.words import INVITATION_LASTS
from nahbar.toolbox import clock
from nahbar.toolbox.ids import hash_secret


def active_members() -> QuerySet[Member]:
    return Member.objects.filter(is_active=True).order_by("name")


def member_at(email: str) -> Member | None:
    """The member who signs in with this address, switched on or off."""
    return Member.objects.filter(email__iexact=email.strip()).first()


def members_at(emails: Iterable[str]) -> dict[str, Member]:
    """The active members who sign in with these addresses, by the address in lower case."""
    wanted = {email.strip().lower() for email in emails}
    rows = Member.objects.annotate(lowered=Lower("email")).filter(lowered__in=wanted, is_active=True)
    return {member.email.lower(): member for member in rows}


def today() -> date:
    """The day in the company's time zone."""
    return localtime(clock.now()).date()


def absent_on(day: date) -> QuerySet[Member]:
    """Those who are not here on this day: away, off on this weekday, or switched off."""
    away = Q(away_from__lte=day, away_until__gte=day)
    return Member.objects.filter(Q(is_active=False) | away | ~Q(working_days__contains=str(day.isoweekday())))


def present_in(team: Team, day: date) -> list[Member]:
    """The members of a team who are here on this day, in the order in which they joined: that of their turns."""
    return list(team.members.filter(is_active=True).exclude(pk__in=absent_on(day).values("pk")).order_by("pk"))


def teams() -> QuerySet[Team]:
    return Team.objects.order_by("name")


def open_invitations() -> QuerySet[Invitation]:
    """Those that can still be accepted, newest first."""
    since = clock.now() - INVITATION_LASTS
    waiting = Invitation.objects.filter(accepted_at__isnull=True, created_at__gt=since, invited_by__is_active=True)
    return waiting.select_related("invited_by").order_by("-created_at")


def living_keys() -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(revoked_at__isnull=True).select_related("member").order_by("name", "pk")


def key_of(token: str) -> ApiKey | None:
    """The living key of a bearer token; its member must be active."""
    return (
        ApiKey.objects.filter(secret_hash=hash_secret(token), revoked_at__isnull=True, member__is_active=True)
        .select_related("member")
        .first()
    )
