"""Bytes whose charset nobody names, or names wrongly: which one gives words that somebody would write?"""

from __future__ import annotations

import codecs
import re

# Letters of German and its neighbours where they can only be meant as letters: beside an ASCII letter. In
# windows-1252, DOS and Mac bytes the same letter has different places, so counting hits tells them apart.
_LETTERS = "äöüßÄÖÜéèêàáâçëïíóôúñåøæ"
_SINGLE = ("cp1252", "cp850", "mac_roman")
_CYRILLIC_RUN = re.compile(rb"[\xa8\xb2\xb3\xb8\xba\xbf\xc0-\xff]{3,}")
_SAMPLE = 64 * 1024
_ISO_2022 = (
    (re.compile(rb"\x1b\$[@B]|\x1b\([IJ]"), "iso2022_jp_3"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
)


def hidden(data: bytes) -> str | None:
    """The codec that 7-bit data shows by its escape sequences or NULs, or None."""
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        return "utf-16-be" if even > odd else "utf-16-le"
    return next((codec for pattern, codec in _ISO_2022 if pattern.search(sample)), None)


def undeclared(data: bytes) -> str:
    """`data` (not sound UTF-8) as text; never fails."""
    sample = data[:_SAMPLE]
    if b"\0" in sample and sample.count(0) * 3 > len(sample):
        return data.decode(hidden(data) or "utf-16-le", "replace")
    if (codec := _cyrillic(sample)) is not None:
        return data.decode(codec, "replace")
    if (codec := _single(sample)) != "cp1252":
        return data.decode(codec, "replace")
    return mixed(data)


def mixed(data: bytes) -> str:
    """UTF-8 where it is sound and windows-1252 elsewhere: footers are added in other charsets than the mail's."""
    if (
        len(data) > _SAMPLE and data.decode("utf-8", "ignore").isascii()
    ):  # no sound sequence in it; byte by byte would take seconds
        return data.decode("cp1252", "nahbar-mixed")
    return data.decode("utf-8", "nahbar-mixed")


def _cyrillic(sample: bytes) -> str | None:
    """windows-1251 or KOI8-R where whole words consist of high bytes; their lower case stands in other halves."""
    runs = b"".join(_CYRILLIC_RUN.findall(sample))
    high = sum(map(sample.count, {bytes([byte]) for byte in set(sample) if byte >= 0x80}))
    if len(runs) < 6 or len(runs) * 2 < high:
        return None
    upper_half = sum(byte >= 0xE0 for byte in runs)
    return "cp1251" if upper_half * 2 > len(runs) else "koi8-r"


def _single(sample: bytes) -> str:
    """The one of `_SINGLE` that gives most letters inside words; windows-1252 where they are equal."""
    scores = {}
    for codec in _SINGLE:
        text = sample.decode(codec, "replace")
        scores[codec] = len(_IN_WORDS.findall(text))
    return max(_SINGLE, key=lambda codec: scores[codec])


_IN_WORDS = re.compile(rf"(?<=[A-Za-z])[{_LETTERS}]|[{_LETTERS}](?=[a-z])")


def _one_byte(error: UnicodeError) -> tuple[str | bytes, int]:
    """Error handler: a stray byte is a letter of windows-1252, a character cut off in the middle a gap."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    if len(stray) > 1:
        return "\N{REPLACEMENT CHARACTER}", error.end
    return stray.decode("cp1252", "ignore") or stray.decode("latin-1"), error.end


codecs.register_error("nahbar-mixed", _one_byte)
