"""Search over everything that the member may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.search.find import Hit, find
from nahbar.conversations.search.marks import Piece, excerpt
from nahbar.conversations.search.question import Question, read_question
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.views.saved import sharings
from nahbar.desk.when import moment


@dataclass(frozen=True, slots=True)
class Answer:
    """One conversation that holds hits: its newest hit, and how many more there are on this page."""

    conversation: Conversation
    message: Message
    pieces: list[Piece]
    time: str
    url: str
    more: int = 0


@members_only
def search(request: HttpRequest) -> HttpResponse:
    """The page with the question (`q`) and its answers; `below` goes on where the last page ended."""
    asked = request.GET.get("q", "")[:500]
    below = request.GET.get("below", "")
    question = read_question(asked)
    cursor = int(below) if below.isdecimal() and len(below) < 19 else None
    found = find(member_of(request), question, below=cursor)
    context = {"asked": asked, "answers": _by_conversation(found.hits, question), "next": found.next}
    offered = [] if question.is_empty else sharings(member_of(request))
    return render(request, "desk/search.html", {**context, "is_empty": question.is_empty, "sharings": offered})


def _by_conversation(hits: list[Hit], question: Question) -> list[Answer]:
    """The hits of each conversation together, in the order of their newest."""
    together: dict[int, list[Message]] = {}
    for hit in hits:
        together.setdefault(hit.message.conversation_id, []).append(hit.message)
    return [_answer(messages, question) for messages in together.values()]


def _answer(messages: list[Message], question: Question) -> Answer:
    newest = messages[0]
    conversation = newest.conversation
    return Answer(
        conversation=conversation,
        message=newest,
        pieces=excerpt(newest.own_words or newest.text, question, language=conversation.person.language[:2]),
        time=moment(newest.at),
        url=f"{reverse('desk:conversation', args=[conversation.pk])}#said-{newest.pk}",
        more=len(messages) - 1,
    )
