"""What the coach says about a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from nahbar.language.spans import Span


class Severity(StrEnum):
    """How much a finding matters. Only what would make somebody's data public stops a message."""

    HINT = "hint"
    WARN = "warn"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule found, not yet put into words: the place (of what is absent 0 to 0) and a better wording, if any.

    `where` names the text that `span` counts in: "draft", "subject" or "incoming". `words` fill the sentence that
    explains the finding.
    """

    rule: str
    span: Span
    suggestion: str = ""
    where: str = "draft"
    words: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, explained: `why` in the member's language, `suggestion` in the draft's."""

    rule: str
    severity: Severity
    where: str
    span: Span
    why: str
    suggestion: str

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data; places count Unicode code points."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "in": self.where,
            "start": self.span.start,
            "end": self.span.end,
            "why": self.why,
            "suggestion": self.suggestion,
        }


@dataclass(frozen=True, slots=True)
class Promise:
    """What the draft promises by a day; `due` is None where only a known present could tell the day."""

    span: Span
    due: date | None

    def as_json(self) -> dict[str, Any]:
        """The promise as plain data."""
        return {"text": self.span.line, "due": self.due.isoformat() if self.due else None}


@dataclass(frozen=True, slots=True)
class Advice:
    """All that the coach says about one draft. `good` is a line of praise, never a grade, or empty."""

    language: str
    findings: tuple[Finding, ...]
    promises: tuple[Promise, ...]
    good: str

    def as_json(self) -> dict[str, Any]:
        """The advice as plain data, as `nahbar coach --jsonl` and the API give it."""
        return {
            "findings": [one.as_json() for one in self.findings],
            "promises": [one.as_json() for one in self.promises],
            "good": self.good,
        }


NOWHERE = Span(0, 0, "")
