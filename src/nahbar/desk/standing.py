"""What stands over a conversation: other matters of the person, parked suggestions, spam, what was just done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.http import HttpRequest

from nahbar.accounts.models import Member
from nahbar.conversations.models import Conversation
from nahbar.conversations.queries import suggestions_for
from nahbar.conversations.rules import visible_to
from nahbar.conversations.words import ALIVE, ConversationState
from nahbar.desk.when import since
from nahbar.people.models import Address

NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Notice:
    """What was done a moment ago, and how to take it back: `undo` is an address to post `fields` to."""

    words: str
    undo: str = ""
    tone: str = "success"
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Other:
    """Another conversation of the same person."""

    conversation: Conversation
    since: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything over the thread. `aside` says why the conversation was put aside, "" where it was not."""

    aside: str
    is_spam: bool
    is_parked: bool
    belongs_to: Conversation | None
    suggestions: list[Conversation]
    also_open: list[Other]
    blocked: list[Address]
    notice: Notice | None


def standing_of(
    request: HttpRequest, conversation: Conversation, earlier: Sequence[Conversation], member: Member
) -> Standing:
    """One query, and one more for what is parked. `earlier` are the person's other conversations."""
    is_parked = conversation.state == ConversationState.PARKED
    is_spam = conversation.state == ConversationState.SPAM
    alive = conversation.state in ALIVE
    return Standing(
        aside=conversation.parked_in_words,
        is_spam=is_spam,
        is_parked=is_parked,
        belongs_to=_belongs_to(conversation, member) if is_parked else None,
        suggestions=[] if is_parked or is_spam else suggestions_for(conversation, member),
        also_open=[Other(row, since(row.created_at)) for row in earlier if alive and row.state in ALIVE],
        blocked=[address for address in conversation.person.addresses.all() if address.blocked_at],
        notice=_notice(request, conversation.pk),
    )


def _belongs_to(conversation: Conversation, member: Member) -> Conversation | None:
    """Where a parked one says it belongs, if the member may know of that."""
    return visible_to(member).filter(pk=conversation.suggested_id).first() if conversation.suggested_id else None


def keep_notice(request: HttpRequest, conversation_id: int, notice: Notice) -> None:
    """Let the next page of this conversation say it, once."""
    request.session[f"{NOTICE}-{conversation_id}"] = asdict(notice)


def _notice(request: HttpRequest, conversation_id: int) -> Notice | None:
    kept = request.session.pop(f"{NOTICE}-{conversation_id}", None)
    return Notice(**kept) if kept else None
