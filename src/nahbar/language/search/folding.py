"""One spelling for what people write in several: case, accents, umlauts (ä, ae, a) and ß."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What NFKD does not take apart. Umlauts lose their dots like every other accent.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "a", "œ": "o", "þ": "th", "ð": "d"})
# "Mueller" is "Müller"; "ue" after a vowel or q is none ("Steuer", "Frauen", "Quelle", "Mayer").
_WRITTEN_OUT = re.compile(r"(?<![aeiouyq])([aou])e(?![iu])")
_CACHE = 100_000


@lru_cache(_CACHE)
def fold(word: str) -> str:
    """`word` as it is compared; no longer than a few letters more than before."""
    lowered = word.casefold()
    if not lowered.isascii():
        taken_apart = unicodedata.normalize("NFKD", lowered.translate(_LETTERS))
        lowered = "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
    return _WRITTEN_OUT.sub(r"\1", lowered)
