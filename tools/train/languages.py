"""The model that tells languages: how much more often a piece stands in a language than in all of them."""

from __future__ import annotations

from collections import Counter
from math import log
from typing import Any

from nahbar.language.detect import pieces
from train import examples

# Pieces kept, by how much they tell; more do not help on short texts.
KEEP = 6000
SMOOTHING = 0.5


def model() -> dict[str, Any]:
    """Weights as `nahbar.language.detect` reads them."""
    counts = {language: pieces(text) for language, text in _texts().items()}
    sizes = {language: sum(found.values()) for language, found in counts.items()}
    names = set().union(*counts.values())
    rows = {name: _row(name, counts, sizes) for name in names}
    telling = sorted(names, key=lambda name: -_weight(name, rows[name], counts, sizes))[:KEEP]
    largest = max(abs(value) for name in telling for value in rows[name])
    scale = largest / 127
    return {
        "languages": list(counts),
        "scale": round(scale, 6),
        "unseen": [0] * len(counts),
        "pieces": {name: [round(value / scale) for value in rows[name]] for name in sorted(telling)},
    }


def _texts() -> dict[str, str]:
    found: dict[str, str] = {"de": "", "en": ""}
    for each in examples.own():
        found[each.language] += each.text + "\n"
    for line in (examples.SENTENCES / "languages.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, _, text = line.partition(": ")
            found[language] = found.get(language, "") + text
    return found


def _row(name: str, counts: dict[str, Counter[str]], sizes: dict[str, int]) -> list[float]:
    """Log of how much likelier the piece is in each language than in the mean of all. Small samples are smoothed."""
    rates = [
        (counts[language][name] / sizes[language] * 3000 + SMOOTHING) / (3000 + SMOOTHING) for language in counts
    ]
    mean = sum(rates) / len(rates)
    return [log(rate / mean) for rate in rates]


def _weight(name: str, row: list[float], counts: dict[str, Counter[str]], sizes: dict[str, int]) -> float:
    most = max(counts[language][name] / sizes[language] for language in counts)
    return most * (max(row) - min(row))
