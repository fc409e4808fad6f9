"""The palette: whatever a member types, the places, people, conversations and actions that fit."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.accounts.models import Member
from nahbar.conversations.models import Conversation, Tag
from nahbar.conversations.rules import visible_to
from nahbar.conversations.saved.rules import searches_of
from nahbar.conversations.search.find import find
from nahbar.conversations.search.question import read_question
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.places import MOST_DIGITS, of_inbox, of_search, of_tag, piles
from nahbar.desk.words import Text
from nahbar.mailroom.rules import inboxes_of

MOST_OF_A_KIND = 6
MOST_HITS = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """Something to choose: it opens `url`, or does what the key `press` does on the page."""

    title: Text
    kind: Text
    url: str = ""
    press: str = ""


@members_only
def palette(request: HttpRequest) -> HttpResponse:
    """The options for what was typed (`q`); with `conversation` also what can be done with the open one."""
    member, asked = member_of(request), request.GET.get("q", "").strip()[:200]
    answers = [each for each in _fixed(member, is_open=bool(request.GET.get("conversation"))) if _fits(each, asked)]
    if asked:
        answers = [*answers[:MOST_OF_A_KIND], *_found(member, asked)]
    return render(request, "desk/parts/palette_answers.html", {"answers": answers, "asked": asked})


def _fits(answer: Answer, asked: str) -> bool:
    """Does every word that was typed begin a word of the title?"""
    words = str(answer.title).casefold().split()
    return all(any(word.startswith(typed) for word in words) for typed in asked.casefold().split())


def _fixed(member: Member, *, is_open: bool) -> list[Answer]:
    """What is there without searching."""
    actions = [
        ("r", _("Write an answer")),
        ("n", _("Write a note")),
        ("a", _("Hand over")),
        ("s", _("Snooze")),
        ("t", _("Tags")),
        ("e", _("Close")),
    ]
    found = [Answer(title, _("Action"), press=key) for key, title in actions] if is_open else []
    found += [Answer(each.title, _("Pile"), each.url) for each in piles()]
    found += [Answer(each.name, _("Inbox"), of_inbox(each).url) for each in inboxes_of(member)]
    found += [Answer(each.title, _("Saved search"), of_search(each).url) for each in searches_of(member)]
    found += [Answer(each.name, _("Tag"), of_tag(each).url) for each in Tag.objects.all()]
    pages = (
        ("new", _("Write")),
        ("search", _("Search")),
        ("profile", _("About you")),
        ("health", _("State of the inboxes")),
    )
    found += [Answer(title, _("Page"), reverse(f"desk:{name}")) for name, title in pages]
    return [*found, Answer(_("All shortcuts"), _("Action"), press="?")]


def _found(member: Member, asked: str) -> list[Answer]:
    """People and conversations, newest first."""
    hits = find(member, read_question(asked), size=MOST_HITS).hits
    conversations = {hit.message.conversation_id: hit.message.conversation for hit in hits}
    people = {each.person_id: each.person for each in conversations.values()}
    named = [each for each in people.values() if _named(each.name, asked)]
    found = [
        Answer(each.name, _("Person"), reverse("desk:person", args=[each.pk])) for each in named[:MOST_OF_A_KIND]
    ]
    rows = [*_by_number(member, asked), *conversations.values()][:MOST_OF_A_KIND]
    return found + [_answer(each) for each in rows]


def _named(name: str, asked: str) -> bool:
    return any(word in name.casefold() for word in asked.casefold().split())


def _by_number(member: Member, asked: str) -> list[Conversation]:
    number = asked.removeprefix("#")
    if not number.isdecimal() or len(number) >= MOST_DIGITS:
        return []
    return list(visible_to(member).filter(pk=int(number)).select_related("person"))


def _answer(conversation: Conversation) -> Answer:
    title = f"{conversation.person.name}: {conversation.subject or conversation.gist}"
    return Answer(title[:120], _("Conversation"), reverse("desk:conversation", args=[conversation.pk]))
