"""What an event is: a frozen dataclass in the past tense, known by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, TypeVar, dataclass_transform

_KNOWN: dict[str, type[Event]] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events. Fields are JSON values: ids and short words, never texts or addresses."""

    name: ClassVar[str] = ""

    def payload(self) -> dict[str, Any]:
        return asdict(self)


E = TypeVar("E", bound=Event)


@dataclass_transform(frozen_default=True)
def event(name: str) -> Callable[[type[E]], type[E]]:
    """Class decorator: a frozen dataclass, registered under `name` ("conversations.message_received")."""

    def register(cls: type[E]) -> type[E]:
        made = dataclass(frozen=True, slots=True)(cls)
        made.name = name
        _KNOWN[name] = made
        return made

    return register


def revive(name: str, payload: dict[str, Any]) -> Event:
    """The event of a stored row; fields that the class no longer has are left out."""
    cls = _KNOWN[name]
    fields = cls.__dataclass_fields__
    return cls(**{key: value for key, value in payload.items() if key in fields})
