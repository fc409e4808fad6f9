"""Shapes of reading a text."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, Field

# No message that a person wrote is near it.
MOST_CHARACTERS = 1_000_000


def whole(text: str) -> str:
    """Refuse half a surrogate pair, which no answer could repeat."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("The text holds broken Unicode: half of a surrogate pair.") from error
    return text


class ReadIn(Schema):
    """`language` ("de", "en") where it is known, else it is told from the text. `channel` is only taken."""

    text: Annotated[str, Field(max_length=MOST_CHARACTERS), AfterValidator(whole)]
    channel: Annotated[str, Field(max_length=40)] = ""
    language: Annotated[str, Field(max_length=10)] = ""


class Place(Schema):
    """Words of the text; places count Unicode code points. `at` stands with insults, `reason` with urgency."""

    start: int
    end: int
    text: str
    at: Literal["us", "others"] | None = None
    reason: str | None = None


class AskedOut(Schema):
    start: int
    end: int
    text: str
    kind: Literal["question", "request"]


class ReadOut(Schema):
    """Labels below their threshold are `unsure` or left out; `confidence` (0 to 1) and `evidence` go by label."""

    language: Literal["de", "en", "other", "unsure"]
    form: Literal["du", "sie", "none", "unsure"]
    intents: list[str]
    mood: str
    insult: bool
    urgent: bool
    sensitive: list[str]
    questions: list[AskedOut]
    gist: str
    confidence: dict[str, float]
    evidence: dict[str, list[Place]]
