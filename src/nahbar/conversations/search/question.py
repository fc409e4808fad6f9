"""What somebody asks for: words, and filters like `from:petra before:2026-03-01 has:attachment is:waiting`.

Every text is a question; what is no filter of ours is a word. German names of the filters work as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from nahbar.language.search import variants, words_in

_PLAIN = str.maketrans({"\0": " ", **dict.fromkeys("„“”«»", '"')})
_PIECE = re.compile(r'(?P<no>-?)(?:(?P<name>[^\W\d_]+):)?(?P<value>"[^"]*"?|\S+)')
_TERM_FILTERS = {"from": "from", "von": "from", "to": "to", "an": "to", "subject": "subject", "betreff": "subject"}
_HAS = {"has": "has", "hat": "has", "mit": "has"}
_HAS_WHAT = {
    "attachment": "attachment",
    "anhang": "attachment",
    "datei": "attachment",
    "note": "note",
    "notiz": "note",
}
_IS = {"is": "is", "ist": "is"}
IS_WHAT = {
    "waiting": "waiting",
    "wartend": "waiting",
    "offen": "open",
    "open": "open",
    "closed": "closed",
    "geschlossen": "closed",
    "erledigt": "closed",
    "mine": "mine",
    "meins": "mine",
    "unassigned": "unassigned",
    "unbesetzt": "unassigned",
    "spam": "spam",
    "parked": "parked",
    "geparkt": "parked",
    "snoozed": "snoozed",
    "schlummernd": "snoozed",
}
_TAG = ("tag", "schlagwort", "schlagworte")
_BEFORE, _AFTER = ("before", "vor"), ("after", "nach", "seit", "since")
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Question:
    """Each of `wanted` is a choice of terms of which one must be there; none of `unwanted` may be.

    `phrases` must stand in the text as they are. `words` are what the page marks. `tags`, in small letters, are all
    on the conversation.
    """

    wanted: tuple[frozenset[str], ...] = ()
    unwanted: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    before: date | None = None
    after: date | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.wanted or self.unwanted or self.states or self.tags or self.before or self.after)


@dataclass(slots=True)
class _Reading:
    """A question while it is read."""

    wanted: list[frozenset[str]] = field(default_factory=list)
    unwanted: set[str] = field(default_factory=set)
    phrases: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    states: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    before: date | None = None
    after: date | None = None

    def add_words(self, text: str, *, no: bool, prefix: str = "") -> None:
        for word in words_in(text):
            choice = frozenset(prefix + term for term in variants(word.text))
            if no:
                self.unwanted |= choice
            elif choice and len(self.wanted) < MOST_WORDS:
                self.wanted.append(choice)
                if not prefix:
                    self.words.append(word.text)


def read_question(text: str) -> Question:
    """Understand what was typed; never fails."""
    reading = _Reading()
    for piece in _PIECE.finditer(text[:500].translate(_PLAIN)):
        name, value, no = (piece["name"] or "").lower(), piece["value"], bool(piece["no"])
        if not name or not _read_filter(reading, name, value.strip('"'), no=no):
            _read_words(reading, f"{name}:{value}" if name else value, no=no)
    return Question(
        wanted=tuple(dict.fromkeys(reading.wanted)),
        unwanted=frozenset(reading.unwanted),
        phrases=tuple(reading.phrases),
        words=tuple(dict.fromkeys(reading.words)),
        states=frozenset(reading.states),
        tags=frozenset(reading.tags),
        before=reading.before,
        after=reading.after,
    )


def _read_words(reading: _Reading, value: str, *, no: bool) -> None:
    bare = value.strip('"')
    if value.startswith('"') and not no and " " in bare.strip():
        reading.phrases.append(" ".join(bare.split()))
    reading.add_words(bare, no=no)


def _read_filter(reading: _Reading, name: str, value: str, *, no: bool) -> bool:
    """Was it a filter of ours? Then it stands in `reading` now."""
    low = value.lower()
    if name in _TERM_FILTERS:
        reading.add_words(value, no=no, prefix=f"{_TERM_FILTERS[name]}:")
    elif name in _HAS and low in _HAS_WHAT:
        term = f"has:{_HAS_WHAT[low]}"
        reading.unwanted.add(term) if no else reading.wanted.append(frozenset({term}))
    elif name in _IS and low in IS_WHAT and not no:
        reading.states.add(IS_WHAT[low])
    elif name in _TAG and value.strip() and not no:
        reading.tags.add(" ".join(value.casefold().split()))
    elif name in (*_BEFORE, *_AFTER) and (day := _day(value)) is not None:
        if name in _BEFORE:
            reading.before = day
        else:
            reading.after = day
    else:
        return False
    return True


def _day(value: str) -> date | None:
    german = _GERMAN_DATE.fullmatch(value)
    try:
        if german:
            return date(int(german[3]), int(german[2]), int(german[1]))
        return date.fromisoformat(value)
    except ValueError:
        return None
