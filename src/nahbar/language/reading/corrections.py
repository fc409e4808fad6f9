"""From a label that a person has set to what `nahbar.language.learning` fits on."""

from __future__ import annotations

from nahbar.language.frame import frame
from nahbar.language.learning import Example
from nahbar.language.reading import models
from nahbar.language.reading.cues import seen
from nahbar.language.reading.substance import substance
from nahbar.language.tokens import tokens

YES, NO = "yes", "no"
MOOD = "mood"


def labels() -> dict[str, tuple[str, ...]]:
    """What can be corrected, and the values that it can have: the mood, and whether each intent applies."""
    return {MOOD: models.MOODS.classes, **{f"intent:{name}": (NO, YES) for name in models.INTENTS.classes}}


def corrected(text: str, label: str, value: str) -> Example:
    """One correction: `label` of this text is `value`. Raises ValueError for what `labels()` does not name."""
    classes = labels().get(label, ())
    if value not in classes:
        raise ValueError(f"{label} cannot be {value}; known are {labels()}.")
    parts = [seen(tokens(text, span.start, span.end), text) for span in substance(text, frame(text))]
    weighed = models.weigh(parts)
    if label == MOOD:
        base = weighed.mood
    else:
        score = models.intent_scores(weighed)[label.removeprefix("intent:")][0]
        base = [-score, score]
    return Example(label, classes, value, weighed.features, tuple(base))
