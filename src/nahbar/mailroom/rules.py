"""Who may see an inbox and change it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from nahbar.accounts.models import Member
from nahbar.accounts.words import Role
from nahbar.mailroom.models import Inbox


def inboxes_of(member: Member) -> QuerySet[Inbox]:
    """The inboxes whose conversations this member sees: open to all, or their team's; administrators see all."""
    inboxes = Inbox.objects.all()
    if member.is_admin:
        return inboxes
    return inboxes.filter(Q(team__isnull=True) | Q(team__in=member.team_ids))


def inbox_ids_of(member: Member) -> list[int]:
    """The ids of `inboxes_of`, asked for once in the life of `member`'s object: of one request or task.

    A page of the desk asks a dozen times whether a conversation may be seen.
    """
    seen: list[int] | None = member.__dict__.get("_inbox_ids")
    if seen is None:
        seen = member.__dict__["_inbox_ids"] = list(inboxes_of(member).values_list("pk", flat=True))
    return seen


def members_of(inbox: Inbox) -> QuerySet[Member]:
    """The active members who see what is in this inbox."""
    members = Member.objects.filter(is_active=True).order_by("name")
    if inbox.team_id is None:
        return members
    return members.filter(Q(role=Role.ADMIN) | Q(teams=inbox.team_id)).distinct()


def may_manage_inboxes(member: Member) -> bool:
    return member.is_admin and member.is_active


def may_change_firm(member: Member) -> bool:
    return member.is_admin and member.is_active
