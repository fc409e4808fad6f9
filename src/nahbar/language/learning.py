"""Learning from corrections: a logistic regression on hashed n-grams, begun where the shipped models stand.

Weights are plain data (numbers and texts), so that an app can keep them as JSON. Without corrections nothing changes;
a few move little; some hundreds move what they speak about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import Any
from zlib import crc32

from nahbar.language.linear import Features, shares

VERSION = 1
# Places for hashed features: enough that two n-grams of one company's mail seldom share one.
PLACES = 1 << 16
ROUNDS = 12
PACE = 0.6
# How strongly weights are held where they are: it takes several corrections that agree to turn a label.
HOLD = 0.02
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A text whose label a person has set. `base` are the shipped model's scores, in the order of `classes`."""

    label: str
    classes: tuple[str, ...]
    value: str
    features: Features
    base: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """How many of the examples were right before and are right after, each judged by weights that never saw it."""

    label: str
    count: int
    before: int
    after: int


def hashed(features: Features) -> dict[int, float]:
    """The features as places, each with its value; a text's n-grams share one vote."""
    weight = 1 / sqrt(len(features.grams)) if features.grams else 0.0
    found = {crc32(gram.encode()) % PLACES: weight for gram in features.grams}
    found.update({crc32(b"\0" + cue.encode()) % PLACES: 0.5 for cue in features.cues})
    return found


def fit(examples: Iterable[Example], seed: int = 1) -> dict[str, Any]:
    """Weights for `read(text, local=...)` from corrected examples. Same examples and seed, same weights."""
    by_label: dict[str, list[Example]] = {}
    for example in examples:
        by_label.setdefault(example.label, []).append(example)
    return {"version": VERSION, "labels": {label: _fit(these, seed) for label, these in sorted(by_label.items())}}


def effect(examples: Sequence[Example], seed: int = 1) -> tuple[Effect, ...]:
    """What learning from the examples would change, per label, measured on examples left out in turn."""
    found = []
    for label in sorted({example.label for example in examples}):
        these = [example for example in examples if example.label == label]
        Random(seed).shuffle(these)  # noqa: S311 - for a repeatable split, not for secrets
        before = after = 0
        for fold in range(FOLDS):
            weights = fit([each for number, each in enumerate(these) if number % FOLDS != fold], seed)
            for example in these[fold::FOLDS]:
                before += _best(example.base, example.classes) == example.value
                scores = adjusted(weights, label, example.features, example.base)
                after += _best(scores, example.classes) == example.value
        found.append(Effect(label, len(these), before, after))
    return tuple(found)


def adjusted(local: Mapping[str, Any] | None, label: str, features: Features, base: Sequence[float]) -> list[float]:
    """The shipped scores `base` of a label's classes, moved by what was learned here."""
    learned = local["labels"].get(label) if local and local.get("version") == VERSION else None
    if not learned:
        return list(base)
    scores = [score + bias for score, bias in zip(base, learned["bias"], strict=True)]
    weights: Mapping[str, Sequence[float]] = learned["weights"]
    for place, value in hashed(features).items():
        row = weights.get(str(place))
        if row:
            scores = [score + value * weight for score, weight in zip(scores, row, strict=True)]
    return scores


def _fit(examples: Sequence[Example], seed: int) -> dict[str, Any]:
    classes = examples[0].classes
    wide = len(classes)
    bias = [0.0] * wide
    weights: dict[int, list[float]] = {}
    rows = [(hashed(each.features), each.base, classes.index(each.value)) for each in examples]
    random = Random(seed)  # noqa: S311 - for repeatable weights, not for secrets
    for turn in range(ROUNDS):
        random.shuffle(rows)
        pace = PACE / (1 + turn / 3)
        for places, base, right in rows:
            _step(weights, bias, places, base, right, pace)
    kept = {str(place): [round(each, 4) for each in row] for place, row in sorted(weights.items()) if _matters(row)}
    return {"classes": list(classes), "bias": [round(each, 4) for each in bias], "count": len(rows), "weights": kept}


def _step(
    weights: dict[int, list[float]],
    bias: list[float],
    places: Mapping[int, float],
    base: Sequence[float],
    right: int,
    pace: float,
) -> None:
    scores = [score + own for score, own in zip(base, bias, strict=True)]
    rows = {place: weights.setdefault(place, [0.0] * len(bias)) for place in places}
    for place, value in places.items():
        scores = [score + value * weight for score, weight in zip(scores, rows[place], strict=True)]
    for number, share in enumerate(shares(scores)):
        wrong = share - (number == right)
        bias[number] -= pace * (0.1 * wrong + HOLD * bias[number])
        for place, value in places.items():
            row = rows[place]
            row[number] -= pace * (wrong * value + HOLD * row[number])


def _matters(row: Sequence[float]) -> bool:
    return any(abs(each) >= 0.001 for each in row)


def _best(scores: Sequence[float], classes: Sequence[str]) -> str:
    return classes[max(range(len(scores)), key=lambda number: scores[number])]
