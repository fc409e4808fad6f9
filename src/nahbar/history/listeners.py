"""The register of those who react to events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nahbar.history.events import Event

Reaction = Callable[[Sequence[Event]], None]


@dataclass(frozen=True, slots=True)
class Listener:
    """Reads the named events in order, each at least once and, where it writes only rows, exactly once."""

    name: str
    events: tuple[type[Event], ...]
    react: Reaction


REGISTER: dict[str, Listener] = {}


def listen(name: str, *events: type[Event]) -> Callable[[Reaction], Reaction]:
    """Register a reaction under a lasting `name` (its cursor's). Called at import, from AppConfig.ready."""

    def register(react: Reaction) -> Reaction:
        REGISTER[name] = Listener(name, events, react)
        return react

    return register
