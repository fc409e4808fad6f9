"""German compounds taken apart, so that "Rechnung" finds "Stromrechnungen".

The parts come from a list of our own (`parts.txt`, one word a line). A word is taken apart where it is made of parts
of the list, with the sounds that German puts between them, or where its end is a part and the rest is long enough to
be a word that the list does not know (a name, a foreign word).
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from nahbar.language.search.stems import german

_LINKS = ("", "s", "es", "n", "en", "er", "e", "ens", "ns")
_SHORTEST_WORD = 8
_SHORTEST_PART = 3
_SHORTEST_TAIL = 5
_UNKNOWN_HEAD = 4
_LONGEST_WORD = 60
_CACHE = 100_000


@cache
def _parts() -> frozenset[str]:
    """The words of the list, case-folded; inflected last parts are found by their stem in `_stems`."""
    text = resources.files("nahbar.language.search").joinpath("parts.txt").read_text("utf-8")
    return frozenset(line.casefold() for line in text.split("\n") if line and not line.startswith("#"))


@cache
def _stems() -> frozenset[str]:
    return frozenset(german(part) for part in _parts())


@lru_cache(_CACHE)
def parts_of(word: str) -> tuple[str, ...]:
    """The stems of the parts of a compound, first to last; empty where `word` is none that we know."""
    lowered = word.casefold()
    if not _SHORTEST_WORD <= len(lowered) <= _LONGEST_WORD or not lowered.isalpha() or lowered in _parts():
        return ()
    if found := _take_apart(lowered):
        return tuple(german(part) for part in found)
    tail = _known_tail(lowered)
    return (german(tail),) if tail else ()


def _take_apart(word: str) -> tuple[str, ...]:
    """The fewest parts that make the whole word; of several ways the one with the longest last part."""
    ways: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(word)):
        if start not in ways:
            continue
        before = ways[start]
        if start and _is_last(word[start:]):
            _keep(ways, len(word), (*before, word[start:]))
        for end in range(start + _SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            if word[start:end] in _parts():
                for link in _LINKS:
                    if word.startswith(link, end):
                        _keep(ways, end + len(link), (*before, word[start:end]))
    found = ways.get(len(word), ())
    return found if len(found) > 1 else ()


def _keep(ways: dict[int, tuple[str, ...]], end: int, way: tuple[str, ...]) -> None:
    if end not in ways or len(way) < len(ways[end]):
        ways[end] = way


def _is_last(tail: str) -> bool:
    return tail in _parts() or (len(tail) > _SHORTEST_PART and german(tail) in _stems())


def _known_tail(word: str) -> str:
    """The longest end of `word` that is a part, behind a head that the list does not know."""
    for start in range(_UNKNOWN_HEAD, len(word) - _SHORTEST_TAIL + 1):
        tail = word[start:]
        if tail in _parts() or (len(tail) > _SHORTEST_TAIL and german(tail) in _stems()):
            return tail
    return ""
