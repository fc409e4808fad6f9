"""Who may write rules."""

from __future__ import annotations

from nahbar.accounts.models import Member


def may_manage_rules(member: Member) -> bool:
    """Administrators: a rule reaches into every inbox."""
    return member.is_active and member.is_admin
