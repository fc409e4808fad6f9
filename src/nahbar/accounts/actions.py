"""All writes about members, teams, invitations and API keys."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db import transaction

from nahbar.accounts.models import ApiKey, Invitation, Member, Team
from nahbar.accounts.rules import may_invite
from nahbar.accounts.words import INVITATION_LASTS, KEY_USED_EVERY, Role, Scope
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
def make_team(*, actor: Actor, name: str, members: Iterable[Member]) -> Team:
    team = Team.objects.create(name=name)
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
    invitation = Invitation.objects.filter(secret_hash=hash_secret(secret), accepted_at__isnull=True).first()
    if invitation is None or clock.now() - invitation.created_at > INVITATION_LASTS:
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


def update_profile(member: Member, *, actor: Actor, **fields: str) -> Member:
    """Change what a member says of themselves: name, signature, phone, language, theme, picture, picture_type."""
    allowed = {"name", "signature", "phone", "language", "theme", "picture", "picture_type"}
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
