"""Reading: what can be told about an incoming text. Same text, same reading; nothing outside is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from nahbar.language.address import Address, Form, address
from nahbar.language.detect import detect
from nahbar.language.frame import Frame, frame
from nahbar.language.linear import Linear
from nahbar.language.reading import models
from nahbar.language.reading.cues import seen
from nahbar.language.reading.gist import gist
from nahbar.language.reading.insult import Insult, insults, offensive
from nahbar.language.reading.questions import Ask, Kind, asks
from nahbar.language.reading.result import Reading
from nahbar.language.reading.sensitive import sensitive
from nahbar.language.reading.substance import substance
from nahbar.language.reading.urgency import Press, Urgency, urgency
from nahbar.language.spans import Span
from nahbar.language.tokens import Token, tokens

__all__ = [
    "MAX_CHARACTERS",
    "Ask",
    "Form",
    "Insult",
    "Kind",
    "Press",
    "Reading",
    "Span",
    "Urgency",
    "feeling",
    "read",
]

# Longer texts are logs and books; the first part says what is wanted.
MAX_CHARACTERS = 50_000
# Sentences that mood and intents are told from; a person has said by then what they feel and want.
MAX_SENTENCES = 150
_FORMAL_GREETING = re.compile(r"geehrte|\bfrau\b|\bherr\b|damen", re.IGNORECASE)
# "Danke, dass es euch gibt!" is an address; "Ihr Hans Brandl" is none.
_NAMES_US = re.compile(r"\b(?:euch|dir|dich|Ihnen|Ihre \w+ung|dass Sie)\b")
# Whoever is upset with us complains: of own texts in these moods 63 of 67 do.
_UPSET, _COMPLAINT = ("angry", "disappointed"), "complaint"
# How sure the rules are, measured on own texts: two signs are surer than one.
ONE_SIGN, MORE_SIGNS = 0.9, 0.97


def read(text: str, language: str = "", local: Mapping[str, Any] | None = None) -> Reading:
    """Read `text`; `language` ("de", "en") is what the conversation is known to be in, else it is told.

    `local` are weights learned from corrections (see `nahbar.language.learning`). Quoted lines and what stands below
    a signature mark are not the writer's and are left out.
    """
    text = text[:MAX_CHARACTERS]
    language = language or detect(text)
    around = frame(text)
    said = substance(text, around)
    if language not in ("de", "en", ""):
        return _foreign(around)
    words = [tokens(text, span.start, span.end) for span in said]
    return _Reader(text, language, around, list(zip(said, words, strict=True)), local).reading()


def feeling(text: str, language: str, around: Frame, said: Sequence[Span]) -> tuple[str, float, bool]:
    """Only the mood of a text that is already taken apart, how sure it is, and whether the text complains."""
    words = [tokens(text, span.start, span.end) for span in said]
    reader = _Reader(text, language, around, list(zip(said, words, strict=True)), None)
    mood = reader.mood()
    return mood, reader.confidence["mood"], _COMPLAINT in reader.intents((), mood)


class _Reader:
    """One text while it is read, so that what one step found helps the next."""

    def __init__(
        self,
        text: str,
        language: str,
        around: Frame,
        said: Sequence[tuple[Span, list[Token]]],
        local: Mapping[str, Any] | None,
    ) -> None:
        self.text, self.language, self.around, self.spoken, self.local = text, language, around, said, local
        self.said = [span for span, _ in said]
        self.parts = [seen(words, text) for _, words in said[:MAX_SENTENCES]]
        self.weighed = models.weigh(self.parts)
        self._upset_sentence = 0
        self.confidence: dict[str, float] = {}
        self.evidence: dict[str, tuple[Span, ...]] = {}

    def reading(self) -> Reading:
        asked = asks(self.said, self.language)
        form = self._form()
        mood = self.mood()
        intents = self.intents(asked, mood)
        insulted = self._insults(mood)
        troubled = "complaint" in intents or mood in ("worried", "angry")
        return Reading(
            language=self.language or "unsure",
            address=form,
            asks=asked,
            intents=intents,
            mood=mood,
            insults=insulted,
            sensitive=self._sensitive(),
            urgency=self._urgency(troubled=troubled),
            greeting=self.around.greeting,
            greeted=self.around.greeted,
            closing=self.around.closing,
            signed=self.around.signed,
            gist=gist(self.said, [ask.span for ask in asked]),
            confidence={label: round(sure, 3) for label, sure in self.confidence.items()},
            evidence=self.evidence,
        )

    def _form(self) -> Address:
        if self.language == "en":
            self.confidence["form"] = MORE_SIGNS
            return Address(Form.NONE, (), ())
        greeting = self.around.greeting
        formal = bool(greeting and _FORMAL_GREETING.search(greeting.text))
        lines = list(self.around.body)
        closing = self.around.closing
        if closing and _NAMES_US.search(closing.text):
            lines.append(closing)
        found = address(self.text, lines, formal_greeting=formal)
        signs = found.du if found.form is Form.DU else found.sie or found.maybe_sie if found.form is Form.SIE else ()
        self.confidence["form"] = 0.5 if found.form is Form.UNSURE else MORE_SIGNS if len(signs) != 1 else ONE_SIGN
        self.evidence["form"] = signs or (found.du + found.sie + found.maybe_sie)
        return found

    def mood(self) -> str:
        """How the writer feels; notes how sure that is, and the words for it."""
        found = models.mood(self.weighed, self.local)
        self.confidence["mood"] = found.confidence
        self.evidence["mood"] = self._places(found, models.MOODS)
        self._upset_sentence = found.sentence
        return found.label

    def intents(self, asked: Sequence[Ask], mood: str) -> tuple[str, ...]:
        """What the text is written for, given what it asks and its mood; notes the same."""
        found = models.intents(self.weighed, self.local)
        if mood in _UPSET and all(verdict.label != _COMPLAINT for verdict in found):
            found = (*found, models.Verdict(_COMPLAINT, self.confidence["mood"], self._upset_sentence))
        for verdict in found:
            self.confidence[verdict.label] = verdict.confidence
            self.evidence[verdict.label] = self._places(verdict, models.INTENTS)
        names = {verdict.label for verdict in found}
        for kind in Kind:
            spans = tuple(ask.span for ask in asked if ask.kind is kind)
            if spans:
                names.add(kind.value)
                self.confidence[kind.value] = MORE_SIGNS if len(spans) > 1 else ONE_SIGN
                self.evidence[kind.value] = spans
        return tuple(sorted(names))

    def _insults(self, mood: str) -> tuple[Insult, ...]:
        found = insults(self.spoken, self.text)
        if not found and mood == "angry" and self.language != "en":
            pairs = zip(self.spoken, self.parts, strict=False)
            found = tuple(one for (span, words), part in pairs if (one := offensive(span, words, part.features)))[:1]
        self.confidence["insult"] = MORE_SIGNS if len(found) != 1 else ONE_SIGN
        self.evidence["insult"] = tuple(one.span for one in found)
        return found

    def _sensitive(self) -> tuple[str, ...]:
        found = sensitive(self.spoken, self.text)
        for kind, spans in found.items():
            label = "sensitive:legal" if kind == "legal" else kind
            self.confidence[label] = MORE_SIGNS if len(spans) > 1 else ONE_SIGN
            self.evidence[label] = tuple(spans)
        return tuple(found)

    def _urgency(self, *, troubled: bool) -> tuple[Urgency, ...]:
        found = urgency(self.spoken, self.language, troubled=troubled)
        pressing = [one for one in found if one.kind is not Press.NEAR_DAY]
        self.confidence["urgent"] = ONE_SIGN if len(pressing) == 1 else MORE_SIGNS
        self.evidence["urgent"] = tuple(one.span for one in pressing)
        return found

    def _places(self, verdict: models.Verdict, model: Linear) -> tuple[Span, ...]:
        """The words in the strongest sentence that speak for a label; the sentence itself where no cue does."""
        if not self.parts:
            return ()
        part, sentence = self.parts[verdict.sentence], self.said[verdict.sentence]
        if verdict.label not in model.classes:
            return (sentence,)
        speaking = model.speaking(part.features, verdict.label)
        cues = [cue for cue in part.cues if cue.tag in speaking]
        spans = sorted({(cue.start, cue.end) for cue in cues})
        return tuple(Span(start, end, self.text[start:end]) for start, end in spans) or (sentence,)


def _foreign(around: Frame) -> Reading:
    """A text in a language that we do not read: nothing is guessed."""
    return Reading(
        language="other",
        address=Address(Form.UNSURE, (), ()),
        asks=(),
        intents=(),
        mood="unsure",
        insults=(),
        sensitive=(),
        urgency=(),
        greeting=around.greeting,
        greeted=around.greeted,
        closing=around.closing,
        signed=around.signed,
        gist=(),
        confidence={"form": 0.0, "mood": 0.0},
        evidence={},
    )
