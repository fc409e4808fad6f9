"""What the words of a sentence tell beyond themselves: lexicon hits with negation, marks, capitals, what meets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nahbar.language.grams import grams
from nahbar.language.lexicon import Hit, Lexicon
from nahbar.language.linear import Features
from nahbar.language.tokens import Token

# A "nicht" turns what follows within so many words, or what it directly follows.
AHEAD, BEHIND = 3, 2
_TURNED = frozenset(
    {
        "anger",
        "vexed",
        "sad",
        "worry",
        "joy",
        "smile",
        "praise",
        "cancellation",
        "legal",
        "relief",
        "mock",
        "praised",
        "priced",
    }
)
_NEGATION = "not"
_MARKS = frozenset({".", "!", "?", ";", ":", "\n", "…"})
# Feelings that change their meaning beside each other: praise next to trouble is irony more often than not.
_MEETING = (
    ("joy", "trouble"), ("thanks", "trouble"), ("mock", "trouble"), ("smile", "trouble"), ("praised", "trouble"),
    ("joy", "anger"), ("joy", "sad"), ("mock", "joy"), ("smirk", "joy"), ("thanks", "joy"), ("mock", "smirk"),
    ("wink", "trouble"), ("wink", "joy"), ("wink", "fault"), ("heat", "trouble"), ("heat", "fault"), ("joy", "fault"),
    ("praised", "fault"), ("priced-amount", "fault"), ("remedy", "fault"),
)  # fmt: skip
LEXICON = Lexicon.of_files("mood", "intents")


@dataclass(frozen=True, slots=True)
class Cue:
    """A tag and the words that it rests on."""

    tag: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence as models see it, and its cues with their places."""

    features: Features
    cues: tuple[Cue, ...]


def seen(said: Sequence[Token], text: str) -> Seen:
    """The features and cues of one sentence's tokens; `text` is the whole text that they have their places in."""
    hits = list(LEXICON.find(said))
    negations = [hit for hit in hits if hit.tag == _NEGATION]
    found = tuple(
        Cue(_turned(hit, negations, said), said[hit.first].start, said[hit.last].end)
        for hit in hits
        if hit.tag != _NEGATION
    )
    tags = {cue.tag for cue in found}
    tags |= {f"{left}&{right}" for left, right in _MEETING if left in tags and right in tags}
    tags |= set(_marks(said, text))
    return Seen(Features(frozenset(grams(said)), frozenset(tags)), found)


def whole(parts: Sequence[Seen]) -> Features:
    """The features of a text: those of its sentences, what is named more than once, what meets across sentences."""
    joined = Features.joined(part.features for part in parts)
    tags = [tag for part in parts for tag in {cue.tag for cue in part.cues}]
    more = {f"{tag}:many" for tag in set(tags) if tags.count(tag) > 1}
    more |= {f"{left}&{right}" for left, right in _MEETING if left in tags and right in tags}
    more.add("short" if len(parts) < 2 else "long" if len(parts) > 5 else "middle")
    return Features(joined.grams, joined.cues | more)


def _turned(hit: Hit, negations: Iterable[Hit], said: Sequence[Token]) -> str:
    if hit.tag not in _TURNED:
        return hit.tag
    for other in negations:
        before = other.first < hit.first <= other.last + AHEAD
        behind = hit.last < other.first <= hit.last + BEHIND and said[other.first].word in (
            "nicht",
            "nich",
            "not",
            "net",
        )
        if (before or behind) and not any(
            token.word in _MARKS for token in said[min(other.last, hit.last) + 1 : max(other.first, hit.first)]
        ):
            return f"not-{hit.tag}"
    return hit.tag


def _marks(said: Sequence[Token], text: str) -> Iterable[str]:
    if not said:
        return
    written = text[said[0].start : said[-1].end]
    if "!!" in written or "?!" in written or "!?" in written:
        yield "mark:!!"
    if "??" in written:
        yield "mark:??"
    if written.endswith("?"):
        yield "mark:?"
    if "..." in written or "…" in written:
        yield "mark:…"
    loud = [word for word in written.split() if len(word) > 3 and word.isupper() and word.isalpha()]
    if loud:
        yield "loud"
    if len(loud) > 3:
        yield "very-loud"
