"""What comes in for a team finds one of those who are here: in turn, or whoever has the fewest people waiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Count, QuerySet

from nahbar.accounts.models import Member, Team
from nahbar.accounts.queries import present_in, today
from nahbar.accounts.words import Giving
from nahbar.conversations.actions.states import assign, lock
from nahbar.conversations.models import Conversation
from nahbar.conversations.words import WAITING_BEFORE, ConversationState
from nahbar.history.words import SYSTEM
from nahbar.mailroom.rules import members_of


def give_out(candidates: Mapping[int, int | None]) -> int:
    """Give each of these conversations (to the message that it came with) to somebody of its team; returns how many.

    Only open ones that nobody has and that somebody waits in; their team, else that of their inbox, has to share in
    turn or by load. Where nobody of it is here, it stays with the team.
    """
    rows = _unassigned(candidates).select_related("team", "inbox__team").order_by("pk")
    found = [(row.pk, team) for row in rows if (team := row.team or row.inbox.team) and team.giving != Giving.BY_HAND]
    return sum(_give(pk, team.pk, candidates[pk]) for pk, team in found)


def _unassigned(ids: Mapping[int, int | None]) -> QuerySet[Conversation]:
    return Conversation.objects.filter(
        pk__in=list(ids), state=ConversationState.OPEN, assignee__isnull=True, waiting_since__isnull=False
    )


@transaction.atomic
def _give(conversation_id: int, team_id: int, message_id: int | None) -> bool:
    """The team's row is the queue: who holds it decides whose turn it is, and others wait."""
    team = Team.objects.select_for_update().get(pk=team_id)
    current = lock(conversation_id)
    if not _unassigned({current.pk: None}).exists():
        return False
    seeing = set(members_of(current.inbox).values_list("pk", flat=True))
    present = [member for member in present_in(team, today()) if member.pk in seeing]
    if not present:
        return False
    chosen = next_of(present, team.given_last_id, loads_of(present) if team.giving == Giving.BY_LOAD else {})
    team.given_last = chosen
    team.save(update_fields=["given_last"])
    assign(current, actor=SYSTEM, member=chosen, message_id=message_id)
    return True


def next_of(present: Sequence[Member], last: int | None, loads: Mapping[int, int]) -> Member:
    """Whoever comes after the last one, in the order of `present`; where loads count, of those with the least."""
    in_turn = sorted(present, key=lambda member: (last is not None and member.pk <= last, member.pk))
    return min(in_turn, key=lambda member: loads.get(member.pk, 0))


def loads_of(members: Sequence[Member]) -> dict[int, int]:
    """In how many conversations of each somebody waits; what nobody waits in costs no time today."""
    rows = Conversation.objects.filter(
        assignee__in=members,
        state=ConversationState.OPEN,
        waiting_since__isnull=False,
        queue_at__lt=WAITING_BEFORE,
    )
    return dict(rows.order_by().values_list("assignee").annotate(Count("pk")))
