"""When a rule applies: what is asked of a message. Everything that is asked must hold; of a list, one entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, time
from typing import Any

from django.utils.timezone import localtime

from nahbar.conversations.automation.case import Case
from nahbar.conversations.search.find import answers
from nahbar.conversations.search.question import read_question

_LISTS = ("inboxes", "senders", "recipients", "languages", "moods", "intents", "days")


@dataclass(frozen=True, slots=True)
class Conditions:
    """`senders` and `recipients` are addresses, domains ("@firma.example") or parts of names; `words` a question.

    `opens` and `closes` ("08:00") with `days` (ISO weekdays) are working hours: the message came outside of them.
    """

    inboxes: tuple[int, ...] = ()
    senders: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    words: str = ""
    languages: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    urgent: bool = False
    has_attachment: bool = False
    first_only: bool = False
    opens: str = ""
    closes: str = ""
    days: tuple[int, ...] = ()

    @property
    def needs_reading(self) -> bool:
        """Does it ask for what only the reading knows?"""
        return bool(self.moods or self.intents or self.urgent)

    @property
    def outside_hours(self) -> bool:
        return bool(self.opens and self.closes)

    @property
    def is_empty(self) -> bool:
        """Does it let every message through?"""
        return self == Conditions(first_only=self.first_only)

    def hold(self, case: Case) -> bool:
        """Is the message so, with all that is known of it now?"""
        return self.hold_before_reading(case) and self._hold_of_reading(case)

    def hold_before_reading(self, case: Case) -> bool:
        """Does everything hold that needs no reading? What is cheap is asked first."""
        return (
            (not self.inboxes or case.inbox_id in self.inboxes)
            and (not self.first_only or case.is_first)
            and (not self.outside_hours or self._is_outside(case.at))
            and (not self.senders or any(_is_party(entry, case.senders) for entry in self.senders))
            and (not self.recipients or any(_is_party(entry, case.recipients) for entry in self.recipients))
            and (not self.has_attachment or "has:attachment" in case.terms)
            and (not self.words or answers(case.message, case.terms, read_question(self.words)))
            and (not self.languages or case.language in self.languages)
        )

    def _hold_of_reading(self, case: Case) -> bool:
        return (
            (not self.moods or case.mood in self.moods)
            and (not self.intents or not case.intents.isdisjoint(self.intents))
            and (not self.urgent or case.is_urgent)
        )

    def _is_outside(self, at: datetime) -> bool:
        local = localtime(at)
        works = not self.days or local.isoweekday() in self.days
        return not (works and time.fromisoformat(self.opens) <= local.time() < time.fromisoformat(self.closes))


def _is_party(entry: str, parties: Iterable[tuple[str, str]]) -> bool:
    """Is one of these (name, address) meant? "@firma.example" and "firma.example" mean everybody there."""
    wanted = entry.casefold().strip()
    if "@" in wanted[1:]:
        return any(address == wanted for _name, address in parties)
    if wanted.startswith("@") or ("." in wanted and " " not in wanted):
        domain = wanted.removeprefix("@")
        domains = [address.rpartition("@")[2] for _name, address in parties]
        return any(each == domain or each.endswith(f".{domain}") for each in domains)
    return any(wanted in name or wanted in address for name, address in parties)


def conditions_of(data: Mapping[str, Any]) -> Conditions:
    """From the JSON of a rule; what is not known any more is left out."""
    known = {field.name for field in fields(Conditions)}
    given: dict[str, Any] = {
        name: tuple(value) if name in _LISTS else value for name, value in data.items() if name in known
    }
    return Conditions(**given)


def as_json(conditions: Conditions) -> dict[str, Any]:
    """For the rule's column; only what is asked."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(conditions).items()
        if value
    }
