"""Where in a text the words of a question stand, and the few lines around them."""

from __future__ import annotations

from dataclasses import dataclass

from nahbar.conversations.search.question import Question
from nahbar.language.search import terms, words_in

AROUND = 60
MOST_TEXT = 20_000
LONGEST = 240


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt; `marked` parts answer the question."""

    text: str
    marked: bool


def excerpt(text: str, question: Question, *, language: str = "de") -> list[Piece]:
    """About 240 characters around the first words that were asked for; the beginning where none stands there."""
    shown = text[:MOST_TEXT]
    spans = _spans(shown, question, language)
    start = max(0, spans[0][0] - AROUND) if spans else 0
    start = shown.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(shown), start + LONGEST)
    pieces = [Piece("…", marked=False)] if start else []
    position = start
    for first, last in spans:
        if last > end:
            break
        pieces += [Piece(shown[position:first], marked=False), Piece(shown[first:last], marked=True)]
        position = last
    pieces.append(Piece(shown[position:end] + ("…" if end < len(text) else ""), marked=False))
    return [Piece(_one_line(piece.text), piece.marked) for piece in pieces if piece.text]


def _spans(text: str, question: Question, language: str) -> list[tuple[int, int]]:
    wanted = {term for choice in question.wanted for term in choice}
    if not wanted or not question.words:
        return []
    return [(word.start, word.end) for word in words_in(text) if wanted & terms(word.text, language=language)]


def _one_line(text: str) -> str:
    """Line breaks become blanks, so that an excerpt is one paragraph."""
    return text.replace("\r", " ").replace("\n", " ")
