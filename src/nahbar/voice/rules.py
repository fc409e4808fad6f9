"""Who may shape the company's language, and who may let a stopped message through."""

from __future__ import annotations

from nahbar.accounts.models import Member
from nahbar.voice.models import HouseStyle


def may_shape_language(member: Member) -> bool:
    """House style, saved texts and rules: administrators and the language owner."""
    return member.is_active and (member.is_admin or is_language_owner(member))


def is_language_owner(member: Member) -> bool:
    return HouseStyle.objects.filter(team__isnull=True, owner=member).exists()


def may_name_owner(member: Member) -> bool:
    """Who looks after the language is decided by administrators."""
    return member.is_active and member.is_admin


def may_override_stop(member: Member) -> bool:
    """Send in public what names a person, with a reason that is kept."""
    return may_shape_language(member)
