"""Ready-made text in the substance: compared with saved blocks and with the company's latest messages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from nahbar.language.coach.finding import Remark
from nahbar.language.coach.view import View
from nahbar.language.frame import frame
from nahbar.language.search import terms
from nahbar.language.sentences import sentences, words

# A sentence is a copy when so much of its runs of stems stands in one sentence of a block or an earlier message.
NEARLY = 0.6
# Runs of so many words are compared; shorter sentences are everybody's.
RUN = 3
SHORTEST = 5
# So much of the substance, by words, is ready-made before the coach says so.
SHARE = 0.5
FEWEST_WORDS = 8
_CACHE = 2_000


def boilerplate(view: View) -> Iterator[Remark]:
    """`boilerplate`: most of the substance was written before, for somebody else."""
    earlier = [runs for text in (*view.draft.blocks, *view.draft.recent) for runs in _of(text)]
    if not earlier or not view.sentences:
        return
    known: dict[tuple[str, ...], set[int]] = {}
    for number, runs in enumerate(earlier):
        for run in runs:
            known.setdefault(run, set()).add(number)
    total = ready = 0
    first = last = None
    for sentence in view.sentences:
        count = len(sentence.words)
        total += count
        if count >= SHORTEST and _stands_in(_runs(sentence.span.text), known):
            ready += count
            first, last = first or sentence, sentence
    if first and last and ready >= FEWEST_WORDS and ready >= SHARE * total:
        start = first.span.start
        place = type(first.span).of(view.text, start, last.span.end)
        yield Remark("boilerplate", place, words=str(round(100 * ready / total)))


def _stands_in(runs: frozenset[tuple[str, ...]], known: dict[tuple[str, ...], set[int]]) -> bool:
    hits: dict[int, int] = {}
    for run in runs:
        for number in known.get(run, ()):
            hits[number] = hits.get(number, 0) + 1
    return bool(runs) and max(hits.values(), default=0) >= NEARLY * len(runs)


@lru_cache(_CACHE)
def _of(text: str) -> tuple[frozenset[tuple[str, ...]], ...]:
    """The runs of each sentence of the substance; everybody greets alike. Blocks come back with every draft."""
    return tuple(_runs(span.text) for span in sentences(text, frame(text).body))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of three stems."""
    stems = [min(terms(word), key=len, default=word.lower()) for word in words(text)]
    return frozenset(tuple(stems[at : at + RUN]) for at in range(max(1, len(stems) - RUN + 1)))
