"""How hard a sentence is to read: a regression on countable features, fitted to what people said of sentences.

`tools/fit_reading_ease.py` fits the weights to TextComplexityDE
(Naderi et al. 2019, MIT): 1 is very easy, 7 very hard.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from math import log, sqrt
from typing import Any

from nahbar.language.coach.finding import Remark
from nahbar.language.coach.view import Sentence, View
from nahbar.language.search.compounds import parts_of
from nahbar.language.sentences import words

# A sentence is pointed out from this rating on, and only where it is long: short ones with one hard word are jargon.
HARD = 3.7
FEWEST_WORDS = 20
# English has no ratings here; beyond these lengths readers lose the thread (words, and words with nesting).
ENGLISH_WORDS, ENGLISH_NESTED = 40, 30
_VOWELS = re.compile(r"aa|ee|oo|ai|au|äu|ei|eu|ie|[aeiouyäöü]", re.IGNORECASE)
_NOUNISH = re.compile(r"(?:ung|heit|keit|tion|ität|schaft|nahme|ismus)(?:en|s)?$", re.IGNORECASE)
_NESTING = re.compile(
    r"\b(?:dass|weil|obwohl|wenn|der|die|das|dem|den|deren|dessen|welche\w*|sodass|nachdem|bevor|während|indem|which|that|who|whose|although|because|while|once)\b"
)
FEATURES = (
    "words", "log_words", "rix", "smog", "syllables", "letters", "long", "very_long", "unknown", "longest",
    "commas", "nounish", "nesting", "digits", "brackets", "capitals", "distinct", "passive",
)  # fmt: skip


def features(sentence: str) -> tuple[float, ...]:
    """What is counted in a sentence, in the order of FEATURES."""
    said = words(sentence)
    count = max(1, len(said))
    plain = [word for word in said if word[0].isalpha()] or ["a"]
    syllables = [max(1, len(_VOWELS.findall(word))) for word in plain]
    unknown = [word for word in plain if len(word) > 6 and not parts_of(word)]
    long = sum(len(word) > 6 for word in plain)
    return (
        float(count),
        log(count),
        float(long),
        sqrt(sum(each > 2 for each in syllables) * 30) - 2,
        sum(syllables) / len(plain),
        sum(map(len, plain)) / len(plain),
        long / count,
        sum(len(word) > 12 for word in plain) / count,
        len(unknown) / count,
        log(max(map(len, plain))),
        float(sentence.count(",")),
        sum(bool(_NOUNISH.search(word)) for word in plain) / count,
        float(len(_NESTING.findall(sentence.lower()))),
        sum(word[0].isdigit() for word in said) / count,
        float(len(re.findall(r"[(–;:]", sentence))),
        sum(word[0].isupper() for word in plain[1:]) / count,
        len({word.lower() for word in plain}) / len(plain),
        float(bool(re.search(r"\b(?:wird|werden|wurden?|worden)\b", sentence))),
    )


def rating(sentence: str) -> float:
    """How hard people would find a German sentence, from 1 (very easy) to 7 (very hard)."""
    weights = _weights()
    total = weights["bias"]
    for name, value in zip(FEATURES, features(sentence), strict=True):
        mean, spread, weight = weights["features"][name]
        total += weight * (value - mean) / spread
    return float(total)


@cache
def _weights() -> dict[str, Any]:
    source = files("nahbar.language") / "weights" / "ease.json"
    return dict(json.loads(source.read_text(encoding="utf-8")))


def hard_to_read(view: View) -> Iterator[Remark]:
    """`hard-to-read`: sentences in which people lose the thread."""
    for sentence in view.sentences:
        if _is_hard(sentence, german=view.german):
            yield Remark("hard-to-read", sentence.span, "", words=str(len(sentence.words)))


def _is_hard(sentence: Sentence, *, german: bool) -> bool:
    # What a colon or a semicolon parts is read as two sentences.
    parts = re.split(r"[:;](?=\s)", sentence.span.line)
    longest = max(parts, key=len)
    count = len(words(longest))
    if german:
        return count >= FEWEST_WORDS and rating(longest) >= HARD
    return count >= ENGLISH_WORDS or (count >= ENGLISH_NESTED and len(_NESTING.findall(longest.lower())) >= 3)
