"""May this member see and touch this conversation?"""

from __future__ import annotations

from django.db.models import QuerySet

from nahbar.accounts.models import Member
from nahbar.conversations.models import Conversation, Draft, Question
from nahbar.mailroom.rules import inbox_ids_of
from nahbar.toolbox.faults import Fault


class NotYours(Fault):
    """The thing does not exist for this member."""


def visible_to(member: Member) -> QuerySet[Conversation]:
    """Every conversation of an inbox that this member sees."""
    if member.is_admin:
        return Conversation.objects.all()
    return Conversation.objects.filter(inbox__in=inbox_ids_of(member))


def may_see(member: Member, conversation: Conversation) -> bool:
    return member.is_active and visible_to(member).filter(pk=conversation.pk).exists()


def may_answer(member: Member, question: Question) -> bool:
    """May they say that what was asked is done? Only who is asked, as long as they see the conversation."""
    return question.asked_id == member.pk and may_see(member, question.note.conversation)


def get_question(member: Member, question_id: int) -> Question:
    """The one door to a question, for who is asked. Raises NotYours."""
    found = Question.objects.filter(pk=question_id).select_related("note__conversation").first()
    if found is None or not may_answer(member, found):
        raise NotYours("This question does not exist any more, or somebody else is asked.")
    return found


def get_visible(member: Member, conversation_id: int) -> Conversation:
    """The one door to a conversation. Raises NotYours for one that is missing or hidden alike."""
    found = (
        visible_to(member)
        .filter(pk=conversation_id)
        .select_related("person", "inbox", "inbox__firm", "assignee", "team")
        .first()
    )
    if found is None or not member.is_active:
        raise NotYours("This conversation does not exist, or it belongs to a team that you are not in.")
    return found


def get_draft(member: Member, draft_id: int) -> Draft:
    """A draft of whomever: who sees the conversation sees what is about to be said in it. Raises NotYours."""
    draft = Draft.objects.filter(pk=draft_id, conversation__in=visible_to(member)).select_related("member").first()
    if draft is None or not member.is_active:
        raise NotYours("This draft does not exist any more, or it belongs to a team that you are not in.")
    return draft
