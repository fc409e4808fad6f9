"""How well the offence model does on tweets that it did not learn from, at the size that ships."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedKFold

from nahbar.language.linear import Linear
from train.examples import offences
from train.reading import fit_offence, offence_features


@dataclass(frozen=True, slots=True)
class Validated:
    """The average F of GermEval 2018: the harmonic mean of macro precision and macro recall."""

    texts: int
    average_f: float
    baseline: float


def cross_validated(folds: int, seed: int = 0) -> Validated:
    """Train on all folds but one and judge that one, in turn."""
    texts = list(offences())
    rows = [offence_features(text) for text, _ in texts]
    labels = np.array([int(offends) for _, offends in texts])
    found = []
    for kept, left_out in StratifiedKFold(folds, shuffle=True, random_state=seed).split(rows, labels):
        model = Linear(fit_offence([rows[number] for number in kept], labels[kept].reshape(-1, 1)))
        said = np.array([int(model.scores(rows[number])[0] > 0) for number in left_out])
        found.append(_average_f(labels[left_out], said))
    return Validated(len(texts), float(np.mean(found)), _average_f(labels, np.zeros_like(labels)))


def _average_f(wanted: np.ndarray, said: np.ndarray) -> float:
    precision, recall = [], []
    for label in (0, 1):
        right = float(((said == label) & (wanted == label)).sum())
        precision.append(right / max(1, int((said == label).sum())))
        recall.append(right / int((wanted == label).sum()))
    mean_precision, mean_recall = float(np.mean(precision)), float(np.mean(recall))
    return 2 * mean_precision * mean_recall / (mean_precision + mean_recall)
