"""From text to the terms of the index, and from a word that somebody asks for to the terms that answer it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nahbar.language.search.compounds import parts_of
from nahbar.language.search.folding import fold
from nahbar.language.search.stems import english, german, german_verb

# Letters and digits with what holds them together: order numbers (AB-12/3), addresses, versions (2.1), don't.
_WORD = re.compile(r"[^\W_]+(?:['’.@/_-][^\W_]+)*")
_PIECE = re.compile(r"[^\W_]+")
_LONGEST = 60
_CACHE = 100_000


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and where it stands: `text[start:end]`."""

    start: int
    end: int
    text: str


def words_in(text: str) -> Iterator[Word]:
    """The words of a text, in order, as they stand there."""
    for found in _WORD.finditer(text):
        yield Word(found.start(), found.end(), found[0])


def terms(text: str, *, language: str = "de") -> set[str]:
    """What a text is found by: the stems of its words in its language, the parts of its compounds, its numbers."""
    found: set[str] = set()
    for word in {found[0] for found in _WORD.finditer(text)}:
        found |= _terms_of(word, english=language == "en")
    return found


@lru_cache(_CACHE)
def _terms_of(word: str, *, english: bool) -> frozenset[str]:
    found = set()
    if not word.isalpha():
        found.add(_whole(word))
    for piece in _PIECE.findall(word):
        found.add(_stem(piece, english=english)[:_LONGEST])
        if piece.isalpha() and not english:
            found.add(german_verb(piece)[:_LONGEST])
            found.update(part[:_LONGEST] for part in parts_of(piece))
    return frozenset(found - {""})


def _whole(word: str) -> str:
    """A word with marks inside, as a term: "don't" without its mark, "AB-12/3" with them."""
    return fold(word.replace("'", "").replace("’", ""))[:_LONGEST]


def _stem(piece: str, *, english: bool) -> str:
    if not piece.isalpha():
        return fold(piece)
    return _english(piece) if english else german(piece)


def _english(piece: str) -> str:
    return english(piece)


@lru_cache(_CACHE)
def variants(word: str) -> frozenset[str]:
    """The terms that a word of a question may stand for: any of them will do.

    A word with a mark inside (an order number, an address) is asked for as a whole.
    """
    if not word.isalpha():
        return frozenset({_whole(word)})
    # Whoever asks does not mind capital letters: "geschäft" may be the noun.
    stems = (german(word.lower()), german(word.capitalize()), english(word), german_verb(word))
    return frozenset(term[:_LONGEST] for term in stems if term)
