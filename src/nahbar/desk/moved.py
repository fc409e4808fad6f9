"""What was done to many conversations a moment ago: kept in the session until it is said, and until it is undone."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.conversations.actions import Moved
from nahbar.desk.sentences import sentence_of

SAID, UNDO = "moved-said", "moved-undo"


@dataclass(frozen=True, slots=True)
class JustMoved:
    """A sentence over the list; `can_undo` offers a way back."""

    words: str
    can_undo: bool
    tone: str = "success"


def keep_moved(request: HttpRequest, words: str, moved: Moved, *, can_undo: bool = True) -> None:
    """Let the next list say it, once; the way back stays until the next move."""
    problems = list(dict.fromkeys(sentence_of(fault) for fault in moved.problems))[:3]
    if moved.problems:
        left = ngettext("%d was left as it is:", "%d were left as they are:", len(moved.problems)) % len(
            moved.problems
        )
        words = " ".join([words, left, *problems]).strip()
    can_undo = can_undo and bool(moved.before)
    request.session[UNDO] = [moved.before, moved.after] if can_undo else None
    request.session[SAID] = [words, can_undo, "success" if moved.before else "error"]


def take_moved(request: HttpRequest) -> JustMoved | None:
    kept = request.session.pop(SAID, None)
    return JustMoved(*kept) if kept else None


def in_numbers(number: int) -> str:
    """How many were moved: "3 conversations"."""
    return ngettext("%d conversation", "%d conversations", number) % number if number else _("No conversation")
