"""All writes about members, teams, invitations and API keys."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date

from allauth.mfa.models import Authenticator
from django.db import transaction

from nahbar.accounts.models import ApiKey, Invitation, Member, Team
from nahbar.accounts.queries import open_invitations
from nahbar.accounts.rules import may_invite, may_manage_members, may_set_presence
from nahbar.accounts.words import ALL_DAYS, KEY_USED_EVERY, Giving, Role, Scope
from nahbar.history.actions import record
from nahbar.history.words import SYSTEM, Actor, Subject
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.ids import hash_secret


class NotAllowed(Fault):
    """The member may not do this."""


class InvitationInvalid(Fault):
    """The invitation is used up, too old, or none of ours."""


class AlreadyMember(Fault):
    """Somebody with this address is a member already."""


class LastAdmin(Fault):
    """Nobody would be left to look after the house."""


class BadPresence(Fault):
    """The days of an absence do not fit together."""


class NameTaken(Fault):
    """Another team has this name."""


@transaction.atomic
def add_member(
    *,
    email: str,
    name: str,
    password: str | None,
    role: str = Role.MEMBER,
    actor: Actor = SYSTEM,
    language: str = "",
    signature: str = "",
    phone: str = "",
) -> Member:
    """Make a member. Raises AlreadyMember."""
    email = email.strip().lower()
    if Member.objects.filter(email__iexact=email).exists():
        raise AlreadyMember("Somebody with this address is a member already.")
    member = Member(email=email, name=name.strip(), role=role, language=language, signature=signature, phone=phone)
    member.set_password(password)
    member.save()
    record(actor=actor, verb="member.added", subject=Subject("member", member.pk), data={"role": role})
    return member


@transaction.atomic
def set_password(member: Member, *, password: str, actor: Actor = SYSTEM) -> None:
    """Give a member a new password; every session that was opened with the old one ends."""
    member.set_password(password)
    member.save(update_fields=["password"])
    record(actor=actor, verb="member.password_set", subject=Subject("member", member.pk))


@transaction.atomic
def make_team(*, actor: Actor, name: str, members: Iterable[Member], giving: str = Giving.BY_HAND) -> Team:
    """Raises NameTaken."""
    if Team.objects.filter(name__iexact=name).exists():
        raise NameTaken("There is a team of this name already.")
    team = Team.objects.create(name=name, giving=giving)
    team.members.set(members)
    record(actor=actor, verb="team.made", subject=Subject("team", team.pk), data={"name": name})
    return team


@transaction.atomic
def invite(*, member: Member, email: str, role: str = Role.MEMBER) -> tuple[Invitation, str]:
    """Invite somebody; returns invitation and secret, told once. Raises NotAllowed, AlreadyMember."""
    if not may_invite(member):
        raise NotAllowed("Only administrators invite members.")
    if Member.objects.filter(email__iexact=email.strip()).exists():
        raise AlreadyMember("Somebody with this address is a member already.")
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        role=role,
        secret_hash=hash_secret(secret),
        invited_by=member,
        created_at=clock.now(),
    )
    record(actor=member.actor, verb="member.invited", subject=Subject("invitation", invitation.pk))
    return invitation, secret


def find_invitation(secret: str) -> Invitation:
    """The open invitation of this secret. Raises InvitationInvalid."""
    invitation = open_invitations().filter(secret_hash=hash_secret(secret)).first()
    if invitation is None:
        raise InvitationInvalid("This invitation is no longer valid. Ask for a new one.")
    return invitation


@transaction.atomic
def accept_invitation(secret: str, *, name: str, password: str) -> Member:
    """Become a member. Raises InvitationInvalid, AlreadyMember."""
    invitation = Invitation.objects.select_for_update().get(pk=find_invitation(secret).pk)
    if invitation.accepted_at is not None:
        raise InvitationInvalid("This invitation is no longer valid. Ask for a new one.")
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    return add_member(
        email=invitation.email,
        name=name,
        password=password,
        role=invitation.role,
        actor=invitation.invited_by.actor,
    )


@transaction.atomic
def make_api_key(
    *, member: Member, name: str, scopes: Iterable[str] = (Scope.READ, Scope.WRITE)
) -> tuple[ApiKey, str]:
    """Make a key that acts for `member`; returns it with its token, which is told once."""
    token = f"nahbar_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        name=name, member=member, secret_hash=hash_secret(token), scopes=list(scopes), created_at=clock.now()
    )
    record(actor=member.actor, verb="api_key.made", subject=Subject("api_key", key.pk), data={"name": name})
    return key, token


@transaction.atomic
def revoke_api_key(key: ApiKey, *, actor: Actor) -> None:
    key.revoked_at = clock.now()
    key.save(update_fields=["revoked_at"])
    record(actor=actor, verb="api_key.revoked", subject=Subject("api_key", key.pk))


def note_key_used(key: ApiKey) -> None:
    """Remember that the key lives; written at most once a minute, it is for people to look at."""
    at = clock.now()
    if key.used_at is None or at - key.used_at > KEY_USED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(used_at=at)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, member: Member) -> None:
    """Take an invitation back; its link stops working. Raises NotAllowed."""
    if not may_invite(member):
        raise NotAllowed("Only administrators take invitations back.")
    record(actor=member.actor, verb="member.invitation_withdrawn", subject=Subject("invitation", invitation.pk))
    invitation.delete()


@transaction.atomic
def change_role(member: Member, *, role: str, by: Member) -> None:
    """Make somebody administrator or member. Raises NotAllowed, LastAdmin."""
    _insist_on_admin(by)
    if role != Role.ADMIN:
        _keep_an_admin_beside(member)
    member.role = role
    member.save(update_fields=["role"])
    record(actor=by.actor, verb="member.role_changed", subject=Subject("member", member.pk), data={"role": role})


@transaction.atomic
def switch_off_member(member: Member, *, by: Member) -> None:
    """Let nobody sign in as `member` any more; open sessions end, what they wrote stays.

    Raises NotAllowed, LastAdmin.
    """
    _insist_on_admin(by)
    _keep_an_admin_beside(member)
    member.is_active = False
    member.signed_out_at = clock.now()
    member.save(update_fields=["is_active", "signed_out_at"])
    record(actor=by.actor, verb="member.switched_off", subject=Subject("member", member.pk))


@transaction.atomic
def switch_on_member(member: Member, *, by: Member) -> None:
    """Let them sign in again, with the password that they had. Raises NotAllowed."""
    _insist_on_admin(by)
    member.is_active = True
    member.save(update_fields=["is_active"])
    record(actor=by.actor, verb="member.switched_on", subject=Subject("member", member.pk))


@transaction.atomic
def remove_second_factors(member: Member, *, by: Member) -> None:
    """Let somebody who lost their phone sign in with the password alone. Raises NotAllowed."""
    _insist_on_admin(by)
    Authenticator.objects.filter(user=member).delete()
    record(actor=by.actor, verb="member.second_factors_removed", subject=Subject("member", member.pk))


def _insist_on_admin(member: Member) -> None:
    if not may_manage_members(member):
        raise NotAllowed("Only administrators change members and teams.")


def _keep_an_admin_beside(member: Member) -> None:
    """Raises LastAdmin; the lock keeps two administrators from switching each other off at the same moment."""
    admins = Member.objects.select_for_update().filter(role=Role.ADMIN, is_active=True)
    if {each.pk for each in admins} <= {member.pk}:
        raise LastAdmin("Somebody has to look after the house: make another member administrator first.")


@transaction.atomic
def change_team(team: Team, *, by: Member, name: str, members: Iterable[Member], giving: str | None = None) -> Team:
    """Give a team its name, its members, and the way in which they share. Raises NotAllowed, NameTaken."""
    _insist_on_admin(by)
    if Team.objects.filter(name__iexact=name).exclude(pk=team.pk).exists():
        raise NameTaken("There is a team of this name already.")
    team.name = name
    team.giving = giving or team.giving
    team.save(update_fields=["name", "giving"])
    team.members.set(members)
    record(actor=by.actor, verb="team.changed", subject=Subject("team", team.pk), data={"name": name})
    return team


@transaction.atomic
def set_presence(
    member: Member, *, by: Member, working_days: str, away_from: date | None = None, away_until: date | None = None
) -> Member:
    """Say on which weekdays a member works ("135": Monday, Wednesday, Friday) and when they are away.

    With one day of an absence missing, it is that one day. Raises NotAllowed, BadPresence.
    """
    if not may_set_presence(by, member):
        raise NotAllowed("Only they themselves and administrators say when somebody is here.")
    first, last = away_from or away_until, away_until or away_from
    if first and last and last < first:
        raise BadPresence("The last day of the absence lies before the first one.")
    member.working_days = "".join(day for day in ALL_DAYS if day in working_days)
    member.away_from, member.away_until = first, last
    member.save(update_fields=["working_days", "away_from", "away_until"])
    record(actor=by.actor, verb="member.presence_set", subject=Subject("member", member.pk))
    return member


def update_profile(member: Member, *, actor: Actor, **fields: str | bool) -> Member:
    """Change what a member says of themselves: name, signature, phone, language, theme, picture, picture_type,
    copies_by_mail.
    """
    allowed = {"name", "signature", "phone", "language", "theme", "picture", "picture_type", "copies_by_mail"}
    with transaction.atomic():
        for name, value in fields.items():
            if name in allowed:
                setattr(member, name, value)
        member.save(update_fields=sorted(set(fields) & allowed))
        record(
            actor=actor,
            verb="member.profile_changed",
            subject=Subject("member", member.pk),
            data={"fields": sorted(fields)},
        )
    return member


def put_away_first_steps(member: Member) -> None:
    """They are done, or the member does not need them; they are not shown again."""
    if member.first_steps:
        member.first_steps = False
        member.save(update_fields=["first_steps"])
