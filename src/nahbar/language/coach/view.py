"""A draft taken apart once, for all rules to look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from nahbar.language.address import address
from nahbar.language.coach.draft import Draft
from nahbar.language.detect import detect
from nahbar.language.frame import Frame, frame
from nahbar.language.lines import own_lines
from nahbar.language.patterns import Pattern
from nahbar.language.reading import feeling
from nahbar.language.reading.questions import Ask, asks
from nahbar.language.reading.substance import substance
from nahbar.language.sentences import sentences, words
from nahbar.language.spans import Span
from nahbar.language.tokens import Token, tokens

# Longer drafts are books; the first part says how they sound.
MAX_CHARACTERS = 20_000
_QUOTATION = re.compile(r"„[^“”\"\n]{0,300}[“”\"]|\"[^\"\n]{0,300}\"|»[^«\n]{0,300}«|“[^”\n]{0,300}”")
# Cutting a sentence where a new thought begins: what is asked in one part says nothing of the other.
_CLAUSE = re.compile(r"[,;:–]\s+|\s+(?:und|oder|aber|sondern|and|or|but)\s+", re.IGNORECASE)
_FORMAL = re.compile(r"geehrte|\bfrau\b|\bherr\b|damen", re.IGNORECASE)
_DATE_DOT = re.compile(r"(?<=\d)\.(?=[\s\d]|$)")
_NAME = re.compile(r"[^\W\d_][\w'’.-]*")
_ORGANISATION = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|gbr|se|ug|e\.?\s?v\.?|eg|verein|stadtwerke|verwaltung|hausverwaltung|praxis|kanzlei|ltd"
    r"|inc|llc|limited|company|team|schule|stiftung|verband|gemeinde|amt)\b",
    re.IGNORECASE,
)
_TITLES = frozenset({"dr", "prof", "frau", "herr", "mr", "mrs", "ms", "dipl", "ing", "von", "van", "de", "zu"})


@dataclass(frozen=True)
class Sentence:
    """A sentence of the substance: its place, its words on one line in lower case, and its tokens."""

    span: Span
    low: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words and marks with places in the draft's text; line breaks within a sentence say nothing."""
        shift = self.span.start
        return tuple(
            Token(one.word, one.start + shift, one.end + shift) for one in tokens(self.span.text) if one.word != "\n"
        )

    @cached_property
    def flat(self) -> str:
        """The text as written, on one line; a date's dots are blanks, so that they end nothing. Same length."""
        return _DATE_DOT.sub(" ", self.span.text.replace("\n", " "))

    @cached_property
    def words(self) -> list[str]:
        """The words as written."""
        return words(self.span.text)

    @cached_property
    def clauses(self) -> list[str]:
        """The parts between commas and joints, in lower case."""
        return [part for part in _CLAUSE.split(self.low) if part]

    def part(self, start: int, end: int) -> Span:
        """The place of characters `start` to `end` of the sentence."""
        found = Span.of(self.span.text, start, end)
        return Span(self.span.start + found.start, self.span.start + found.end, found.text)


class Incoming:
    """The message that a draft answers: of its reading only what the coach asks for, when it asks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.language = detect(text)

    @cached_property
    def _around(self) -> Frame:
        return frame(self.text)

    @cached_property
    def _said(self) -> list[Span]:
        return substance(self.text, self._around)

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """Questions and requests."""
        return asks(self._said, self.language)

    @cached_property
    def form(self) -> str:
        """How the writer addresses us."""
        if self.language == "en":
            return ""
        formal = bool(self._around.greeting and _FORMAL.search(self._around.greeting.text))
        return address(self.text, self._around.body, formal_greeting=formal).form.value

    @property
    def signed(self) -> str:
        """The name below the message."""
        return self._around.signed

    @cached_property
    def _feeling(self) -> tuple[str, float, bool]:
        """Mood, certainty, complaint: the dear part, and only drafts that take up no feelings need it."""
        if self.language not in ("de", "en", ""):
            return "unsure", 0.0, False
        return feeling(self.text, self.language, self._around, self._said)

    @property
    def mood(self) -> tuple[str, float]:
        """How the writer feels, and how sure that is."""
        return self._feeling[:2]

    @property
    def complains(self) -> bool:
        """Whether something is said to be broken, late or wrong."""
        return self._feeling[2]


class View:
    """A draft with its frame, its sentences, and the reading of what it answers."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.text = draft.text[:MAX_CHARACTERS]
        self.language = _language(draft)

    @cached_property
    def around(self) -> Frame:
        """Salutation, closing and what stands between."""
        return frame(self.text)

    @cached_property
    def lines(self) -> list[Span]:
        """The writer's own lines, those with words."""
        return [line for line in own_lines(self.text) if line.text]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of the substance. Below a closing nothing is said any more."""
        found = sentences(self.text, self.around.body)
        return [Sentence(span, _DATE_DOT.sub(" ", span.line.lower())) for span in found]

    @cached_property
    def low(self) -> str:
        """The substance on one line, in lower case."""
        return " ".join(sentence.low for sentence in self.sentences)

    def narrow(self, pattern: Pattern) -> Pattern:
        """The pattern for searches in single sentences, without what stands nowhere in the draft."""
        return pattern.within(self.low)

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """Places of what the draft quotes from others; it is not coached."""
        return [match.span() for match in _QUOTATION.finditer(self.text)]

    @cached_property
    def incoming(self) -> Incoming | None:
        """The message that the draft answers."""
        text = self.draft.incoming[:MAX_CHARACTERS]
        return Incoming(text) if text.strip() else None

    @cached_property
    def name(self) -> str:
        """The person's name, as known or as they signed; empty for an organisation."""
        name = self.draft.person or (self.incoming.signed if self.incoming else "")
        return "" if _ORGANISATION.search(name) else " ".join(name.split())

    @cached_property
    def name_parts(self) -> list[str]:
        """The parts of the person's name that tell somebody: no titles, no single letters."""
        parts = [part.strip(".") for part in _NAME.findall(self.name)]
        return [part for part in parts if len(part) > 1 and part.lower() not in _TITLES]

    @property
    def german(self) -> bool:
        """Whether the draft is German."""
        return self.language == "de"

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether the place lies in somebody else's words."""
        return any(left <= start and end <= right for left, right in self.quoted)

    @cached_property
    def form(self) -> str:
        """How the person is to be addressed, as known: "du", "sie" or empty."""
        for form in (
            self.draft.person_form,
            self.incoming.form if self.incoming else "",
            self.draft.house_form,
        ):
            if form in ("du", "sie"):
                return form
        return ""


def _language(draft: Draft) -> str:
    if draft.language:
        return draft.language
    for text in (draft.text, draft.incoming, *reversed(draft.thread)):
        told = detect(text[:2000])
        if told:
            return told
    return "de"
