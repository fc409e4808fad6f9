"""Shapes of the coach, the same as of `nahbar coach --jsonl`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, Field

from nahbar.api.shapes.language import whole
from nahbar.language.coach.draft import MAX_CHARACTERS, MAX_TEXTS

Words = Annotated[str, Field(max_length=MAX_CHARACTERS), AfterValidator(whole)]
Texts = Annotated[list[Words], Field(max_length=MAX_TEXTS)]
Form = Literal["", "du", "sie", "none", "unsure"]
Setting = Literal["on", "off", "soft", "hint", "warn", "stop"]
Rule = Literal[
    "salutation-missing",
    "salutation-impersonal",
    "form-mismatch",
    "closing-nameless",
    "phone-only",
    "boilerplate",
    "question-unanswered",
    "bureaucratic",
    "passive",
    "threat",
    "dead-end",
    "effort-shift",
    "no-acknowledgement",
    "blame",
    "promise-vague",
    "promise-dated",
    "hard-to-read",
    "jargon",
    "shouting",
    "personal-data-public",
    "website-only",
    "subject-dull",
]


class PersonIn(Schema):
    """Who is written to, and the form of address that they use."""

    name: Words = ""
    form: Form = ""


class MemberIn(Schema):
    name: Words = ""


class HouseIn(Schema):
    """The form of address that the house wants."""

    form: Form = ""


class CoachIn(Schema):
    """A draft and what is known around it; all but `draft` may be left out. Without `now`, today is meant."""

    draft: Words
    incoming: Words = ""
    subject: Words = ""
    person: PersonIn = PersonIn()
    member: MemberIn = MemberIn()
    channel: Literal["email", "letter", "sms", "whatsapp", "chat", "form", "post", "review", "forum"] = "email"
    public: bool = False
    blocks: Texts = []
    recent: Texts = []
    thread: Texts = []
    house: HouseIn = HouseIn()
    now: datetime | None = None
    rules: dict[Rule, Setting] = {}
    interface: Literal["", "de", "en"] = ""
    language: Literal["", "de", "en"] = ""


class FindingOut(Schema):
    """Places count Unicode code points of the text that `in` names; what is absent has 0 to 0."""

    rule: Rule
    severity: Literal["hint", "warn", "stop"]
    where: Annotated[Literal["draft", "subject", "incoming"], Field(serialization_alias="in", validation_alias="in")]
    start: int
    end: int
    why: str
    suggestion: str


class PromiseOut(Schema):
    text: str
    due: date | None


class CoachOut(Schema):
    """`good` is a line of praise, never a grade, or empty."""

    findings: list[FindingOut]
    promises: list[PromiseOut]
    good: str
