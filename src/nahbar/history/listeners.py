"""The register of those who react to events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from nahbar.history.events import Event


@dataclass(frozen=True, slots=True)
class Logged:
    """An event as it stands in the log: with the id and the time of its row."""

    id: int
    at: datetime
    event: Event


Write = Callable[[], None]
Reaction = Callable[[Sequence[Event]], None]
LogReaction = Callable[[Sequence[Logged]], None]
Preparation = Callable[[Sequence[Event]], Write]


@dataclass(frozen=True, slots=True)
class Listener:
    """Reads the named events in order, each at least once and, where it writes only rows, exactly once.

    `prepare` looks at the events outside of any transaction; what it returns is called in the transaction that
    moves the cursor.
    """

    name: str
    events: tuple[type[Event], ...]
    prepare: Callable[[Sequence[Logged]], Write]


REGISTER: dict[str, Listener] = {}


def listen(name: str, *events: type[Event]) -> Callable[[Reaction], Reaction]:
    """Register a reaction under a lasting `name` (its cursor's). Called at import, from AppConfig.ready."""

    def register(react: Reaction) -> Reaction:
        REGISTER[name] = Listener(name, events, lambda logged: partial(react, [entry.event for entry in logged]))
        return react

    return register


def listen_ahead(name: str, *events: type[Event]) -> Callable[[Preparation], Preparation]:
    """As `listen`, for a reaction that computes before it writes: it returns the function that does the writing.

    On SQLite all who write stand in one line, so whoever computes in a transaction keeps everybody waiting.
    """

    def register(prepare: Preparation) -> Preparation:
        REGISTER[name] = Listener(name, events, lambda logged: prepare([entry.event for entry in logged]))
        return prepare

    return register


def listen_to_log(name: str, *events: type[Event]) -> Callable[[LogReaction], LogReaction]:
    """As `listen`, for a reaction that wants the id and time of each event too."""

    def register(react: LogReaction) -> LogReaction:
        REGISTER[name] = Listener(name, events, lambda logged: partial(react, logged))
        return react

    return register
