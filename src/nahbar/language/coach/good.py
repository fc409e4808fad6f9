"""What is good about a draft, in one line; the strongest sign that is really there, never a grade."""

from __future__ import annotations

import re
from collections.abc import Collection

from nahbar.language.coach.answering import asked
from nahbar.language.coach.feelings import hears
from nahbar.language.coach.texts import praise
from nahbar.language.coach.view import View

# Sentences of up to so many words on average are easy to read.
EASY = 14
_OFFERS = re.compile(r"\b(?:gern|gerne|ich habe|wir haben|stattdessen|übernehme\w*|gladly|happy to|i have|instead)\b")
_THANKS = re.compile(r"\b(?:danke|dank|thank you|thanks)\b")


def good(view: View, found: Collection[str], *, promises: bool, interface: str) -> str:
    """The line, or an empty text where there is nothing to praise yet."""
    if not view.sentences:
        return ""
    sign = _sign(view, found, promises=promises)
    return praise(sign, interface) if sign else ""


def _sign(view: View, found: Collection[str], *, promises: bool) -> str:  # noqa: PLR0911 - the first sign that holds
    if hears(view):
        return "heard"
    if asked(view) and "question-unanswered" not in found:
        return "answered"
    if _OFFERS.search(view.low) and not {"dead-end", "phone-only", "website-only"} & set(found):
        return "way"
    if promises and "promise-vague" not in found:
        return "day"
    if view.around.greeted and view.around.signed and "closing-nameless" not in found:
        return "named"
    if _THANKS.search(view.low) and "boilerplate" not in found:
        return "thanks"
    lengths = [len(sentence.words) for sentence in view.sentences]
    return "short" if sum(lengths) / len(lengths) <= EASY and "hard-to-read" not in found else ""
