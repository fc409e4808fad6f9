"""Intents and mood by the shipped models, and by weights learned here where they are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nahbar.language.learning import adjusted
from nahbar.language.linear import Linear, probability, shares
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


def intents(parts: Sequence[Seen], local: Mapping[str, Any] | None = None) -> tuple[Verdict, ...]:
    """What the text is written for, by its strongest sentence; without questions and requests, which rules find."""
    if not parts:
        return ()
    features = whole(parts)
    rows = [INTENTS.scores(features), *(INTENTS.scores(part.features) for part in parts)]
    found = []
    for number, intent in enumerate(INTENTS.classes):
        column = [row[number] for row in rows]
        score = max(column) - INTENTS.thresholds.get(intent, 0.0)
        score = adjusted(local, f"intent:{intent}", features, [-score, score])[1]
        if score > 0:
            strongest = max(range(len(parts)), key=lambda each: rows[each + 1][number])
            found.append(Verdict(intent, probability(score), strongest))
    return tuple(found)


def mood(parts: Sequence[Seen], local: Mapping[str, Any] | None = None) -> Verdict:
    """How the writer feels; the label is `unsure` where no mood is likely enough."""
    if not parts:
        return Verdict("unsure", 0.0, 0)
    features = whole(parts)
    sure = shares(adjusted(local, "mood", features, MOODS.scores(features)))
    best = max(range(len(sure)), key=lambda number: sure[number])
    strongest = max(range(len(parts)), key=lambda each: MOODS.scores(parts[each].features)[best])
    label = MOODS.classes[best] if sure[best] >= SURE_MOOD else "unsure"
    return Verdict(label, sure[best], strongest)
