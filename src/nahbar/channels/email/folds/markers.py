"""The tables of `marks`, made ready to search with. Everything here is built once, at import."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from nahbar.channels.email.folds.marks import EVERY, Marks


def any_of(patterns: Iterable[str]) -> str:
    """One pattern for all of them."""
    return "(?:" + "|".join(patterns) + ")"


def _all(field: str) -> list[str]:
    return list(dict.fromkeys(pattern for marks in EVERY for pattern in getattr(marks, field)))


def _roles(tables: Iterable[Marks]) -> dict[str, str]:
    """Label -> role; the first language that knows a label decides."""
    roles: dict[str, str] = {}
    for marks in tables:
        for role, labels in marks.labels.items():
            for label in labels:
                roles.setdefault(label, role)
    return roles


ROLES = _roles(EVERY)
LABEL = re.compile(
    r"[ \t*_|]{0,12}(?P<label>[^\W\d_][\w'’\- ]{0,18}?)\s{0,3}[*_]{0,2}\s?[:：][ \t*_]{0,40}(?P<value>.*)", re.DOTALL
)
# Labels that follow the first on the same line, where a program broke no lines.
INNER_LABEL = re.compile(
    r"(?<=\s)[*_]{0,2}(?P<label>"
    + any_of(sorted((re.escape(label) for label in ROLES if len(label) > 1), key=len, reverse=True))
    + r")\s?[*_]{0,2}\s?:",
    re.IGNORECASE,
)

# Verbs at the line above a quote. Chinese and Japanese write without spaces, so they have no word boundary.
_SPACED = [verb for verb in _all("wrote") if verb.isascii() or verb[0] < "\u2e80"]
_UNSPACED = [verb for verb in _all("wrote") if verb not in _SPACED]
WROTE = re.compile(
    rf"(?<!\w){any_of(re.escape(verb) for verb in sorted(_SPACED, key=len, reverse=True))}(?!\w)|{any_of(_UNSPACED)}",
    re.IGNORECASE,
)
WROTE_ENDINGS = tuple(_all("wrote"))
WROTE_LETTERS = frozenset(verb[-1] for verb in WROTE_ENDINGS)  # few lines end with one: most with a sign
_MONTHS = any_of(dict.fromkeys(name for marks in EVERY for name in marks.months))
DATE = re.compile(
    rf"(?<![\w.]){_MONTHS}[^\W\d_]{{0,8}}\.?,? ?\d{{1,2}}(?!\d)"
    rf"|(?<!\d)\d{{1,2}}\.?(?: (?:de |of )?|-)?{_MONTHS}(?!\w{{9}})"
    r"|(?<!\d)\d{1,4}(?:[./-] ?)\d{1,2}(?:[./-] ?)\d{1,4}(?!\d)|\d{4}\s?年",
    re.IGNORECASE,
)
TIME = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)|\b\d{1,2} ?(?:uhr|am|pm|h)\b", re.IGNORECASE)
CLOCK = re.compile(r"(?<!\d)\d{1,2}\s?:\s?\d{2}(?!\d)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
ADDRESS = re.compile(r"[^\s<>(){}\[\],;:@]{1,64}@[^\s<>(){}\[\],;:@]{1,190}")

QUOTED = re.compile(r"\s{0,3}>")
SEPARATOR = re.compile(r"\s*(?:[_\-=*]{3,}|[—–]{3,})\s*")  # counts only above a block of labels
# From Outlook, Notes and the like, between dashes, stars or underscores; without any where a colon ends the line.
_DASHES = r"[-_*=—–>#]{2,40}"
ORIGINAL = re.compile(rf"\s*(?:{_DASHES}\s*)?{any_of(_all('original'))}\s*:?\s*(?:{_DASHES})?\s*", re.IGNORECASE)
FORWARDED = re.compile(rf"\s*(?:{_DASHES}\s*)?{any_of(_all('forwarded'))}\s*:?\s*(?:{_DASHES})?\s*", re.IGNORECASE)
FORWARD_SUBJECT = re.compile(rf"\s*{any_of(_all('forward_subjects'))}\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)

PHONE = re.compile(rf"\s*[*_]{{0,2}}{any_of(_all('phones'))}\s*[*_]{{0,2}}[.!]?\s*", re.IGNORECASE)
# What phones and programs put behind their line: an address, in any brackets.
TRAILING_LINK = re.compile(r"\s*(?:[<(\[]\s*(?:https?:|mailto:)[^\s>)\]]*\s*[>)\]]|https?://\S+)[.!]?\s*\Z")
MARKDOWN_LINK = re.compile(r"\[([^\]]{1,80})\]\(https?:[^)\s]{1,2000}\)")

_CLOSINGS = any_of(_all("closings"))
CLOSES = re.compile(rf"\s*{_CLOSINGS}", re.IGNORECASE)  # how both of the following begin
CLOSING = re.compile(rf"\s*{_CLOSINGS}(?:\s*[/|–-]\s*{_CLOSINGS})?[\s,.!;:–—~-]*", re.IGNORECASE)
_SIGNED = r"[^\W\d_][\w.'’-]{1,25}(?: [^\W\d_][\w.'’-]{0,25}){0,3}"
CLOSING_WITH_NAME = re.compile(
    rf"\s*{_CLOSINGS}[,.!:]?\s+(?:[-–/]\s?)?{_SIGNED}\s*",
    re.IGNORECASE,
)
# A line that only greets, or that says where the answers are: "Hallo Frau Lind,", "Antworten siehe unten:".
GREETING = re.compile(
    rf"\s*(?:{any_of(_all('greetings'))}(?: [^\s,.!?:;\d]+){{0,4}}\s*[,!]?|[^\W\d_]+(?: [^\s,.!?:;\d]+){{0,3}},)\s*",
    re.IGNORECASE,
)
POINTER = re.compile(any_of(_all("pointers")), re.IGNORECASE)
FUNCTION = re.compile(rf"\s*{any_of(_all('functions'))}\s*,?", re.IGNORECASE)
# Sets, not patterns: looking words up is ten times as fast.
SPEAKING = frozenset(_all("speaking"))
FIRST_PERSON = frozenset(_all("first_person"))
_WORDS = re.compile(r"[\w.@'’-]+")

CAUTION = re.compile(rf"[\s*_\[(]{{0,4}}{any_of(_all('cautions'))}", re.IGNORECASE)
BANNER = re.compile(rf"[\s*_\[(]{{0,4}}{any_of(_all('banners'))}", re.IGNORECASE)
# Legal caution names what it is about; most paragraphs do not and need no closer look.
_SUBJECT_MATTER = (
    *("mail", "nachricht", "message", "messaggio", "mensaje", "mensagem", "bericht", "wiadomo", "courriel", "correo"),
    *("informa", "communication", "transmission", "сообщ", "повідом", "письм", "meddelelse", "meddelande", "ileti"),
)
_CAUTION_WORDS = tuple(
    (number, phrase) for number, phrases in enumerate(_all("caution_words")) for phrase in phrases.split("|")
)


def _any_beginning(words: Iterable[str]) -> str:
    """One pattern for all of them, parted by their first letter: most places are ruled out by one look."""
    grouped = groupby(sorted(set(words)), key=lambda word: word[0])
    return any_of(re.escape(first) + any_of(re.escape(word[1:]) for word in group) for first, group in grouped)


def _clue(phrase: str) -> str:
    """The longest word of a phrase: where it is missing, so is the phrase."""
    return max(phrase.split(), key=len)


_CLUE = re.compile(_any_beginning(_clue(phrase) for _, phrase in _CAUTION_WORDS))


def words(text: str) -> set[str]:
    """The words of a text in lower case, apostrophes and addresses kept whole."""
    return {word.strip(".'’-") for word in _WORDS.findall(text.lower())}


@lru_cache(maxsize=8192)
def _phrases_with(word: str) -> frozenset[tuple[int, str]]:
    """The phrases of caution that this word may belong to. Kept, because half of a text is the same words."""
    if _CLUE.search(word) is None:
        return frozenset()
    return frozenset((number, phrase) for number, phrase in _CAUTION_WORDS if _clue(phrase) in word)


def caution_words(paragraph: str) -> int:
    """How many different things a legal department would say are said here.

    Every paragraph asks, so the few phrases whose words occur are looked for, not all 150.
    """
    lowered = paragraph.lower()
    for word in _SUBJECT_MATTER:
        if word in lowered:
            break
    else:
        return 0
    possible = frozenset[tuple[int, str]]().union(*filter(None, map(_phrases_with, lowered.split())))
    return len({number for number, phrase in possible if phrase in lowered})
