"""What mail is imported from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from nahbar.toolbox.faults import Fault


class SourceFault(Fault):
    """There is nothing to import from: no such file, or not of this kind."""


@dataclass(frozen=True, slots=True)
class Found:
    """One message. `place` is where to go on after it, or None in the middle of what can only be skipped whole.

    `provider_id` is the same each time that the same message is found in the same source.
    """

    raw: bytes
    provider_id: str
    place: Mapping[str, Any] | None
    progress: int = 1


class Source(Protocol):
    """`identity` names it for good; `total` and `unit` are for the bar; `unread` lists what could not be read."""

    identity: str
    total: int | None
    unit: str
    unread: list[str]

    def messages(self, place: Mapping[str, Any]) -> Iterator[Found]:
        """Everything after `place` ({} for all). Raises SourceFault, SendFault."""
        ...
