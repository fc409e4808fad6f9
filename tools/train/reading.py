"""Train what `nahbar.language` ships, from own texts and from public sets whose licence allows it.

    make train

or, for some of them, PYTHONPATH=src:tools .venv/bin/python tools/train/reading.py languages mood intents offence

Writes src/nahbar/language/weights/*.json. The check half of the own texts is never read here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nahbar.language.linear import Features, Linear
from nahbar.language.reading.cues import seen
from nahbar.language.reading.insult import marks
from nahbar.language.tokens import tokens
from train import examples, languages
from train.examples import ROOT, Example
from train.fit import Matrix, fit

WEIGHTS = ROOT / "src" / "nahbar" / "language" / "weights"
MOODS = ("pleased", "neutral", "worried", "disappointed", "angry")
INTENTS = ("complaint", "praise", "price", "cancellation", "suggestion", "privacy", "legal")
# Log odds among which the best threshold of an intent is looked for: never below what is more likely than not.
STEPS = [step / 5 for step in range(-1, 13)]
NEAR = 0.5


def offence() -> dict[str, Any]:
    """One class: does the text offend? Own insults beside the tweets, whose tone is not that of mail."""
    rows, labels = [], []
    for text, offends in examples.offences():
        rows.append(offence_features(text))
        labels.append([int(offends)])
    return fit_offence(rows, np.array(labels))


def fit_offence(rows: Sequence[Features], labels: Matrix) -> dict[str, Any]:
    """The offence model from features and 0/1 labels, at the size that ships."""
    return fit(rows, labels, ("offence",), least=2, keep=20_000, strength=3.0, cue_weight=0.7, balanced=True)


def offence_features(text: str) -> Features:
    """A tweet as one sentence, with the cues and the words of insult."""
    said = tokens(text)
    found = seen(said, text).features
    return Features(found.grams, found.cues | marks(said))


def mood() -> dict[str, Any]:
    """Five moods that exclude each other."""
    own = examples.own()
    return _mood(own + examples.joined(own))


def _mood(texts: Sequence[Example]) -> dict[str, Any]:
    rows = [examples.features(each.text) for each in texts]
    labels = np.array([MOODS.index(each.mood) for each in texts])
    return fit(rows, labels, MOODS, least=2, keep=15_000, strength=3.0, cue_weight=0.5)


def intents() -> dict[str, Any]:
    """Seven intents, any of which may apply, each with the threshold that served best on texts left out."""
    own = examples.own()
    written = _intents(own + examples.joined(own))
    written["thresholds"] = _thresholds(own)
    return written


def _intents(texts: Sequence[Example]) -> dict[str, Any]:
    rows = [examples.features(each.text) for each in texts]
    labels = np.array([[int(intent in each.intents) for intent in INTENTS] for each in texts])
    return fit(rows, labels, INTENTS, least=2, keep=15_000, strength=3.0, cue_weight=0.5)


def _thresholds(own: Sequence[Example]) -> dict[str, float]:
    """Fit without a third of the trades, score those, and take the thresholds with the best F1 over all thirds."""
    sources = sorted({each.source for each in examples.incoming()})
    scored: list[tuple[Example, list[float]]] = []
    for third in range(3):
        left_out = set(sources[third::3])
        kept = [each for each in own if each.source not in left_out]
        model = Linear(_intents(kept + examples.joined(kept)))
        scored += [(each, examples.highest(model, each.text)) for each in own if each.source in left_out]
    return {intent: _best(scored, number, intent) for number, intent in enumerate(INTENTS)}


def _best(scored: Sequence[tuple[Example, list[float]]], number: int, intent: str) -> float:
    def f1(step: float) -> float:
        hits = [(scores[number] > step, intent in each.intents) for each, scores in scored]
        right = sum(found and wanted for found, wanted in hits)
        return 2 * right / max(1, sum(found + wanted for found, wanted in hits))

    # The middle of the hill, not its highest stone: neighbours count too.
    hill = {step: sum(f1(near) for near in STEPS if abs(near - step) < NEAR) for step in STEPS[2:-2]}
    best = max(hill, key=lambda step: hill[step])
    print(f"{intent:14} F1 {f1(best):.3f} at {best}")
    return best


MODELS: dict[str, Callable[[], dict[str, Any]]] = {
    "languages": languages.model, "mood": mood, "intents": intents, "offence": offence,
}  # fmt: skip


def main(wanted: Sequence[str]) -> None:
    """Train the models named, or all."""
    for name in wanted or MODELS:
        text = json.dumps(MODELS[name](), ensure_ascii=False, separators=(",", ":"))
        (WEIGHTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name}: {len(text.encode()) / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
