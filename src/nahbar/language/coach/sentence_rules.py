"""Sentences that are hard to read: too long, or heaps of passive in which nobody acts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.coach.finding import LENGTH, WARM, Finding
from nahbar.language.patterns import Pattern
from nahbar.language.sentences import wordlist, words
from nahbar.language.spans import Span

# Sentences of up to 26 words are within the published rules of thumb; a few words of grace keep good rhythm unharmed.
TOO_LONG = 32
# Two passives in one sentence, or this many in a draft, hide who acts.
HEAP_IN_SENTENCE = 2
HEAP_IN_DRAFT = 3

_PARTICIPLE = (
    r"(?:(?:ab|an|auf|aus|bei|ein|fest|mit|nach|um|vor|weg|weiter|zu|zurück|zusammen|durch|unter|über|frei"
    r"|bereit)?ge[a-zäöüß]{2,}(?:t|en)"
    r"|[a-zäöüß]{2,}iert|(?:be|ver|er|ent|zer|über|unter|ange|wider|hinter)[a-zäöüß]{2,}t|(?:be|ver|er|ent|zer|über"
    r"|unter|abge|ange)[a-zäöüß]*"
    r"(?:nommen|wiesen|schlossen|schrieben|boten|beten|worfen|sprochen|funden|lassen|halten|tragen|laden|hoben|bunden"
    r"|geben|sehen))"
)
_NO_PARTICIPLE = wordlist(
    """
    geht gebt gelten gehen geben gegen genau gestern gelt gesamt gewinnt gerecht gewiss
    """
)
_GERMAN = Pattern(
    rf"\b(?:wird|werden|wurde|wurden|werde)\b(?P<mid>[^,;:.!?]*?)\b(?P<end>{_PARTICIPLE})(?=\s*(?:[,;:.!?)]|$|und\b"
    rf"|sowie\b|oder\b|werden\b|worden\b))"
    rf"|\b(?P<late>{_PARTICIPLE})\s+(?:wird|werden|wurde|wurden|worden)\b",
    re.IGNORECASE,
)
_ACTOR = Pattern(
    r"\b(?:von (?:mir|uns|Ihnen|dir|der|dem|den|unser\w*|[A-ZÄÖÜ]\w+)|durch (?:den|die|das|uns|unser\w*))\b"
)
_ENGLISH = Pattern(
    r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+|not\s+|already\s+)?(?P<end>\w{2,}ed|sent|made|done|taken"
    r"|given|found|written|held|kept)\b(?!\s+(?:by|to be|in\b))",
    re.IGNORECASE,
)
_TEXTS = {
    "de": {
        "hard-to-read": (
            "Dieser Satz hat {count} Wörter.",
            "Nach etwa 20 Wörtern verliert man leicht den Faden. Ein Punkt in der Mitte hilft.",
        ),
        "passive": (
            "Hier handelt niemand.",
            "Wenn alles nur „wird“, bleibt offen, wer sich kümmert. Sag „ich“ oder „wir“.",
        ),
    },
    "en": {
        "hard-to-read": (
            "This sentence has {count} words.",
            "After about 20 words people lose the thread. A full stop in the middle helps.",
        ),
        "passive": (
            "Nobody acts here.",
            "Where everything “is being done”, nobody seems to care for it. Say “I” or “we”.",
        ),
    },
}


def sentence_findings(said: list[Span], language: str) -> list[Finding]:
    """Findings on the sentences of a draft's substance."""
    return list(_long(said, language)) + _passive(said, language)


def _long(said: list[Span], language: str) -> Iterator[Finding]:
    what, why = _TEXTS[language]["hard-to-read"]
    for sentence in said:
        # What a colon or a semicolon parts is read as two sentences.
        count = max(len(words(part)) for part in re.split(r"[:;](?=\s)", sentence.text))
        if count >= TOO_LONG:
            yield Finding("hard-to-read", sentence, what.format(count=count), why, "", LENGTH)


def _passive(said: list[Span], language: str) -> list[Finding]:
    what, why = _TEXTS[language]["passive"]
    hits = [(sentence, list(_passives(sentence, language))) for sentence in said]
    total = sum(len(found) for _, found in hits)
    heaps = [sentence for sentence, found in hits if len(found) >= HEAP_IN_SENTENCE]
    if not heaps and total >= HEAP_IN_DRAFT:
        heaps = [sentence for sentence, found in hits if found][:1]
    return [Finding("passive", sentence, what, why, "", WARM) for sentence in heaps]


def _passives(sentence: Span, language: str) -> Iterator[re.Match[str]]:
    pattern = _ENGLISH if language == "en" else _GERMAN
    for match in pattern.finditer(sentence.text):
        if language == "en":
            yield match
            continue
        participle = (match.group("end") or match.group("late")).lower()
        if participle not in _NO_PARTICIPLE and not _ACTOR.search(match.group()):
            yield match
