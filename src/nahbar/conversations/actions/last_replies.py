"""When we answered last, for the pile of what left."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import OuterRef, Subquery

from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.words import MessageKind


def keep_last_reply(conversation_ids: Collection[int]) -> None:
    """Take it anew from the messages that lie in these conversations; None where we never answered."""
    replies = Message.objects.filter(conversation=OuterRef("pk"), kind=MessageKind.REPLY).order_by("-at", "-id")
    Conversation.objects.filter(pk__in=conversation_ids).update(last_reply_at=Subquery(replies.values("at")[:1]))
