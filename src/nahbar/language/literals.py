"""What a text must hold for a regular expression to match it: letters to look for before the dear search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

# Of every set at least one member stands in each text that matches.
Needs = tuple[frozenset[str], ...]
# One letter stands in nearly every text, and looking for very many words costs as much as the search.
SHORTEST = 2
MOST = 150
_QUANTIFIER = re.compile(r"(?:[*+?]|\{\d*(?:,\d*)?\})[?+]?")
_OPENING = re.compile(r"\((?:\?(?::|[Pp]<\w+>|>|[=!]|<[=!]))?")
_LOOKING = ("(?=", "(?!", "(?<=", "(?<!")
_ZERO_WIDE = frozenset("bBAZ")
_CLASSES = frozenset("wWdDsS")


@dataclass(slots=True)
class _Found:
    """What one alternative needs, while it is gone through: the letters of the run at hand, and the sets so far."""

    run: str = ""
    sets: list[frozenset[str]] = field(default_factory=list)

    def end_run(self) -> None:
        if len(self.run.strip()) >= SHORTEST:
            self.sets.append(frozenset({self.run.strip()}))
        self.run = ""


def alternatives(source: str) -> list[str]:
    """The alternatives of the outermost level of a regular expression, as written."""
    parts, start = [], 0
    for at, end in _atoms(source, 0, len(source)):
        if source[at] == "|":
            parts.append(source[start:at])
            start = end
    return [*parts, source[start:]]


def needs(source: str) -> Needs:
    """Sets of letters of which each text that matches `source` holds one; none where nothing is sure."""
    found = [_needs_of_one(part) for part in alternatives(source)]
    return found[0] if len(found) == 1 else _either(found)


def fits(text: str, wanted: Needs) -> bool:
    """Whether `text` can match at all."""
    for one_of in wanted:  # loops take half the time of nested generators, and this is called very often
        for letters in one_of:
            if letters in text:
                break
        else:
            return False
    return True


def _needs_of_one(part: str) -> Needs:
    found = _Found()
    for at, end in _atoms(part, 0, len(part)):
        _take(found, part[at:end])
    found.end_run()
    return tuple(sorted(set(found.sets), key=lambda one: (len(one), -min(map(len, one)))))


def _take(found: _Found, atom: str) -> None:
    body, least, once = _counted(atom)
    if body.startswith(_LOOKING):
        return
    letter = None if body[0] == "(" else _letter(body)
    if letter and least:
        found.run += letter
    if letter is None or (letter and not once):
        found.end_run()
    if body[0] == "(" and least:
        found.sets.extend(needs(body[_end_of_opening(body) : -1]))


def _letter(body: str) -> str | None:
    """The letter that an atom stands for; empty where it takes no room, None where it may be several."""
    if body[0] == "\\":
        if body[1] in _ZERO_WIDE:
            return ""
        if body[1] in _CLASSES or body[1].isdigit():
            return None
        return {"n": "\n", "t": "\t"}.get(body[1], None if body[1].isalpha() else body[1])
    if body in "^$":
        return ""
    return None if body[0] in ".[" else body


def _counted(atom: str) -> tuple[str, int, bool]:
    """The atom without its quantifier, how often it stands at least, and whether it stands exactly once."""
    end = _atom_end(atom, 0)
    rest = atom[end:]
    if not rest:
        return atom, 1, True
    least = int(rest[1:].partition("}")[0].partition(",")[0] or 0) if rest[0] == "{" else int(rest[0] == "+")
    return atom[:end], least, False


def _either(found: Sequence[Needs]) -> Needs:
    """One set that covers all alternatives: of each its rarest, by length; none where one needs nothing."""
    together: set[str] = set()
    for one in found:
        if not one:
            return ()
        together |= max(one, key=lambda letters: (min(map(len, letters)), -len(letters)))
    shortest = {word for word in together if not any(other in word for other in together if other != word)}
    return (frozenset(shortest),) if len(shortest) <= MOST else ()


def _atoms(source: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Places of the atoms of one level, each with its quantifier."""
    while at < end:
        after = _atom_end(source, at)
        quantifier = _QUANTIFIER.match(source, after) if source[at] != "|" else None
        after = quantifier.end() if quantifier else after
        yield at, after
        at = after


def _atom_end(source: str, at: int) -> int:
    if source[at] == "\\":
        return at + 2
    if source[at] == "[":
        return _class_end(source, at)
    if source[at] != "(":
        return at + 1
    inside = at + _end_of_opening(source[at : at + 40])
    while source[inside] != ")":
        inside = _atom_end(source, inside)
    return inside + 1


def _class_end(source: str, at: int) -> int:
    at += 2 if source.startswith("[^", at) else 1
    at += source[at] == "]"
    while source[at] != "]":
        at += 2 if source[at] == "\\" else 1
    return at + 1


def _end_of_opening(source: str) -> int:
    opening = _OPENING.match(source)
    return opening.end() if opening else 1
