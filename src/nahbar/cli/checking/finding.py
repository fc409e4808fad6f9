"""One line of `nahbar check`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and what to do next (empty where all is well)."""

    level: Level
    about: str
    sentence: str
    next: str = ""


def ok(about: str, sentence: str) -> Finding:
    return Finding(Level.OK, about, sentence)


def warning(about: str, sentence: str, next_step: str) -> Finding:
    return Finding(Level.WARNING, about, sentence, next_step)


def wrong(about: str, sentence: str, next_step: str) -> Finding:
    return Finding(Level.WRONG, about, sentence, next_step)
