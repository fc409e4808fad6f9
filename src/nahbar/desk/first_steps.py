"""First steps for a new company: a small card over the list that ticks itself off and goes away."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.accounts.actions import put_away_first_steps
from nahbar.accounts.models import Invitation, Member
from nahbar.accounts.queries import active_members
from nahbar.desk.words import DEFAULT_PILE
from nahbar.mailroom.models import Delivery, Inbox


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, where, and whether it is done."""

    words: str
    more: str
    url: str
    is_done: bool


def first_steps_of(member: Member) -> list[Step]:
    """What administrators of a new company see; nothing from the moment on at which all of it is done.

    Three small questions to the database until then, none afterwards.
    """
    if not (member.is_admin and member.first_steps):
        return []
    steps = [
        Step(
            _("Connect an inbox"),
            _("Then mail comes in here and goes out from here."),
            reverse("desk:inboxes"),
            Inbox.objects.filter(is_active=True).exists(),
        ),
        Step(
            _("Invite your colleagues"),
            _("Together it goes faster, and everybody sees who is on it."),
            reverse("desk:members"),
            _has_company(member),
        ),
        Step(
            _("Answer the first mail"),
            _("As soon as somebody writes, they stand in this list."),
            reverse("desk:pile", args=[DEFAULT_PILE]),
            Delivery.objects.filter(origin_kind="message").exists(),
        ),
    ]
    if all(step.is_done for step in steps):
        put_away_first_steps(member)
        return []
    return steps


def _has_company(member: Member) -> bool:
    return active_members().exclude(pk=member.pk).exists() or Invitation.objects.exists()
