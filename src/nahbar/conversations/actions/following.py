"""Following a conversation that is another's."""

from __future__ import annotations

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.conversations.actions.states import lock
from nahbar.conversations.events import FollowersChanged
from nahbar.conversations.models import Conversation, Follower
from nahbar.conversations.rules import NotYours, may_see
from nahbar.history.actions import publish


@transaction.atomic
def follow(conversation: Conversation, *, member: Member, on: bool) -> Conversation:
    """Hear of what the person writes in it, or no more. Raises NotYours.

    Only this makes somebody a follower: being asked or named, answering or handing over does not.
    """
    current = lock(conversation.pk)
    if not may_see(member, current):
        raise NotYours("This conversation does not exist, or it belongs to a team that you are not in.")
    if on:
        changed = Follower.objects.get_or_create(conversation=current, member=member)[1]
    else:
        changed = bool(Follower.objects.filter(conversation=current, member=member).delete()[0])
    if changed:
        publish(FollowersChanged(conversation_id=current.pk))
    return current


def take_followers(target: Conversation, source: Conversation) -> list[int]:
    """Who followed what was joined follows where it went; returns the members who did not before."""
    there = set(target.followers.values_list("member_id", flat=True))
    new = [pk for pk in source.followers.values_list("member_id", flat=True) if pk not in there]
    Follower.objects.bulk_create((Follower(conversation=target, member_id=pk) for pk in new), ignore_conflicts=True)
    return new
