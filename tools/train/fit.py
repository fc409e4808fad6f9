"""Fitting: linear models over n-grams and cues, cut down to the n-grams that matter, weights rounded to int8."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from nahbar.language.linear import Features

# scikit-learn and scipy come without types.
Matrix: TypeAlias = Any


class Table:
    """Features as matrices: n-grams (each row divided by the root of its length) and cues."""

    def __init__(self, rows: Sequence[Features], least: int) -> None:
        self.grams = self._names((row.grams for row in rows), least)
        self.cues = self._names((row.cues for row in rows), 2)

    @staticmethod
    def _names(rows: Iterable[frozenset[str]], least: int) -> dict[str, int]:
        counts: dict[str, int] = {}
        for row in rows:
            for name in row:
                counts[name] = counts.get(name, 0) + 1
        kept = sorted(name for name, count in counts.items() if count >= least)
        return {name: number for number, name in enumerate(kept)}

    def matrix(self, rows: Sequence[Features], cue_weight: float) -> Matrix:
        """One row per text."""
        grams = _ones([row.grams for row in rows], self.grams)
        norm = 1 / np.sqrt(np.maximum(1, np.asarray(grams.sum(axis=1)).ravel()))
        cues = _ones([row.cues for row in rows], self.cues) * cue_weight
        return sparse.hstack([sparse.diags(norm) @ grams, cues]).tocsr()

    def cut(self, weights: Matrix, rows: Sequence[Features], keep: int) -> None:
        """Keep the n-grams that move most scores: the largest weight times the root of how often they occur."""
        counts = np.asarray(_ones([row.grams for row in rows], self.grams).sum(axis=0)).ravel()
        moved = np.abs(weights[:, : len(self.grams)]).max(axis=0) * np.sqrt(counts)
        names = list(self.grams)
        kept = sorted(names[number] for number in np.argsort(-moved)[:keep])
        self.grams = {name: number for number, name in enumerate(kept)}


def _ones(rows: Sequence[frozenset[str]], names: dict[str, int]) -> Matrix:
    indices, ends = [], [0]
    for row in rows:
        indices.extend(sorted(names[name] for name in row if name in names))
        ends.append(len(indices))
    return sparse.csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(rows), len(names)))


def fit(
    rows: Sequence[Features],
    labels: Matrix,
    classes: Sequence[str],
    *,
    least: int,
    keep: int,
    strength: float,
    cue_weight: float,
    balanced: bool = False,
) -> dict[str, Any]:
    """Weights as `linear.Linear` reads them.

    `labels` are numbers of classes that exclude each other, or a row of 0 and 1 per text.
    """
    table = Table(rows, least)
    first = _coefficients(table.matrix(rows, cue_weight), labels, len(classes), strength, balanced=balanced)[0]
    table.cut(first, rows, keep)
    weights, bias = _coefficients(table.matrix(rows, cue_weight), labels, len(classes), strength, balanced=balanced)
    wide = len(table.grams)
    grams, gram_scale = _rounded(weights[:, :wide])
    cues, cue_scale = _rounded(weights[:, wide:] * cue_weight)
    return {
        "classes": list(classes),
        "bias": [round(float(each), 4) for each in bias],
        "scale": {"grams": gram_scale, "cues": cue_scale},
        "cues": {name: cues[:, number].tolist() for name, number in table.cues.items()},
        "grams": {name: row for name, number in table.grams.items() if any(row := grams[:, number].tolist())},
    }


def _coefficients(
    matrix: Matrix, labels: Matrix, classes: int, strength: float, *, balanced: bool
) -> tuple[Matrix, Matrix]:
    weight = "balanced" if balanced else None
    if np.ndim(labels) == 1:
        one = LogisticRegression(C=strength, max_iter=200, class_weight=weight).fit(matrix, labels)
        return one.coef_, one.intercept_
    each = [
        LogisticRegression(C=strength, solver="liblinear", class_weight=weight).fit(matrix, labels[:, number])
        for number in range(classes)
    ]
    return np.vstack([one.coef_ for one in each]), np.concatenate([one.intercept_ for one in each])


def _rounded(weights: Matrix) -> tuple[Matrix, float]:
    scale = float(np.abs(weights).max()) / 127 or 1.0
    return np.round(weights / scale).astype(int), round(scale, 6)
