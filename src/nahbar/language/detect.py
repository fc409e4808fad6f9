"""Which language a text is in, by its smallest words. Good for a sentence or more; says nothing when unsure."""

from __future__ import annotations

import re

WORDS: dict[str, frozenset[str]] = {
    "de": frozenset(
        {"ich", "und", "der", "die", "das", "nicht", "ist", "mit", "für", "sie", "ein", "eine", "zu", "auf", "von"}
        | {"den", "dem", "wir", "ihr", "mein", "meine", "habe", "hat", "bitte", "auch", "aber", "noch", "wie", "es"}
        | {
            "mir",
            "uns",
            "bei",
            "nach",
            "dass",
            "sehr",
            "kann",
            "vielen",
            "dank",
            "hallo",
            "grüße",
            "wenn",
            "im",
            "am",
        }
    ),
    "en": frozenset(
        {
            "the",
            "and",
            "is",
            "are",
            "to",
            "of",
            "you",
            "your",
            "not",
            "with",
            "for",
            "my",
            "have",
            "has",
            "it",
            "that",
        }
        | {"this", "we", "please", "thanks", "thank", "was", "be", "on", "but", "would", "can", "do", "hello", "hi"}
        | {"i", "a", "from", "our", "when", "regards", "could", "just", "what", "been"}
    ),
    "fr": frozenset(
        {"le", "la", "les", "et", "je", "vous", "nous", "est", "pas", "une", "pour", "avec", "que", "qui", "dans"}
        | {"mon", "ma", "bonjour", "merci", "votre", "sur", "ce", "ne", "du", "au", "des", "suis", "mais"}
    ),
}
MAX_CHARACTERS = 2000
MIN_HITS = 2

_WORD = re.compile(r"[^\W\d_]+")


def detect(text: str) -> str:
    """The code de, en or fr where one clearly leads, else an empty text. Reads the first 2,000 characters."""
    found = _WORD.findall(text[:MAX_CHARACTERS].lower())
    votes = {language: sum(map(words.__contains__, found)) for language, words in WORDS.items()}
    ranked = sorted(votes, key=lambda language: votes[language], reverse=True)
    first, second = votes[ranked[0]], votes[ranked[1]]
    return ranked[0] if first >= MIN_HITS and first > second * 1.5 else ""
