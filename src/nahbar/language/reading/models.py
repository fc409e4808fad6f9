"""Intents and mood by the shipped models, and by weights learned here where they are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

from nahbar.language.learning import adjusted
from nahbar.language.linear import Features, Linear, Team, probability, shares
from nahbar.language.reading.cues import Seen, whole

INTENTS = Linear.of_file("intents")
MOODS = Linear.of_file("mood")
TEAM = Team(INTENTS, MOODS)
# Below this share of certainty the mood is unsure.
SURE_MOOD = 0.4
# Sentences up to which chance plays no part, and how much each doubling beyond speaks for neutral.
SHORT_TEXT, CHANCE = 4, 0.7
# A mood without a single word, mark or emoji that speaks for it is a guess by manner alone.
WITHOUT_SIGN = 1.0
_SIGNS = {
    "angry": frozenset(
        {"anger", "heat", "vexed", "rage", "mock", "smirk", "loud", "very-loud", "mark:!!", "mark:??"}
        | {"wink&trouble", "wink&fault", "joy&fault", "trouble:many", "fault:many"}
    ),
    "disappointed": frozenset({"sad", "tears", "vexed", "not-joy", "not-praised", "heat", "trouble:many"}),
    "worried": frozenset({"worry", "fright"}),
    "pleased": frozenset({"joy", "smile", "praised", "praise", "relief", "not-anger", "not-vexed", "not-worry"}),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A label with its confidence from 0 to 1, and the number of the sentence that speaks most for it."""

    label: str
    confidence: float
    sentence: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """A text as the models judge it: whole, and sentence by sentence. Scores stand in the order of the classes."""

    features: Features
    intents: list[float]
    mood: list[float]
    intents_of_sentences: list[list[float]]
    sentences: tuple[Features, ...]


def weigh(parts: Sequence[Seen]) -> Weighed:
    """Ask both models about the sentences of a text and about the whole."""
    features = whole(parts)
    known = [TEAM.known(part.features) for part in parts]
    of_sentences = [TEAM.scores(each, part.features)[0] for each, part in zip(known, parts, strict=True)]
    of_intents, of_mood = TEAM.scores(frozenset().union(*known), features)
    return Weighed(features, of_intents, of_mood, of_sentences, tuple(part.features for part in parts))


def intent_scores(text: Weighed) -> dict[str, tuple[float, int]]:
    """Per intent how far its strongest sentence (or the whole) is above its threshold, and that sentence's number."""
    found = {}
    for number, intent in enumerate(INTENTS.classes):
        column = [row[number] for row in text.intents_of_sentences] or [text.intents[number]]
        top = max(column)
        found[intent] = (max(top, text.intents[number]) - INTENTS.thresholds.get(intent, 0.0), column.index(top))
    return found


def intents(text: Weighed, local: Mapping[str, Any] | None = None) -> tuple[Verdict, ...]:
    """What the text is written for, by its strongest sentence; without questions and requests, which rules find."""
    chance = _chance(text)
    found = []
    for intent, (score, sentence) in intent_scores(text).items():
        moved = adjusted(local, f"intent:{intent}", text.features, [-score, score])
        above = (moved[1] - moved[0]) / 2 - chance
        if text.sentences and above > 0:
            found.append(Verdict(intent, probability(above), sentence))
    return tuple(found)


def mood(text: Weighed, local: Mapping[str, Any] | None = None) -> Verdict:
    """How the writer feels; the label is `unsure` where no mood is likely enough."""
    if not text.sentences:
        return Verdict("unsure", 0.0, 0)
    scores = adjusted(local, "mood", text.features, text.mood)
    scores[MOODS.classes.index("neutral")] += _chance(text)
    for number, label in enumerate(MOODS.classes):
        if label in _SIGNS and not _SIGNS[label] & text.features.cues:
            scores[number] -= WITHOUT_SIGN
    sure = shares(scores)
    best = max(range(len(sure)), key=lambda number: sure[number])
    name = MOODS.classes[best]
    strongest = max(range(len(text.sentences)), key=lambda each: MOODS.cue_score(text.sentences[each], name))
    return Verdict(name if sure[best] >= SURE_MOOD else "unsure", sure[best], strongest)


def _chance(text: Weighed) -> float:
    """The more somebody writes, the more words of feeling occur by chance."""
    return CHANCE * log2(max(1.0, len(text.sentences) / SHORT_TEXT))
