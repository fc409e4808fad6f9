"""Parked conversations: a member says whether they belong where they claim to."""

from __future__ import annotations

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.conversations.actions.joining import join
from nahbar.conversations.actions.merged import lock_living
from nahbar.conversations.actions.rearranging import insist_on_sight
from nahbar.conversations.actions.states import subject_of
from nahbar.conversations.actions.waiting import unanswered_since
from nahbar.conversations.events import SuggestionDeclined
from nahbar.conversations.models import Conversation, Participant, Rearrangement
from nahbar.conversations.words import ConversationState, ParkReason
from nahbar.history.actions import publish, record
from nahbar.history.words import Actor
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault


class NothingSuggested(Fault):
    """The conversation is not parked, or names no other one."""


@transaction.atomic
def accept_suggestion(conversation: Conversation, *, member: Member, actor: Actor | None = None) -> Rearrangement:
    """It belongs there: join it; whoever wrote it takes part from now on. `undo` takes it back.

    Where the sender could not be confirmed, the member vouches for them in this conversation: their next mail is let
    in without a question. Raises NothingSuggested, NotYours, CannotJoin.
    """
    if conversation.suggested is None:
        raise NothingSuggested("This conversation does not say where it belongs.")
    into = conversation.suggested
    current = _parked(conversation, member, also=into)
    forged = current.parked_for.get("reason") == ParkReason.FORGED
    addresses = list(current.participants.values_list("address_id", flat=True)) if forged else []
    done = join(current, into=into, member=member, actor=actor)
    if addresses:
        rows = Participant.objects.filter(
            conversation_id=done.target_id, address__in=addresses, vouched_at__isnull=True
        )
        done.moved["vouched"] = list(rows.values_list("address_id", flat=True))
        rows.update(vouched_at=clock.now())
        done.save(update_fields=["moved"])
    return done


@transaction.atomic
def decline_suggestion(conversation: Conversation, *, member: Member, actor: Actor | None = None) -> Conversation:
    """It stands for itself: an ordinary open conversation, whatever it was parked for.

    What the same person writes later to the conversation that it claimed to belong to comes here. Raises NotYours,
    NothingSuggested.
    """
    current = _parked(conversation, member)
    current.state, current.parked_for = ConversationState.OPEN, {}
    current.set_waiting(unanswered_since(current))
    current.save(update_fields=["state", "parked_for", "waiting_since", "queue_at"])
    record(actor=actor or member.actor, verb="conversation.suggestion_declined", subject=subject_of(current))
    publish(SuggestionDeclined(conversation_id=current.pk))
    return current


def _parked(conversation: Conversation, member: Member, *, also: Conversation | None = None) -> Conversation:
    """The conversation, locked; together with `also`, so that nobody who wants both waits for us and we for them."""
    living = lock_living({conversation.pk} | ({also.pk} if also else set()))
    current = living.get(conversation.pk)
    if current is None or current.state != ConversationState.PARKED:
        raise NothingSuggested("This conversation is no longer parked; somebody has decided already.")
    insist_on_sight(member, current)
    return current
