"""A draft taken apart once, for all rules to look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from nahbar.language.coach.draft import Draft
from nahbar.language.detect import detect
from nahbar.language.frame import Frame, frame
from nahbar.language.lines import own_lines
from nahbar.language.reading import Reading, read
from nahbar.language.sentences import sentences, words
from nahbar.language.spans import Span
from nahbar.language.tokens import Token, tokens

# Longer drafts are books; the first part says how they sound.
MAX_CHARACTERS = 20_000
_QUOTATION = re.compile(r"„[^“”\"\n]{0,300}[“”\"]|\"[^\"\n]{0,300}\"|»[^«\n]{0,300}«|“[^”\n]{0,300}”")
# Cutting a sentence where a new thought begins: what is asked in one part says nothing of the other.
_CLAUSE = re.compile(r"[,;:–]\s+|\s+(?:und|oder|aber|sondern|and|or|but)\s+", re.IGNORECASE)
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
        return [Sentence(span, span.line.lower()) for span in found]

    @cached_property
    def low(self) -> str:
        """The substance on one line, in lower case."""
        return " ".join(sentence.low for sentence in self.sentences)

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """Places of what the draft quotes from others; it is not coached."""
        return [match.span() for match in _QUOTATION.finditer(self.text)]

    @cached_property
    def incoming(self) -> Reading | None:
        """What was understood of the message that the draft answers."""
        text = self.draft.incoming[:MAX_CHARACTERS]
        return read(text) if text.strip() else None

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
            self.incoming.form.value if self.incoming else "",
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
