"""The listener that lets what comes in find somebody, after it was placed: placing waits for nobody's turn."""

from __future__ import annotations

from collections.abc import Sequence

from nahbar.conversations.actions.giving import give_out
from nahbar.conversations.events import (
    ConversationAssigned,
    ConversationCleared,
    MessageReceived,
    SuggestionDeclined,
)
from nahbar.history.events import Event
from nahbar.history.listeners import listen

NAME = "conversations.giving"


@listen(NAME, MessageReceived, SuggestionDeclined, ConversationCleared, ConversationAssigned)
def give(events: Sequence[Event]) -> None:
    """What came in, or turned out to be all right. What a member hands to a team is that member's decision and stays
    with the team; what a machine hands to it finds somebody.
    """
    candidates: dict[int, int | None] = {}
    for event in events:
        if isinstance(event, MessageReceived):
            candidates[event.conversation_id] = event.message_id
        elif isinstance(event, (SuggestionDeclined, ConversationCleared)):
            candidates.setdefault(event.conversation_id)
        elif isinstance(event, ConversationAssigned) and event.team_id is not None:
            if event.by_id is None:
                candidates.setdefault(event.conversation_id)
            else:
                candidates.pop(event.conversation_id, None)
    if candidates:
        give_out(candidates)
