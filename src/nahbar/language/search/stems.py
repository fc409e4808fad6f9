"""The part of a word that its forms share, in German and English, by Snowball with some steps of our own.

Snowball's German (Porter) knows nouns and adjectives; of verbs it leaves "kauft", "gekauft" and "kaufen" apart.
The steps below were chosen on the forms in `tests/language/search/test_stems.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

from nahbar.language.search.folding import fold

_GERMAN = snowballstemmer.stemmer("german")
_ENGLISH = snowballstemmer.stemmer("english")
# Stemming costs 85 us a word; people use few words often.
_CACHE = 200_000

# Before "ge" in a participle: zurückgeschickt, abgeholt. Inseparable prefixes (be-, ver-) have no "ge".
_PARTICLES = (
    "ab|an|auf|aus|bei|dar|durch|ein|entgegen|fest|fort|frei|heim|her|hin|hoch|los|mit|nach|nieder|statt|teil"
    "|um|vor|weg|weiter|wieder|zu|zurück|zusammen|über|unter"
)
_PARTICIPLE = re.compile(rf"^({_PARTICLES})?ge(\w{{3,}}(?:t|en))$")
_LATIN_VERB = re.compile(r"iert?$")
_FOREIGN_PLURAL = re.compile(r"(?<=[bcdfghjklmnpqrstvwxz][aiou])s$")
_VERB_ENDING = re.compile(r"(?<=[bdfgklmnpr])t$")
_LONG_ENOUGH = 5


@lru_cache(_CACHE)
def german(word: str) -> str:
    """The German stem of a word as it was written, folded: "rechnung" of "Rechnungen", "kauf" of "gekauft".

    A capital letter tells the noun ("Geschäft") from the participle ("geschafft").
    """
    lowered = word.casefold()
    participle = _PARTICIPLE.match(lowered) if len(lowered) > _LONG_ENOUGH + 1 and word[0].islower() else None
    if participle:
        lowered = (participle[1] or "") + participle[2]
    stem = fold(_GERMAN.stemWord(lowered))
    if len(stem) < _LONG_ENOUGH:
        return stem
    stem = _FOREIGN_PLURAL.sub("", _LATIN_VERB.sub("i", stem))
    return _VERB_ENDING.sub("", stem) if len(stem) >= _LONG_ENOUGH else stem


@lru_cache(_CACHE)
def german_verb(word: str) -> str:
    """The other stem of a word in -ern or -eln, which may be a verb: "liefer" of "liefern"; else empty."""
    lowered = word.casefold()
    if len(lowered) > _LONG_ENOUGH and lowered.endswith(("ern", "eln")):
        return fold(lowered[:-1])
    return ""


@lru_cache(_CACHE)
def english(word: str) -> str:
    """The English stem of a word, folded: "deliveri" of "delivery" and "deliveries"."""
    return fold(_ENGLISH.stemWord(word.casefold()))
