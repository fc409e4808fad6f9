"""What is asked: questions want to know something, requests want something done. Indirect ones too.

A mark alone is not enough (reproaches carry one), and people in a hurry leave it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from nahbar.language.reading import ask_patterns as of
from nahbar.language.spans import Span

# Fewer letters than this on either side of a joint are no asking of their own.
SHORTEST = 6


class Kind(StrEnum):
    """What the writer wants to hear or to have."""

    QUESTION = "question"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question or request, with the sentence or clause that asks."""

    kind: Kind
    span: Span


def asks(sentences: Iterable[Span], language: str) -> tuple[Ask, ...]:
    """The questions and requests among the sentences, in order; exclamations like "Ist das Ihr Ernst?" are none."""
    return tuple(ask for sentence in sentences for ask in _in(sentence, english=language == "en"))


def _in(sentence: Span, *, english: bool) -> Iterator[Ask]:
    parts = list(_parts(sentence))
    found = [(part, _kind(part.line, english=english)) for part in parts]
    if len(parts) > 1 and sum(kind is not None for _, kind in found) < 2:
        # One asking is shown with the whole sentence that it stands in.
        whole = _kind(sentence.line, english=english) or next((kind for _, kind in found if kind), None)
        found = [(sentence, whole)]
    for part, kind in found:
        if kind:
            yield Ask(kind, part)
    if not any(kind for _, kind in found):
        for aside in of.ASIDE.finditer(sentence.text):
            start = sentence.start + aside.start(1)
            yield Ask(Kind.QUESTION, Span(start, start + len(aside.group(1)), aside.group(1)))


def _parts(sentence: Span) -> Iterator[Span]:
    """The sentence cut where two askings are joined: "Was kostet das und bitte schicken Sie mir ..."."""
    begin = 0
    text = sentence.text
    for joint in of.JOINT.finditer(text):
        if joint.start() - begin >= SHORTEST and len(text) - joint.end() >= SHORTEST:
            yield _piece(sentence, begin, joint.start())
            begin = joint.end()
    yield _piece(sentence, begin, len(text))


def _piece(sentence: Span, start: int, end: int) -> Span:
    found = Span.of(sentence.text, start, end)
    return Span(sentence.start + found.start, sentence.start + found.end, found.text)


def _kind(said: str, *, english: bool) -> Kind | None:
    if not any(character.isalpha() for character in said) or of.ALONE.fullmatch(said):
        return None
    marked = bool("?" in said and of.MARK.search(said))
    if marked and _only_quoted(said):
        return None
    kind = (_english if english else _german)(said, marked=marked)
    # Looked at last: the longest of all lists, and few sentences ask.
    return None if kind and of.RHETORICAL.search(said) else kind


def _german(said: str, *, marked: bool) -> Kind | None:
    if of.INDIRECT.search(said) and not said.endswith(":"):
        return Kind.QUESTION
    if of.POSSIBLE.match(said):
        return Kind.REQUEST
    if of.ASKS_TO_BE_TOLD.search(said) and (marked or of.IMPERATIVE.match(said) or of.PLEASE.search(said)):
        return Kind.QUESTION
    if (of.POLITE.match(said) and not (marked and of.ABILITY.search(said))) or of.SOMEBODY.match(said):
        return Kind.REQUEST
    return _marked(said) if marked else _unmarked(said)


def _marked(said: str) -> Kind:
    return Kind.REQUEST if of.IMPERATIVE.match(said) and of.PLEASE.search(said) else Kind.QUESTION


def _unmarked(said: str) -> Kind | None:
    if of.NO_IMPERATIVE.match(said):
        return None
    if of.IMPERATIVE.match(said) or any(
        manner.search(said) for manner in (of.IMPERATIVE_INSIDE, of.PLEASE, of.WISHES)
    ):
        return Kind.REQUEST
    open_end = said[-1:] not in ".!…:" or said.endswith("..")
    return Kind.QUESTION if open_end and of.BARE.match(said) and not of.EMPTY.match(said) else None


def _english(said: str, *, marked: bool) -> Kind | None:
    if of.EN_INDIRECT.search(said):
        return Kind.QUESTION
    if of.ASKS_TO_BE_TOLD.search(said) and (marked or of.EN_WISHES.search(said)):
        return Kind.QUESTION
    if of.EN_POLITE.search(said):
        return Kind.REQUEST
    if marked:
        return Kind.QUESTION
    if of.EN_WISHES.search(said) or of.EN_IMPERATIVE.match(said):
        return Kind.REQUEST
    return Kind.QUESTION if said[-1:] not in ".!…:" and of.EN_BARE.match(said) else None


def _only_quoted(said: str) -> bool:
    """Whether the mark stands inside a quotation: somebody else's question."""
    mark = said.rfind("?")
    opened = [match.start() for match in of.QUOTE_AHEAD.finditer(said[:mark])]
    closes = said[mark + 1 : mark + 3].lstrip("!?")[:1]
    return bool(opened) and closes in tuple('"“”«') and opened[-1] > 0
