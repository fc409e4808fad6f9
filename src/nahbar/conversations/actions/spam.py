"""What members say about spam: this is some, this is none, and from this sender I want no more."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.accounts.queries import member_at
from nahbar.conversations.actions.states import lock, subject_of
from nahbar.conversations.actions.waiting import unanswered_since
from nahbar.conversations.events import ConversationCleared, ConversationMarkedSpam
from nahbar.conversations.models import Conversation, Message, Teaching
from nahbar.conversations.rules import NotYours, may_see, visible_to
from nahbar.conversations.words import ALIVE, MOST_TAUGHT, ConversationState, MessageKind, ParkReason
from nahbar.history.actions import publish, record
from nahbar.history.words import Actor
from nahbar.people import actions as people
from nahbar.people.models import Address
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault


class OneOfUs(Fault):
    """The address is a member's."""


@transaction.atomic
def mark_spam(conversation: Conversation, by: Member) -> Conversation:
    """Put a conversation into the spam pile: nobody waits in it, and the filter learns. `not_spam` undoes it.

    Raises NotYours.
    """
    current = _mine(conversation, by)
    if current.state == ConversationState.SPAM:
        return current
    _put_away(current, ParkReason.MARKED, by.actor)
    _teach(current, is_spam=True)
    return current


@transaction.atomic
def spam_by_rule(conversation: Conversation, *, actor: Actor) -> Conversation:
    """The same by a rule, from which the filter learns nothing: rules know only what somebody wrote into them."""
    current = lock(conversation.pk)
    if current.state != ConversationState.SPAM:
        _put_away(current, ParkReason.RULE, actor)
    return current


def _put_away(current: Conversation, reason: ParkReason, actor: Actor) -> None:
    current.parked_for = {"reason": reason, "was": current.state, "before": current.parked_for}
    current.state = ConversationState.SPAM
    current.set_waiting(None)
    _save(current)
    record(actor=actor, verb="conversation.marked_spam", subject=subject_of(current))
    publish(ConversationMarkedSpam(conversation_id=current.pk))


@transaction.atomic
def not_spam(conversation: Conversation, by: Member) -> Conversation:
    """Out of the spam pile, back to where it was; else it is open, and whoever wrote waits. The filter learns.

    Its sender counts as known from now on. `mark_spam` undoes it. Raises NotYours.
    """
    current = _mine(conversation, by)
    if current.state != ConversationState.SPAM:
        return current
    current.state = current.parked_for.get("was", ConversationState.OPEN)
    current.parked_for = current.parked_for.get("before", {})
    current.set_waiting(unanswered_since(current) if current.state in ALIVE else None)
    _save(current)
    record(actor=by.actor, verb="conversation.marked_no_spam", subject=subject_of(current))
    publish(ConversationCleared(conversation_id=current.pk))
    _teach(current, is_spam=False)
    return current


def block_sender(address: Address, by: Member) -> Address:
    """What comes from this address goes to the spam pile from now on: taken in, never refused, nobody waits.

    Raises NotYours where the member sees nothing of this sender, and OneOfUs.
    """
    _insist_on_sight(address, by)
    if member_at(address.value) is not None:
        raise OneOfUs("This is the address of a member; whoever is one of you is not blocked.")
    return people.block(address, actor=by.actor)


def unblock_sender(address: Address, by: Member) -> Address:
    """What comes from this address counts again. Raises NotYours."""
    _insist_on_sight(address, by)
    return people.unblock(address, actor=by.actor)


def _insist_on_sight(address: Address, by: Member) -> None:
    seen = visible_to(by).filter(participants__address=address)
    if not (by.is_active and (by.is_admin or seen.exists())):
        raise NotYours("This sender does not exist, or only teams that you are not in talk with them.")


def _mine(conversation: Conversation, by: Member) -> Conversation:
    current = lock(conversation.pk)
    if not may_see(by, current):
        raise NotYours("This conversation does not exist, or it belongs to a team that you are not in.")
    return current


def _save(conversation: Conversation) -> None:
    conversation.save(update_fields=["state", "parked_for", "waiting_since", "queue_at"])


def _teach(conversation: Conversation, *, is_spam: bool) -> None:
    """Note what the filter is to learn; the newest click counts. A click never waits for the filter itself."""
    if not settings.NAHBAR.rspamd_url:
        return
    rows = Message.objects.filter(conversation=conversation, kind=MessageKind.INBOUND, arrival__isnull=False)
    arrivals = rows.order_by("-at", "-id").values_list("arrival_id", flat=True)[:MOST_TAUGHT]
    Teaching.objects.bulk_create(
        [Teaching(arrival_id=arrival_id, is_spam=is_spam, not_before=clock.now()) for arrival_id in arrivals],
        update_conflicts=True,
        unique_fields=["arrival"],
        update_fields=["is_spam", "state", "not_before", "attempts", "problem"],
    )
