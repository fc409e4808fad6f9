"""Intents and mood by the shipped models, and by weights learned here where they are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

from nahbar.language.learning import adjusted
from nahbar.language.linear import Features, Linear, probability, shares
from nahbar.language.reading.cues import Seen, whole

INTENTS = Linear.of_file("intents")
MOODS = Linear.of_file("mood")
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


def intent_scores(parts: Sequence[Seen], features: Features) -> dict[str, tuple[float, int]]:
    """Per intent how far its strongest sentence (or the whole) is above its threshold, and that sentence's number."""
    of_sentences = [INTENTS.scores(part.features) for part in parts]
    of_whole = INTENTS.scores(features)
    found = {}
    for number, intent in enumerate(INTENTS.classes):
        column = [row[number] for row in of_sentences] or [of_whole[number]]
        top = max(column)
        found[intent] = (max(top, of_whole[number]) - INTENTS.thresholds.get(intent, 0.0), column.index(top))
    return found


def intents(parts: Sequence[Seen], local: Mapping[str, Any] | None = None) -> tuple[Verdict, ...]:
    """What the text is written for, by its strongest sentence; without questions and requests, which rules find."""
    if not parts:
        return ()
    features = whole(parts)
    chance = CHANCE * log2(max(1.0, len(parts) / SHORT_TEXT))
    found = []
    for intent, (score, sentence) in intent_scores(parts, features).items():
        moved = adjusted(local, f"intent:{intent}", features, [-score, score])
        above = (moved[1] - moved[0]) / 2 - chance
        if above > 0:
            found.append(Verdict(intent, probability(above), sentence))
    return tuple(found)


def mood(parts: Sequence[Seen], local: Mapping[str, Any] | None = None) -> Verdict:
    """How the writer feels; the label is `unsure` where no mood is likely enough."""
    if not parts:
        return Verdict("unsure", 0.0, 0)
    features = whole(parts)
    scores = adjusted(local, "mood", features, MOODS.scores(features))
    # The more somebody writes, the more words of feeling occur by chance.
    scores[MOODS.classes.index("neutral")] += CHANCE * log2(max(1.0, len(parts) / SHORT_TEXT))
    for number, label in enumerate(MOODS.classes):
        if label in _SIGNS and not _SIGNS[label] & features.cues:
            scores[number] -= WITHOUT_SIGN
    sure = shares(scores)
    best = max(range(len(sure)), key=lambda number: sure[number])
    strongest = max(range(len(parts)), key=lambda each: MOODS.cue_score(parts[each].features, MOODS.classes[best]))
    label = MOODS.classes[best] if sure[best] >= SURE_MOOD else "unsure"
    return Verdict(label, sure[best], strongest)
