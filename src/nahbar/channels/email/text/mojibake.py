"""Text that was encoded twice ("GrÃ¼ÃŸe"): undone where it is certain, and only there."""

from __future__ import annotations

import codecs
import re

LEADS = "ÂÃÄÅâðÐ├Ô"  # what _SUSPECT begins with: looking for each of these alone is fifty times as fast
MAX_PIECEMEAL = 1_000_000  # characters
ROUNDS = 2  # mail that went through two careless programs is encoded three times


def _shown_as(codec: str) -> dict[str, int]:
    """How the bytes from 0x80 on look when they are read in `codec`; bytes without a sign stand for themselves."""
    return {bytes([byte]).decode(codec, "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}


def _pattern(signs: dict[str, int]) -> re.Pattern[str]:
    """Signs that together are a sound UTF-8 sequence: a lead byte and its one to three continuation bytes."""

    def group(first: int, last: int) -> str:
        return "".join(re.escape(sign) for sign, byte in signs.items() if first <= byte <= last)

    more = f"[{group(0x80, 0xBF)}]"
    return re.compile(
        f"[{group(0xC2, 0xDF)}]{more}|[{group(0xE0, 0xEF)}]{more}{{2}}|[{group(0xF0, 0xF4)}]{more}{{3}}"
    )


_TABLES = [(signs, _pattern(signs)) for signs in map(_shown_as, ("cp1252", "latin-1", "cp850"))]
# What begins a double encoding of letters that Europeans write, of quotation marks and of emoji. Cheap to look for.
_SUSPECT = re.compile(
    "[ÂÃ][\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|[ÄÅ][\x80-\xbfŠšŸŽžƒ]|â[€\x80-\x9f]|ðŸ|Ð[\x80-\xbf°±²]|├\\S|Ôé¼|ÔÇ"
)


def repair(text: str) -> str:
    """`text` with a double encoding undone, else the same text.

    Certain is it where every letter outside ASCII belongs to such a sequence. A sound "ü" beside an "Ã¼" may mean
    that somebody writes about the trouble itself; then nothing is touched.
    """
    for _ in range(ROUNDS):
        repaired = _once(text)
        if repaired == text:
            break
        text = repaired
    return text


def _once(text: str) -> str:
    if text.isascii() or not any(sign in text for sign in LEADS) or _SUSPECT.search(text) is None:
        return text
    for signs, pattern in _TABLES:
        rest = pattern.sub("", text)
        if rest != text and not any(sign.isalpha() for sign in rest if sign > "\x7f"):
            return _undone(text, signs, pattern)
    return text


def _undone(text: str, signs: dict[str, int], pattern: re.Pattern[str]) -> str:
    """At once where all signs belong to sequences, else sequence by sequence, which takes a hundred times as long."""
    table = {**{byte: byte for byte in range(0x80)}, **{ord(sign): byte for sign, byte in signs.items()}}
    try:
        return codecs.charmap_encode(text, "strict", table)[0].decode("utf-8")
    except UnicodeError:
        if len(text) > MAX_PIECEMEAL:
            return text
    return pattern.sub(lambda match: _one(match.group(), signs), text)


def _one(sequence: str, signs: dict[str, int]) -> str:
    try:
        return bytes(signs[sign] for sign in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return sequence
