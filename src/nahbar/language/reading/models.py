"""Intents and mood by the shipped models, and by weights learned here where they are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nahbar.language.learning import adjusted
from nahbar.language.linear import Features, Linear, probability, shares
from nahbar.language.reading.cues import Seen, whole

INTENTS = Linear.of_file("intents")
MOODS = Linear.of_file("mood")
# Below this share of certainty the mood is unsure.
SURE_MOOD = 0.45


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
    found = []
    for intent, (score, sentence) in intent_scores(parts, features).items():
        moved = adjusted(local, f"intent:{intent}", features, [-score, score])
        score = (moved[1] - moved[0]) / 2
        if score > 0:
            found.append(Verdict(intent, probability(score), sentence))
    return tuple(found)


def mood(parts: Sequence[Seen], local: Mapping[str, Any] | None = None) -> Verdict:
    """How the writer feels; the label is `unsure` where no mood is likely enough."""
    if not parts:
        return Verdict("unsure", 0.0, 0)
    features = whole(parts)
    sure = shares(adjusted(local, "mood", features, MOODS.scores(features)))
    best = max(range(len(sure)), key=lambda number: sure[number])
    strongest = max(range(len(parts)), key=lambda each: MOODS.cue_score(parts[each].features, MOODS.classes[best]))
    label = MOODS.classes[best] if sure[best] >= SURE_MOOD else "unsure"
    return Verdict(label, sure[best], strongest)
