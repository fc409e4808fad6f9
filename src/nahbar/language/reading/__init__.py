"""Reading: what can be told about an incoming text. Same text, same reading; nothing outside is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nahbar.language.address import Address, Form, address
from nahbar.language.detect import detect
from nahbar.language.frame import frame
from nahbar.language.reading.gist import gist
from nahbar.language.reading.questions import questions
from nahbar.language.reading.urgency import Press, Urgency, urgency
from nahbar.language.sentences import sentences
from nahbar.language.spans import Span

__all__ = ["MAX_CHARACTERS", "Form", "Press", "Reading", "Span", "Urgency", "read"]

# Longer texts are logs and books; the first part says what is wanted.
MAX_CHARACTERS = 50_000
_FORMAL_GREETING = re.compile(r"geehrte|\bfrau\b|\bherr\b|damen", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a text; each part with the words that it rests on.

    `language` is "de", "en", another code, or empty where it cannot be told. `address` is German only: in another
    language its form is `none`. `greeted` and `signed` are names as written. `gist` are the writer's own sentences.
    """

    language: str
    address: Address
    questions: tuple[Span, ...]
    urgency: tuple[Urgency, ...]
    greeting: Span | None
    greeted: str
    closing: Span | None
    signed: str
    gist: tuple[Span, ...]

    @property
    def form(self) -> Form:
        """How the writer addresses us."""
        return self.address.form

    @property
    def urgent(self) -> bool:
        """Whether haste is asked for or a time limit is named; a near day alone is not enough."""
        return any(reason.kind is not Press.NEAR_DAY for reason in self.urgency)


def read(text: str, language: str = "") -> Reading:
    """Read `text`; `language` ("de", "en") is what the conversation is known to be in, else it is told from the text.

    Quoted lines and what stands below a signature mark are not the writer's and are left out.
    """
    text = text[:MAX_CHARACTERS]
    language = language or detect(text)
    around = frame(text)
    said = sentences(text, around.body)
    asking = questions(said, language)
    formal = bool(around.greeting and _FORMAL_GREETING.search(around.greeting.text))
    german = language in ("de", "")
    form = address(text, around.body, formal_greeting=formal) if german else Address(Form.NONE, (), ())
    return Reading(
        language=language,
        address=form,
        questions=asking,
        urgency=urgency(said, language),
        greeting=around.greeting,
        greeted=around.greeted,
        closing=around.closing,
        signed=around.signed,
        gist=gist(said, asking),
    )
