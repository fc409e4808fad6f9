# ruff: noqa: E501 - one pattern or sentence a line reads better than its pieces
"""What we promise: by a day, which can be tracked, or vaguely, which makes people wait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from nahbar.language.coach.days import Day, days
from nahbar.language.coach.finding import Promise, Remark
from nahbar.language.coach.lists import listed, wordings
from nahbar.language.coach.view import Sentence, View
from nahbar.language.patterns import Pattern
from nahbar.language.spans import Span

_I = re.IGNORECASE
# How many working days the coach offers instead of "soon".
OFFERED = 3
_WEEKDAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}  # fmt: skip
_OURS_DE = listed("promises.ours_de")
_NOT_OURS_DE = listed("promises.not_ours_de")
_PAST_DE = listed("promises.past_de")
_FUTURE_DE = listed("promises.future_de")
_OURS_EN = listed("promises.ours_en")
_NOT_OURS_EN = listed("promises.not_ours_en")
_PAST_EN = listed("promises.past_en")
# Nobody waits for what already happened, or for what the person is to do.
_VAGUE_PAST = listed("promises.vague_past")
_VAGUE_ASKED = listed("promises.vague_asked")
_VAGUE_OURS_DE = listed("promises.vague_ours_de")
_VAGUE_OURS_EN = Pattern(r"\b(?:i|we|us|my|our|i'll|we'll)\b|\b(?:will|you'll|be|someone|follows?)\b", _I)
# "Bald" alone says little; with one of these verbs it is a promise.
_PROMISES = listed("promises.promises")
_FAREWELL = listed("promises.farewell")
# "Wenn Bamberg zu weit ist, schicke ich es heute": an offer, not yet a promise.
_OFFER = Pattern(r"(?:aber |und |oder |but |and |or )?(?:wenn|falls|sollten|sollte|if|should)\b", _I)
# "Ihr Brief vom Montag", "am letzten Freitag": over.
_OF_OLD = Pattern(r"\b(?:vom|seit|letzten?|vergangenen?|vorigen?|last|since|of)\s+$", _I)
_WEAK_LINE = 1


def vague(view: View) -> Iterator[Remark]:
    """`promise-vague`: we will, but when? With a day to take instead where now is known."""
    for sentence in view.sentences:
        for hit in wordings(f"vague.{view.language}").find(sentence):
            if view.is_quoted(hit.span.start, hit.span.end):
                continue
            clause = _clause(sentence, hit.span)
            if _is_vague(view, sentence, clause, weak=hit.line == _WEAK_LINE):
                yield Remark("promise-vague", hit.span, _offered(view))


def _is_vague(view: View, sentence: Sentence, clause: str, *, weak: bool) -> bool:
    if "?" in sentence.low or any(True for _ in days(clause, view.language, None)):
        return False
    done = re.search(
        r"^(?!sobald|wenn|as soon|when)(?=.*\b(?:habe|haben|hat|hatte|hatten|wurden?|war|waren|kam|kamen|have|has|had|was|were|came)\b)",
        clause,
    ) and not re.search(r"\bw[ie]rd", clause)
    if done or _VAGUE_ASKED.search(clause) or _VAGUE_PAST.search(clause):
        return False
    if weak and (
        _FAREWELL.search(clause)
        or not _PROMISES.search(clause)
        or not re.search(r"\b(?:ich|wir|uns|mich|erfolgt|wird|kommt|geht|folgt|i|we|us|will|you'll)\b", clause)
    ):
        return False
    return bool((_VAGUE_OURS_DE if view.german else _VAGUE_OURS_EN).search(sentence.low))


def _clause(sentence: Sentence, span: Span) -> str:
    """The part of the sentence between commas and "und" in which a wording stands, in lower case."""
    text, at = sentence.span.text.replace("\n", " "), span.start - sentence.span.start
    before = [match.end() for match in re.finditer(r"[,;:]\s|\s(?:und|aber|sondern|and|but)\s", text[:at])]
    after = re.search(r"[,;:]\s|\s(?:und|aber|sondern|and|but)\s", text[at + len(span.text) :])
    end = at + len(span.text) + after.start() if after else len(text)
    return text[before[-1] if before else 0 : end].lower().strip()


def _offered(view: View) -> str:
    now = view.draft.now
    if now is None:
        return "bis Donnerstag" if view.german else "by Thursday"
    day, left = now.date(), OFFERED
    while left:
        day += timedelta(1)
        left -= day.weekday() < 5
    return f"bis {day_in_words(day, 'de')}" if view.german else f"by {day_in_words(day, 'en')}"


def day_in_words(day: date, language: str) -> str:
    """A day as people write it: "Donnerstag, 26. November" or "Thursday, 26 November"."""
    month = _MONTHS[language][day.month - 1]
    dot = "." if language == "de" else ""
    return f"{_WEEKDAYS[language][day.weekday()]}, {day.day}{dot} {month}"


def promised(view: View, threatening: frozenset[Span]) -> list[Promise]:
    """What the draft promises by a day, outside of sentences that threaten."""
    return [
        Promise(sentence.part(day.start, day.end), day.day)
        for sentence in view.sentences
        if sentence.span not in threatening
        for day in days(sentence.span.text.replace("\n", " "), view.language, view.draft.now)
        if _is_promise(view, sentence, day)
    ]


def dated(view: View, promises: list[Promise]) -> Iterator[Remark]:
    """`promise-dated`: offers to track each promise."""
    for promise in promises:
        words = day_in_words(promise.due, view.draft.interface or view.language) if promise.due else promise.span.line
        year = f" {promise.due.year}" if promise.due else ""
        yield Remark("promise-dated", promise.span, words=words + year)


def _is_promise(view: View, sentence: Sentence, day: Day) -> bool:
    now = view.draft.now
    if day.day and now and day.day < now.date():
        return False
    if view.is_quoted(sentence.span.start + day.start, sentence.span.start + day.end):
        return False
    if _OF_OLD.search(sentence.span.text[: day.start]) or sentence.span.text[day.start : day.end].lower().startswith(
        ("seit", "vom")
    ):
        return False
    clause = _clause(sentence, sentence.part(day.start, day.end))
    ours, not_ours, past = (_OURS_DE, _NOT_OURS_DE, _PAST_DE) if view.german else (_OURS_EN, _NOT_OURS_EN, _PAST_EN)
    if sentence.low.endswith("?") or not_ours.search(clause) or _OFFER.match(sentence.low):
        return False
    if past.search(clause) and not (view.german and _FUTURE_DE.search(clause)):
        return False
    return bool(
        ours.search(clause)
        or (not past.search(sentence.low) and not not_ours.search(sentence.low) and ours.search(sentence.low))
    )
