"""Asking a colleague: the question stands in a note, and in their pile until they answer or say that it is done."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.conversations.events import QuestionSettled
from nahbar.conversations.models import Conversation, Message, Question
from nahbar.conversations.rules import NotYours, may_answer, may_see
from nahbar.history.actions import publish, record
from nahbar.history.words import Subject
from nahbar.toolbox import clock


def ask_in(note: Message, conversation: Conversation, members: Iterable[Member]) -> None:
    """Let a note ask these. Inside the transaction that writes it. Raises NotYours; nobody asks themselves."""
    asked = {member.pk: member for member in members if member.pk != note.member_id}
    for member in asked.values():
        if not may_see(member, conversation):
            raise NotYours(f"{member.name} cannot see this inbox, so the question would not reach them.")
    Question.objects.bulk_create(
        Question(note=note, asker=note.member, asked=member, at=note.at) for member in asked.values()
    )


def answer_with(note: Message, conversation: Conversation, member: Member) -> None:
    """What this member was asked in the conversation is answered by their note. Inside its transaction."""
    mine = Question.objects.filter(note__conversation=conversation, asked=member, settled_at__isnull=True)
    mine.exclude(note=note).update(settled_at=note.at, answer=note)


@transaction.atomic
def settle_question(question: Question, *, member: Member) -> Question:
    """Say that it is done, without a note. Doing it twice changes nothing. Raises NotYours."""
    found = Question.objects.select_for_update().filter(pk=question.pk).select_related("note__conversation").first()
    if found is None or not may_answer(member, found):
        raise NotYours("This question does not exist any more, or somebody else is asked.")
    if found.settled_at is None:
        found.settled_at = clock.now()
        found.save(update_fields=["settled_at"])
        conversation_id = found.note.conversation_id
        record(
            actor=member.actor, verb="conversation.question_settled", subject=Subject("conversation", conversation_id)
        )
        publish(QuestionSettled(conversation_id=conversation_id, question_id=found.pk))
    return found
