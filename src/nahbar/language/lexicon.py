"""Lists of words and phrases that mean something, written by hand, found in one pass over a text.

A line of a list is `tag: entry; entry; ...`. In an entry `*` at a word's end (or beginning) stands for any letters,
`..` for up to three words between, and `a|b` for either word. A line that begins with `#` explains.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from nahbar.language.tokens import REMEMBERED, Token, even

# How many words `..` may stand for.
GAP = 3
# A beginning that an entry gives has at least so many letters.
SHORTEST_STEM = 3
_STOPS = frozenset({".", "!", "?", "\n", "…"})


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found: its tag, and the first and last token that it covers."""

    tag: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry without its first word. `needs` are words that the sentence must have somewhere."""

    tag: str
    rest: tuple[tuple[str, ...], ...]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The entries that begin with a word: alone, by the word that has to follow at once, and all others."""

    alone: tuple[str, ...]
    by_next: dict[str, list[_Entry]]
    others: tuple[_Entry, ...]


class Lexicon:
    """Entries by their first word, so that a text is gone through once, however long the lists are."""

    def __init__(self, *lists: str) -> None:
        self._words: dict[str, list[_Entry]] = {}
        self._stems: dict[str, list[_Entry]] = {}
        self._ends: dict[str, list[_Entry]] = {}
        self._known: dict[str, _Beginning | None] = {}
        for text in lists:
            for line in text.splitlines():
                if line.strip() and not line.startswith("#"):
                    tag, _, entries = line.partition(":")
                    for entry in entries.split(";"):
                        self._add(tag.strip(), entry.replace("-", " - ").split())

    @classmethod
    def of_files(cls, *names: str) -> Lexicon:
        """The lists of these names, which ship with the package."""
        folder = files("nahbar.language") / "lexicon"
        return cls(*((folder / f"{name}.txt").read_text(encoding="utf-8") for name in names))

    def find(self, said: Sequence[Token]) -> Iterator[Hit]:
        """Every entry found in the tokens, in order of their first words; hits may overlap."""
        there = {token.word for token in said}
        last = len(said) - 1
        for number, token in enumerate(said):
            begin = self._beginning(token.word)
            if begin is None:
                continue
            for tag in begin.alone:
                yield Hit(tag, number, number)
            following = begin.by_next.get(said[number + 1].word, ()) if number < last else ()
            for entry in (*following, *begin.others):
                if entry.needs <= there:
                    end = _follow(entry.rest, said, number + 1)
                    if end >= 0:
                        yield Hit(entry.tag, number, end)

    def _add(self, tag: str, words: list[str]) -> None:
        if not words:
            return
        rest = tuple(tuple(_word(word).split("|")) for word in words[1:])
        needs = frozenset(each[0] for each in rest if len(each) == 1 and "*" not in each[0] and each[0] != "..")
        entry = _Entry(tag, rest, needs)
        for first in words[0].split("|"):
            if first.startswith("*"):
                self._ends.setdefault(even(first[1:]), []).append(entry)
            elif first.endswith("*"):
                self._stems.setdefault(even(first[:-1]), []).append(entry)
            else:
                self._words.setdefault(even(first), []).append(entry)

    def _beginning(self, word: str) -> _Beginning | None:
        try:
            return self._known[word]
        except KeyError:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            known = self._known[word] = _sorted(tuple(self._look_up(word)))
            return known

    def _look_up(self, word: str) -> Iterator[_Entry]:
        yield from self._words.get(word, ())
        for length in range(SHORTEST_STEM, len(word) + 1):
            found = self._stems.get(word[:length])
            if found:
                yield from found
        if self._ends:
            for length in range(SHORTEST_STEM, len(word)):
                found = self._ends.get(word[-length:])
                if found:
                    yield from found


def _sorted(entries: tuple[_Entry, ...]) -> _Beginning | None:
    if not entries:
        return None
    by_next: dict[str, list[_Entry]] = {}
    others = []
    for entry in entries:
        if entry.rest and entry.rest[0][0] in entry.needs:
            by_next.setdefault(entry.rest[0][0], []).append(entry)
        elif entry.rest:
            others.append(entry)
    return _Beginning(tuple(entry.tag for entry in entries if not entry.rest), by_next, tuple(others))


def _word(written: str) -> str:
    return "|".join(even(part) if part != ".." else part for part in written.split("|"))


def _follow(rest: tuple[tuple[str, ...], ...], said: Sequence[Token], at: int) -> int:
    """Where the rest of an entry ends when read from token `at`; -1 where it does not stand there."""
    for number, wanted in enumerate(rest):
        if wanted == ("..",):
            for skip in range(GAP + 1):
                if any(token.word in _STOPS for token in said[at : at + skip]):
                    return -1
                last = _follow(rest[number + 1 :], said, at + skip)
                if last >= 0:
                    return last
            return -1
        if at >= len(said) or not _fits(said[at].word, wanted):
            return -1
        at += 1
    return at - 1


def _fits(word: str, wanted: tuple[str, ...]) -> bool:
    if word in wanted:
        return True
    return any(
        (part[-1] == "*" and word.startswith(part[:-1])) or (part[0] == "*" and word.endswith(part[1:]))
        for part in wanted
    )
