"""Then what: the deeds of a rule, as plain data. None of them says anything to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from nahbar.conversations.automation.words import Ending


@dataclass(frozen=True, slots=True)
class Deeds:
    """`tags` are put on; `member` or `team` gets it; `inbox` is where it is moved; `ending` is how it stands then.

    `until` says in words when a snoozed one wakes: "morgen früh", seen from the moment at which the rule acts.
    """

    tags: tuple[int, ...] = ()
    member: int | None = None
    team: int | None = None
    inbox: int | None = None
    note: str = ""
    ending: str = Ending.OPEN.value
    until: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Deeds()


def deeds_of(data: Mapping[str, Any]) -> Deeds:
    """From the JSON of a rule; what is not known any more is left out."""
    known = {field.name for field in fields(Deeds)}
    given: dict[str, Any] = {
        name: tuple(value) if name == "tags" else value for name, value in data.items() if name in known
    }
    return Deeds(**given)


def as_json(deeds: Deeds) -> dict[str, Any]:
    """For the rule's column; only what is done."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(deeds).items() if value
    }
