"""Who may do what among members."""

from __future__ import annotations

from nahbar.accounts.models import Member


def may_invite(member: Member) -> bool:
    return member.is_active and member.is_admin


def may_set_presence(by: Member, of: Member) -> bool:
    """May they say when somebody is here? Everybody their own; administrators also for who fell ill."""
    return by.is_active and (by.pk == of.pk or by.is_admin)


def may_manage_keys(member: Member) -> bool:
    return member.is_active and member.is_admin


def may_manage_members(member: Member) -> bool:
    """May they change roles and teams, and switch members off and on?"""
    return member.is_active and member.is_admin
