"""Whoever writes in anger, disappointment or fear wants to be heard before they are helped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nahbar.language.coach.finding import NOWHERE, Remark
from nahbar.language.coach.lists import listed
from nahbar.language.coach.view import Incoming, View

_I = re.IGNORECASE
# Below this the mood is a guess, and a hint would often be wrong.
SURE = 0.7
# A word or two may be irony or not; nobody can tell.
FEWEST_WORDS = 5
_UPSET_MOODS = frozenset({"angry", "disappointed", "worried"})
_HEARS = listed("feelings.hears")
# People say it outright; the reading of moods may be unsure where these are not.
_UPSET = listed("feelings.upset")
_CALM = listed("feelings.calm")


def unheard(view: View) -> Iterator[Remark]:
    """`no-acknowledgement`: somebody is upset and the draft goes straight to business."""
    incoming = view.incoming
    if incoming is None or not view.sentences:
        return
    said = view.text[: view.around.closing.start] if view.around.closing else view.text
    if not _HEARS.search(said) and is_upset(incoming):
        yield Remark("no-acknowledgement", NOWHERE, _words(view, incoming.mood[0]))


def hears(view: View) -> bool:
    """Whether the draft takes up feelings that the person put into words."""
    return bool(view.incoming and _signs(view.incoming.text) and _HEARS.search(view.low))


def is_upset(incoming: Incoming) -> bool:
    """Whether the message was written in anger, disappointment or fear."""
    signs = _signs(incoming.text)
    mood, sure = incoming.mood
    if mood in _UPSET_MOODS:
        return signs > 0 or (sure >= SURE and incoming.complains and len(incoming.text.split()) >= FEWEST_WORDS)
    return signs > 1 or (signs > 0 and mood in ("unsure", "neutral") and incoming.complains)


def _signs(text: str) -> int:
    """How often a text says outright that its writer is upset."""
    return 0 if _CALM.search(text) else _count(text)


@lru_cache(16)
def _count(text: str) -> int:
    return sum(1 for _ in _UPSET.finditer(text))


def _words(view: View, mood: str) -> str:
    if not view.german:
        return (
            "I can see why this worries you." if mood == "worried" else "I am sorry, and I can see why you are upset."
        )
    if mood == "worried":
        return "Ich kann gut verstehen, dass {} Sorgen {}.".format(
            *(("du dir", "machst") if view.form == "du" else ("Sie sich", "machen"))
        )
    reader = "du dich ärgerst" if view.form == "du" else "Sie sich ärgern"
    return f"Das tut mir leid, und ich kann gut verstehen, dass {reader}."
