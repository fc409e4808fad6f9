"""The project's own incoming texts with their labels; halves by trade: nothing is learned from the check half."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "incoming"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question or request in a text, as labelled."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One text with its labels. `group` names what is hard about it, where something is."""

    text: str
    trade: str
    channel: str
    group: str
    language: str
    form: str
    intents: frozenset[str]
    mood: str
    insult: bool
    at: str
    urgent: bool
    sensitive: frozenset[str]
    questions: tuple[Asked, ...]


def incoming(half: str) -> list[Incoming]:
    """The texts of `tune` or `check`."""
    return [
        _of(json.loads(line))
        for path in sorted((FOLDER / half).glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def _of(row: dict[str, object]) -> Incoming:
    row["intents"], row["sensitive"] = frozenset(row["intents"]), frozenset(row["sensitive"])  # type: ignore[call-overload]
    row["questions"] = tuple(Asked(**each) for each in row["questions"])  # type: ignore[attr-defined]
    return Incoming(**row)  # type: ignore[arg-type]
