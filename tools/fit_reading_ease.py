"""Fit how hard a German sentence is to read to the ratings of people, and write the weights that ship.

Source: TextComplexityDE (Naderi, Mohtaj, Ensikat, Möller 2019, MIT): 800 sentences rated from 1 to 7 by learners.
Run it with the folder of the reference data as its only argument; scikit-learn is not needed.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from pathlib import Path
from statistics import correlation, fmean, pstdev
from typing import Any

from nahbar.language.coach.ease import FEATURES, features

TARGET = Path(__file__).parents[1] / "src/nahbar/language/weights/ease.json"
RIDGE, FOLDS = 12.0, 10

Rows = list[tuple[float, ...]]


def ratings(folder: Path) -> list[tuple[str, float]]:
    """Sentences with their mean complexity."""
    with (folder / "language/textcomplexity-de/ratings.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(row["Sentence"], float(row["MOS_Complexity"])) for row in csv.DictReader(file, delimiter=",")]


def solve(rows: Rows, wanted: list[float]) -> list[float]:
    """Ridge regression on standardised features, by Gauss: small enough to need no library."""
    size = len(rows[0])
    left = [
        [sum(row[a] * row[b] for row in rows) + (RIDGE if a == b else 0.0) for b in range(size)] for a in range(size)
    ]
    right = [sum(row[a] * each for row, each in zip(rows, wanted, strict=True)) for a in range(size)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda at: abs(left[at][column]))
        left[column], left[pivot] = left[pivot], left[column]
        right[column], right[pivot] = right[pivot], right[column]
        for other in range(column + 1, size):
            share = left[other][column] / left[column][column]
            left[other] = [value - share * base for value, base in zip(left[other], left[column], strict=True)]
            right[other] -= share * right[column]
    found = [0.0] * size
    for row in reversed(range(size)):
        known = sum(left[row][at] * found[at] for at in range(row + 1, size))
        found[row] = (right[row] - known) / left[row][row]
    return found


def fit(rows: Rows, wanted: list[float]) -> dict[str, Any]:
    """The weights as they ship: bias, and mean, spread and weight a feature."""
    means = [fmean(column) for column in zip(*rows, strict=True)]
    spreads = [pstdev(column) or 1.0 for column in zip(*rows, strict=True)]
    scaled = [tuple((v - m) / s for v, m, s in zip(row, means, spreads, strict=True)) for row in rows]
    bias = fmean(wanted)
    weights = solve(scaled, [each - bias for each in wanted])
    kept = {
        name: [round(mean, 4), round(spread, 4), round(weight, 4)]
        for name, mean, spread, weight in zip(FEATURES, means, spreads, weights, strict=True)
    }
    return {"bias": round(bias, 4), "features": kept}


def guess(model: dict[str, Any], row: tuple[float, ...]) -> float:
    """The rating that a model gives a sentence."""
    kept = model["features"]
    total = float(model["bias"])
    for name, value in zip(FEATURES, row, strict=True):
        mean, spread, weight = kept[name]
        total += weight * (value - mean) / spread
    return total


def cross_validated(rows: Rows, wanted: list[float]) -> float:
    """Correlation of people's ratings with guesses of models that had not seen them."""
    order = list(range(len(rows)))
    random.Random(0).shuffle(order)  # noqa: S311 - parts of a set, nothing secret
    guessed = [0.0] * len(rows)
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        rest = [number for number in order if number not in held]
        model = fit([rows[number] for number in rest], [wanted[number] for number in rest])
        for number in held:
            guessed[number] = guess(model, rows[number])
    return correlation(wanted, guessed)


def main() -> None:
    """Measure on ten folds, then fit to all and write."""
    known = ratings(Path(sys.argv[1]))
    rows = [features(sentence) for sentence, _ in known]
    wanted = [mean for _, mean in known]
    print(f"{len(rows)} sentences, correlation over {FOLDS} folds {cross_validated(rows, wanted):.3f}")
    TARGET.write_text(json.dumps(fit(rows, wanted), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
