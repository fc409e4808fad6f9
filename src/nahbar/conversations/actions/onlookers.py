"""Who has a conversation open, and who is typing. Pages say so now and then; only what changes is told to others."""

from __future__ import annotations

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.conversations.events import OnlookersChanged
from nahbar.conversations.models import Conversation, Onlooker
from nahbar.conversations.rules import get_visible
from nahbar.conversations.words import BEAT, HERE_FOR, ONLOOKERS_KEPT, lately
from nahbar.history.actions import publish
from nahbar.toolbox import clock


def look_on(conversation: Conversation, *, member: Member, typing: bool = False) -> None:
    """The member has it open. Written once in BEAT at most, told where somebody else looks on. Raises NotYours."""
    get_visible(member, conversation.pk)
    now = clock.now()
    row = Onlooker.objects.filter(conversation=conversation, member=member).first()
    if row is not None and lately(row.here_at, BEAT) and (not typing or lately(row.typed_at, BEAT)):
        return
    is_news = row is None or not row.is_here or (typing and not row.is_typing)
    seen = {"here_at": now, "typed_at": now} if typing else {"here_at": now}
    with transaction.atomic():
        Onlooker.objects.update_or_create(conversation=conversation, member=member, defaults=seen)
        Onlooker.objects.filter(member=member, here_at__lt=now - ONLOOKERS_KEPT).delete()
        if is_news:
            _tell(conversation, member)


@transaction.atomic
def look_away(conversation: Conversation, *, member: Member) -> None:
    """The member has closed it, or hidden its page."""
    gone, _ = Onlooker.objects.filter(conversation=conversation, member=member).delete()
    if gone:
        _tell(conversation, member)


@transaction.atomic
def stop_typing(conversation: Conversation, *, member: Member) -> None:
    """What the member was typing is said."""
    rows = Onlooker.objects.filter(conversation=conversation, member=member, typed_at__isnull=False)
    if rows.update(typed_at=None):
        _tell(conversation, member)


def _tell(conversation: Conversation, member: Member) -> None:
    now = clock.now()
    others = Onlooker.objects.filter(conversation=conversation, here_at__gt=now - HERE_FOR).exclude(member=member)
    if others.exists():
        publish(OnlookersChanged(conversation_id=conversation.pk))
