"""Who acts, and on what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    MEMBER = "member"
    KEY = "key"
    PERSON = "person"
    RULE = "rule"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it. The label is kept, so that the history reads well after the row is gone."""

    kind: ActorKind
    id: int | None
    label: str


SYSTEM = Actor(ActorKind.SYSTEM, None, "Nahbar")


@dataclass(frozen=True, slots=True)
class Subject:
    """What it was done to: "conversation" 7, "inbox" 2."""

    kind: str
    id: int
