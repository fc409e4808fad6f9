"""What lies in a saved search: conversations, each where its newest hit stands."""

from __future__ import annotations

from collections.abc import Sequence

from nahbar.accounts.models import Member
from nahbar.conversations.models import Searchable
from nahbar.conversations.queries import BadCursor, Page
from nahbar.conversations.search.find import answers, find
from nahbar.conversations.search.question import Question, read_question
from nahbar.conversations.words import PAGE

MOST_DIGITS = 19


def search_page(member: Member, asked: str, *, cursor: str = "", size: int = PAGE) -> Page:
    """One page of what a question finds for this member, newest hit first. Raises BadCursor."""
    if cursor and not (cursor.isdecimal() and len(cursor) <= MOST_DIGITS):
        raise BadCursor("This page no longer exists; start again from the first one.")
    question, below = read_question(asked), int(cursor) if cursor else None
    found = find(member, question, below=below, size=size)
    rows = {hit.message.conversation_id: hit.message.conversation for hit in found.hits}
    shown = _shown_before(question, list(rows), below) if below is not None else set()
    return Page([row for pk, row in rows.items() if pk not in shown], str(found.next or ""))


def _shown_before(question: Question, conversation_ids: Sequence[int], below: int) -> set[int]:
    """Those of these that an earlier page has shown, because a newer message of theirs answers the question too."""
    newer = Searchable.objects.filter(pk__gte=below, message__conversation__in=conversation_ids)
    rows = newer.select_related("message").only("terms", "message__conversation", "message__subject", "message__text")
    return {row.message.conversation_id for row in rows if answers(row.message, row.terms.split(), question)}
