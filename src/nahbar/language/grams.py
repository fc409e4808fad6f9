"""What a linear model sees of a text: words, pairs of words, and pieces of words, each once per place."""

from __future__ import annotations

from collections.abc import Sequence

from nahbar.language.tokens import Token

# Pieces of 3 to 5 letters, with the blanks around a word: short enough for typing errors, long enough to mean something.
SHORTEST, LONGEST = 3, 5
_NUMBER = "0"


def grams(said: Sequence[Token], *, pieces: bool = True) -> list[str]:
    """The features of the tokens: `=word=`, `=word=word=`, and pieces of words where wanted. Numbers are all alike."""
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
        if pieces and len(word) > 2:
            padded = f" {word} "
            found.extend(
                padded[at : at + size] for size in range(SHORTEST, LONGEST + 1) for at in range(len(padded) - size + 1)
            )
    return found
