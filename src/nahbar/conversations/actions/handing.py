"""Handing over: assigning and saying why, at once."""

from __future__ import annotations

from django.db import transaction

from nahbar.accounts.models import Member, Team
from nahbar.conversations.actions.states import add_note, assign
from nahbar.conversations.models import Conversation


@transaction.atomic
def hand_over(
    conversation: Conversation,
    *,
    by: Member,
    member: Member | None = None,
    team: Team | None = None,
    text: str = "",
    once: str | None = None,
) -> Conversation:
    """Give it to a member, a team or nobody, with a note where there is a text; both happen, or neither.

    Raises NotYours where the member could not see it.
    """
    note = add_note(conversation, member=by, text=text, once=once) if text.strip() else None
    return assign(conversation, actor=by.actor, member=member, team=team, message_id=note.pk if note else None)
