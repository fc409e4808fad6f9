"""German compounds taken apart, so that "Rechnung" finds "Stromrechnungen".

The parts come from a list of our own (`parts.txt`, one word a line). A word is taken apart where it is made of parts
of the list, with the sounds that German puts between them, or where its end is a part and the rest is long enough to
be a word that the list does not know (a name, a foreign word).
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from nahbar.language.search.folding import fold
from nahbar.language.search.stems import german

_LINKS = ("", "s", "es", "n", "en", "er", "e", "ens", "ns")
_ENDINGS = ("", "n", "en", "e", "s", "es", "er", "ern", "ens")
_SHORTEST_WORD = 8
_SHORTEST_PART = 3
_SHORTEST_TAIL = 5
_UNKNOWN_HEAD = 4
_LONGEST_WORD = 60
_CACHE = 100_000


@cache
def _parts() -> frozenset[str]:
    """The words of the list, folded."""
    text = resources.files("nahbar.language.search").joinpath("parts.txt").read_text("utf-8")
    return frozenset(fold(line) for line in text.split("\n") if line and not line.startswith("#"))


@lru_cache(_CACHE)
def parts_of(word: str) -> tuple[str, ...]:
    """The stems of the parts of a compound, and of their parts; empty where `word` is none that we know."""
    folded = fold(word)
    if not _SHORTEST_WORD <= len(folded) <= _LONGEST_WORD or not folded.isalpha():
        return ()
    found = _take_apart(folded) or _known_tail(folded)
    stems = [german(part.capitalize()) for part in found]
    return tuple(dict.fromkeys([*stems, *(stem for part in found for stem in parts_of(part))]))


def _take_apart(word: str) -> tuple[str, ...]:
    """The fewest parts that make the whole word."""
    ways: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(word)):
        if start not in ways:
            continue
        if start and _is_last(word[start:]):
            _keep(ways, len(word), (*ways[start], word[start:]))
        for end in range(start + _SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            if word[start:end] in _parts():
                for link in _LINKS:
                    if word.startswith(link, end):
                        _keep(ways, end + len(link), (*ways[start], word[start:end]))
    return ways.get(len(word), ())


def _keep(ways: dict[int, tuple[str, ...]], end: int, way: tuple[str, ...]) -> None:
    if end not in ways or len(way) < len(ways[end]):
        ways[end] = way


def _is_last(tail: str) -> bool:
    """A part at the end of the word, in any case and number ("rechnungen", "häuser")."""
    return any(
        tail.endswith(ending)
        and len(tail) - len(ending) >= _SHORTEST_PART
        and tail[: len(tail) - len(ending)] in _parts()
        for ending in _ENDINGS
    )


def _known_tail(word: str) -> tuple[str, ...]:
    """The longest end of `word` that is a part, behind a head that the list does not know."""
    for start in range(_UNKNOWN_HEAD, len(word) - _SHORTEST_TAIL + 1):
        if _is_last(word[start:]):
            return (word[start:],)
    return ()
