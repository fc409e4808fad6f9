"""Small linear models: a weight per n-gram and class, so that scores can be explained. Weights are JSON, int8."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import exp, sqrt
from typing import Any

# Bits of a lane: enough for the weights of 60,000 n-grams, more than a text of 50,000 characters has.
LANE = 24


@dataclass(frozen=True, slots=True)
class Features:
    """What a model sees: distinct n-grams, which share one vote, and distinct cues, which have one each."""

    grams: frozenset[str]
    cues: frozenset[str]

    @classmethod
    def joined(cls, parts: Iterable[Features]) -> Features:
        """The features of a text made of parts."""
        known = list(parts)
        return cls(
            frozenset().union(*(part.grams for part in known)), frozenset().union(*(part.cues for part in known))
        )


class Linear:
    """Scores of several classes at once. `classes` names them in the order of the scores."""

    def __init__(self, written: dict[str, Any]) -> None:
        self.classes: tuple[str, ...] = tuple(written["classes"])
        self.thresholds: dict[str, float] = dict(written.get("thresholds", {}))
        self._bias: list[float] = written["bias"]
        self._gram_scale: float = written["scale"]["grams"]
        self._cue_scale: float = written["scale"]["cues"]
        self._grams: dict[str, Sequence[int]] = written["grams"]
        self._cues: dict[str, Sequence[int]] = written["cues"]

    @classmethod
    def of_file(cls, name: str) -> Linear:
        """The weights of this name, which ship with the package."""
        return cls(json.loads((files("nahbar.language") / "weights" / f"{name}.json").read_text(encoding="utf-8")))

    def names(self) -> frozenset[str]:
        """The n-grams that have a weight."""
        return frozenset(self._grams)

    def rows(self) -> Mapping[str, Sequence[int]]:
        """The weights of every n-gram, one per class."""
        return self._grams

    def scores(self, seen: Features) -> list[float]:
        """Log odds per class."""
        rows = [self._grams[gram] for gram in seen.grams & self._grams.keys()]
        sums = [sum(column) for column in zip(*rows, strict=True)] if rows else [0] * len(self.classes)
        return self.weighed(sums, len(rows), seen)

    def weighed(self, sums: Sequence[int], count: int, seen: Features) -> list[float]:
        """Log odds per class, from the sums of the weights of `count` n-grams, and the cues."""
        shared = self._gram_scale / sqrt(count) if count else 0.0
        cues = [self._cues[cue] for cue in seen.cues & self._cues.keys()]
        own = [sum(column) for column in zip(*cues, strict=True)] if cues else [0] * len(self.classes)
        return [
            base + gram * shared + cue * self._cue_scale
            for base, gram, cue in zip(self._bias, sums, own, strict=True)
        ]

    def speaking(self, seen: Features, name: str) -> set[str]:
        """The cues that speak for class `name`."""
        number = self.classes.index(name)
        return {cue for cue in seen.cues & self._cues.keys() if self._cues[cue][number] > 0}

    def cue_score(self, seen: Features, name: str) -> float:
        """How much the cues alone speak for class `name`."""
        number = self.classes.index(name)
        return self._cue_scale * sum(self._cues[cue][number] for cue in seen.cues & self._cues.keys())

    def reasons(self, seen: Features, name: str, most: int = 5) -> list[tuple[str, float]]:
        """The features that spoke most for class `name`, each with its share of the log odds."""
        number = self.classes.index(name)
        known = [gram for gram in seen.grams if gram in self._grams]
        shared = self._gram_scale / sqrt(len(known)) if known else 0.0
        votes = [(gram, self._grams[gram][number] * shared) for gram in known]
        votes += [(cue, self._cues[cue][number] * self._cue_scale) for cue in seen.cues if cue in self._cues]
        return sorted((vote for vote in votes if vote[1] > 0), key=lambda vote: -vote[1])[:most]


def probability(score: float) -> float:
    """Log odds as a probability."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def shares(scores: Sequence[float]) -> list[float]:
    """Scores of classes that exclude each other as probabilities."""
    top = max(scores)
    raised = [exp(score - top) for score in scores]
    whole = sum(raised)
    return [each / whole for each in raised]


class Team:
    """Several models asked at once: a text's n-grams are looked up one time, and each model gets its sums."""

    def __init__(self, *models: Linear) -> None:
        self._models = models
        self._names = frozenset().union(*(model.names() for model in models))
        self._packed = _Packed([model.rows() for model in models], [len(model.classes) for model in models])

    def known(self, seen: Features) -> frozenset[str]:
        """The n-grams that any of the models knows."""
        return seen.grams & self._names

    def scores(self, known: Iterable[str], seen: Features) -> list[list[float]]:
        """The scores of each model, from the known n-grams and the cues of what was seen."""
        wide = sum(1 + len(model.classes) for model in self._models)
        lanes = _unpacked(sum(map(self._packed.__getitem__, known)), wide)
        found = []
        for model in self._models:
            count, lanes = lanes[0], lanes[1:]
            found.append(model.weighed(lanes[: len(model.classes)], count, seen))
            lanes = lanes[len(model.classes) :]
        return found


class _Packed(dict[str, int]):
    """For each model whether it knows an n-gram, and its weights, as lanes of one number: a text is then one sum.

    Packed when first asked for.
    """

    def __init__(self, rows: Sequence[Mapping[str, Sequence[int]]], wide: Sequence[int]) -> None:
        super().__init__()
        self._rows = [(each, [0] * (1 + count)) for each, count in zip(rows, wide, strict=True)]

    def __missing__(self, gram: str) -> int:
        lanes = [lane for rows, absent in self._rows for lane in ([1, *rows[gram]] if gram in rows else absent)]
        packed = self[gram] = sum(weight << (LANE * place) for place, weight in enumerate(lanes))
        return packed


def _unpacked(number: int, wide: int) -> list[int]:
    """The lanes again, whose highest bit is the sign."""
    found = []
    for _ in range(wide):
        value = number & (1 << LANE) - 1
        value -= (value >> LANE - 1) << LANE
        number = (number - value) >> LANE
        found.append(value)
    return found
