"""Text made fit for paper: nothing without a shape, and words too long for a line get places where they may break."""

from __future__ import annotations

import re
import unicodedata

BODY = 40  # characters that fit into a line of the body even in capitals; longer German compounds are rare
NARROW = 16  # the same for the information block
BREAK = "\u200b"  # zero width space: allows a line to end, prints nothing
PLACES = re.compile(r"(?<=[/?&=._@,;:+-])(?=\w)")


def printable(text: str) -> str:
    """`text` in one Unicode form (NFC) without what has no shape: controls and direction overrides.

    All line ends become the same one, tabs become spaces. Joiners (zero width) stay: scripts need them.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(sign for sign in text if sign == "\n" or not _shapeless(sign))


def _shapeless(sign: str) -> bool:
    if unicodedata.category(sign) in {"Cc", "Cs"}:
        return True
    return "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069" or sign in "\ufeff\ufffe\uffff"


def breakable(text: str, longest: int = BODY) -> str:
    """`text` with break places in words longer than `longest`: after punctuation, else every `longest` characters."""
    return re.sub(rf"[^\s{BREAK}]{{{longest + 1},}}", lambda word: BREAK.join(_pieces(word[0], longest)), text)


def _pieces(word: str, longest: int) -> list[str]:
    parts = PLACES.split(word)
    return [part[start : start + longest] for part in parts for start in range(0, len(part), longest)]
