"""Remembering that a member has looked, and that somebody is through with everything."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.conversations.models import Conversation
from nahbar.conversations.seen.models import CaughtUp, Look
from nahbar.conversations.seen.queries import Stand
from nahbar.conversations.words import MessageKind
from nahbar.toolbox import clock


def looked(conversation: Conversation, member: Member, stand: Stand) -> None:
    """They see it as it stands now. Writes only where somebody wrote since, so that most looks cost nothing."""
    if stand.is_new and stand.came_at is not None:
        _keep(conversation, member, max(clock.now(), stand.came_at))


def not_looked(conversation: Conversation, member: Member) -> None:
    """Let it stand as new once more, for this member."""
    said = conversation.messages.filter(kind=MessageKind.INBOUND).order_by("-at", "-id")
    came_at = said.values_list("at", flat=True).first()
    if came_at is not None:
        _keep(conversation, member, came_at - timedelta(microseconds=1))


def _keep(conversation: Conversation, member: Member, at: datetime) -> None:
    Look.objects.bulk_create(
        [Look(member=member, conversation=conversation, at=at)],
        update_conflicts=True,
        unique_fields=["member", "conversation"],
        update_fields=["at"],
    )


@transaction.atomic
def all_looked(member: Member) -> None:
    """Nothing that came until now is new to them any more; their looks before this are needed no longer."""
    now = clock.now()
    CaughtUp.objects.update_or_create(member=member, defaults={"at": now})
    Look.objects.filter(member=member, at__lte=now).delete()
