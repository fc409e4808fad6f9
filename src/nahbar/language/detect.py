"""Which language a text is in, by a small own model of words and pieces of words. Good from a few words on."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files

MAX_CHARACTERS = 1000
LANE = 40  # bits
# How much better the first language must fit than the second: hardly, where it is one that people write to us in;
# clearly, and with some words to go by, where it is another.
EXPECTED = ("de", "en")
BARELY, CLEARLY = 0.3, 0.12
FEWEST_WORDS = 3
FEWEST_PIECES = 4
# So much more often than all others together do people write German to a German-speaking company.
HOME, HEAD_START = "de", 2.0

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")
# Scripts tell by themselves: one of their letters in three is enough.
_SCRIPTS = {
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "zh": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
}
_ANY_SCRIPT = re.compile("|".join(pattern.pattern for pattern in _SCRIPTS.values()))
_UKRAINIAN = re.compile(r"[іїєґ]")


class _Model:
    """Log probabilities of pieces per language, rounded to int8."""

    def __init__(self) -> None:
        source = files("nahbar.language") / "weights" / "languages.json"
        written = json.loads(source.read_text(encoding="utf-8"))
        self.languages: list[str] = written["languages"]
        self.scale: float = written["scale"]
        self.unseen: list[int] = written["unseen"]
        self.pieces: dict[str, list[int]] = written["pieces"]


_MODEL = _Model()


def pieces(text: str) -> Counter[str]:
    """Words, and their pieces of two and three letters, with the blanks around them."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(_ADDRESS.sub(" ", text).lower()):
        padded = f" {word} "
        found[f"={word}"] += 1
        for size in (2, 3):
            found.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    return found


def detect(text: str) -> str:
    """The code ("de", "en", "fr" ...) of the language that clearly leads, else an empty text.

    Reads the first 1,000 characters.
    """
    text = text[:MAX_CHARACTERS]
    by_script = _script(text)
    if by_script:
        return by_script
    plain = _ADDRESS.sub(" ", text) if "@" in text or "://" in text or "www." in text else text
    words = _WORD.findall(plain.lower())
    count, *totals = _unpacked(sum(map(_weighed, words)))
    if count < FEWEST_PIECES:
        return ""
    scores = _scores(totals)
    ranked = sorted(scores, key=lambda language: scores[language], reverse=True)
    lead = scores[ranked[0]] - scores[ranked[1]]
    if ranked[0] in EXPECTED:
        return ranked[0] if lead > BARELY else ""
    enough = len(words) >= FEWEST_WORDS
    return ranked[0] if enough and lead > CLEARLY * count**0.5 + 1.0 else ""


@lru_cache(maxsize=20_000)
def _weighed(word: str) -> int:
    """How many pieces a word has and what they weigh for each language, as lanes of one number.

    So a whole text is one sum. Kept, because half of a text is the same words.
    """
    found = pieces(word)
    return found.total() + sum(_packed(piece) * times for piece, times in found.items() if piece in _MODEL.pieces)


@lru_cache(maxsize=20_000)
def _packed(piece: str) -> int:
    return sum(weight << (LANE * place) for place, weight in enumerate(_MODEL.pieces[piece], 1))


def _unpacked(number: int) -> Iterator[int]:
    """The lanes again; 1,000 characters stay far below what one can hold."""
    for _ in range(1 + len(_MODEL.languages)):
        value = number & (1 << LANE) - 1
        value -= (value >> LANE - 1) << LANE  # the highest bit is the sign
        number = (number - value) >> LANE
        yield value


def _scores(totals: Iterable[int]) -> dict[str, float]:
    scores = {language: total * _MODEL.scale for language, total in zip(_MODEL.languages, totals, strict=True)}
    scores[HOME] += HEAD_START
    return scores


def _script(text: str) -> str:
    if _ANY_SCRIPT.search(text) is None:
        return ""
    letters = sum(character.isalpha() for character in text)
    for language, letter in _SCRIPTS.items():
        if letters and len(letter.findall(text)) * 3 > letters:
            return "uk" if language == "ru" and _UKRAINIAN.search(text.lower()) else language
    return ""
