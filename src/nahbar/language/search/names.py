"""Names of people, found although they are mistyped: by their sound, with one letter of it wrong at most.

The sound is the code of the Kölner Phonetik (Postel 1969). A row is kept for the code and for the code without each
of its digits; a question asks for the same, so that two codes meet which differ by one digit (the deletion
neighbourhood of SymSpell, Garbe 2012). Who is really meant is decided by `distance` among what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nahbar.language.search.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
_CODES = {
    **dict.fromkeys("aeijouy", "0"),
    "h": "",
    "b": "1",
    **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"),
    "l": "5",
    **dict.fromkeys("mn", "6"),
    "r": "7",
    **dict.fromkeys("sz", "8"),
}
_SHORTEST_TO_MISTYPE = 4
_MOST_WORDS = 8


def sound(name: str) -> str:
    """The code of one word: "657" for Müller, Mueller and Miller; vowels count at the beginning only."""
    letters = fold(name)
    digits: list[str] = []
    for position, letter in enumerate(letters):
        before = letters[position - 1] if position else ""
        after = letters[position + 1] if position + 1 < len(letters) else ""
        digits.extend(_digit(letter, before, after, first=position == 0))
    merged = [digit for position, digit in enumerate(digits) if position == 0 or digit != digits[position - 1]]
    return "".join(merged[:1] + [digit for digit in merged[1:] if digit != "0"])


def _digit(letter: str, before: str, after: str, *, first: bool) -> str:
    if letter == "p":
        return "3" if after == "h" else "1"
    if letter in "dt":
        return "8" if after in ("c", "s", "z") else "2"
    if letter == "x":
        return "8" if before in ("c", "k", "q") else "48"
    if letter == "c":
        if first:
            return "4" if after and after in "ahkloqrux" else "8"
        return "4" if before not in ("s", "z") and after and after in "ahkoqux" else "8"
    return _CODES.get(letter, "")


def name_keys(names: Iterable[str]) -> set[str]:
    """What is kept for somebody called this: folded words, and codes with one digit left out."""
    found: set[str] = set()
    for word in _words(names):
        found.add(fold(word))
        if len(word) >= _SHORTEST_TO_MISTYPE:
            found.update(_neighbours(sound(word)))
    return found


def name_queries(word: str) -> set[str]:
    """The keys of `name_keys` by which a person is found who is called `word`, or nearly so."""
    if len(word) < _SHORTEST_TO_MISTYPE:
        return {fold(word)}
    return {fold(word), *_neighbours(sound(word))}


def _neighbours(code: str) -> set[str]:
    marked = {f"~{code}"}
    if len(code) > 2:
        marked |= {f"~{code[:gap]}{code[gap + 1 :]}" for gap in range(len(code))}
    return marked


def _words(names: Iterable[str]) -> list[str]:
    return [word for name in names for word in _WORD.findall(name)][:_MOST_WORDS]


def distance(one: str, other: str, *, most: int = 2) -> int:
    """How many letters are wrong, missing, too many or swapped (optimal string alignment), up to `most` + 1."""
    left, right = fold(one), fold(other)
    if abs(len(left) - len(right)) > most:
        return most + 1
    earlier: list[int] = []
    previous = list(range(len(right) + 1))
    for row, letter in enumerate(left, 1):
        current = [row]
        for column, other_letter in enumerate(right, 1):
            cost = min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (letter != other_letter))
            swapped = row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other_letter
            current.append(min(cost, earlier[column - 2] + 1) if swapped else cost)
        if min(current) > most:
            return most + 1
        earlier, previous = previous, current
    return previous[-1]
