"""Answers that are none: "call us", "see our website"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.coach.finding import Remark
from nahbar.language.coach.lists import listed
from nahbar.language.coach.view import Sentence, View
from nahbar.language.patterns import Pattern

_I = re.IGNORECASE
# So many words beside the invitation to call, or to read, are an answer of their own.
SUBSTANCE = 9
CALL = listed("elsewhere.call")
_CALLING_ALSO = listed("elsewhere.calling_also")
_SITE = listed("elsewhere.site")
# Whoever mended the page tells of their work, and sends nobody there.
_ABOUT_SITE = listed("elsewhere.about_site")
_ADDRESS = re.compile(r"\S+@\S+")
_FILLER = listed("elsewhere.filler")
# What goes with "call us" and "see our site" and says nothing of its own.
_HOURS = listed("elsewhere.hours")
# Hours at which the telephone is answered; the hours of a bath or a shop are an answer.
_TIMES = listed("elsewhere.times")
_AT_THE_PHONE = Pattern(
    r"erreich|telefon|hotline|sprech|leitung|für (?:sie|dich) da|anruf|\b(?:call|phone|reach|lines?|we are here)\b",
    _I,
)
_WANTS_CALL = listed("elsewhere.wants_call")
# Where people may write as well, the telephone is not the only way.
_WRITE_ALSO = listed("elsewhere.write_also")


def phone_only(view: View) -> Iterator[Remark]:
    """`phone-only`: the substance is "call us". Who asked for a call or a number gets one."""
    if _WANTS_CALL.search(view.draft.incoming[:4000]) or _WRITE_ALSO.search(view.low):
        return
    call = view.narrow(CALL)
    calls = [one for one in view.sentences if call.search(one.low) and not _CALLING_ALSO.search(one.low)]
    if calls and _left(view, calls, call) < SUBSTANCE:
        better = (
            "Ich antworte Ihnen gern gleich hier: …"
            if view.german and view.form != "du"
            else "Ich antworte dir gern gleich hier: …"
            if view.german
            else "I will gladly answer right here: …"
        )
        yield Remark("phone-only", calls[0].span, better)


def website_only(view: View) -> Iterator[Remark]:
    """`website-only`: little but a link, or "see our website"."""
    points = [
        one for one in view.sentences if _SITE.search(_ADDRESS.sub(" ", one.low)) and not _ABOUT_SITE.search(one.low)
    ]
    if points and _left(view, points, _SITE) < SUBSTANCE:
        better = (
            "Kurz gesagt: … Ausführlich steht es hier: …" if view.german else "In short: … The details are here: …"
        )
        yield Remark("website-only", points[0].span, better)


def points_elsewhere(sentence: Sentence) -> bool:
    """Whether a sentence only sends people to the telephone or the website."""
    return bool(CALL.search(sentence.low) or _SITE.search(sentence.low))


def is_filler(sentence: Sentence) -> bool:
    """Whether a sentence thanks or greets and says nothing of the matter."""
    return bool(_FILLER.search(sentence.low)) and len(sentence.words) < 16


def _left(view: View, pointing: list[Sentence], pattern: Pattern) -> int:
    """How many words of substance stand beside the sentences that point elsewhere."""
    left = 0
    for sentence in view.sentences:
        if sentence in pointing:
            parts = re.split(r"(?:[:;–]|, (?:aber|denn|und)\b| und |,\s*(?:but|and)\b)\s*", sentence.low)
            own = [
                part
                for part in parts
                if not (pattern.search(part) or _FILLER.search(part) or _says_little(part) or "http" in part)
            ]
            left += sum(len(part.split()) for part in own if len(part.split()) > 5)
        elif not (_FILLER.search(sentence.low) and len(sentence.words) < 20) and not _says_little(sentence.low):
            left += len(sentence.words)
    return left


def _says_little(low: str) -> bool:
    return bool(_HOURS.search(low) or (_TIMES.search(low) and (_AT_THE_PHONE.search(low) or len(low.split()) < 4)))
