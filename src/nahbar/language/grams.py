"""What a linear model sees of a text: words, pairs of words, and pieces of words, each once per place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from nahbar.language.tokens import REMEMBERED, Token

# Pieces of 3 to 5 letters, with the blanks around a word: short enough for typing errors, long enough to tell.
SHORTEST, LONGEST = 3, 5
_NUMBER = "0"


def grams(said: Sequence[Token]) -> list[str]:
    """The features of the tokens: `=word=`, `=word=word=`, and pieces of words. Numbers are all alike."""
    found: list[str] = []
    before = ""
    for token in said:
        word = _NUMBER if token.word[0].isdigit() else token.word
        if word == "\n":
            before = ""
            continue
        found.append(f"={word}=")
        if before:
            found.append(f"={before}={word}=")
        before = word
        if len(word) > 2:
            found.extend(_pieces(word))
    return found


@lru_cache(REMEMBERED)
def _pieces(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(
        padded[at : at + size] for size in range(SHORTEST, LONGEST + 1) for at in range(len(padded) - size + 1)
    )
