"""Bytes to text for mail: a charset name is a hint that is often missing, wrong or made up."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Names that mail programs write, for codecs that Python calls otherwise; supersets where senders mean those
# (WHATWG Encoding: latin-1 is read as windows-1252, gb2312 as gb18030, and so on).
ALIASES = {
    "ansi": "cp1252",
    "ansi_x3.110-1983": "cp1252",
    "big5": "big5hkscs",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "ks_c_5601-1987": "cp949",
    "latin1": "cp1252",
    "macintosh": "mac_roman",
    "shift_jis": "cp932",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac_roman",
    "x-sjis": "cp932",
}
# Python calls these text encodings too; they are no charsets, and some take quadratic time.
NOT_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
# A byte order mark is the one hint that is never wrong. UTF-32 first: its mark begins like that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_LABEL = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,39}")
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# UTF-8 read as windows-1252: a lead byte shown as a letter, then a continuation byte shown as one of its signs.
_MOJIBAKE = re.compile("[\u00c2-\u00c5\u00e2][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


@lru_cache(maxsize=256)
def codec_of(charset: str) -> str | None:
    """The name of Python's codec for a charset as written in a mail, or None where there is none."""
    label = _LABEL.match(charset.strip().strip("\"'").lower())
    if label is None:
        return None
    name = ALIASES.get(label.group(), label.group())
    for candidate in (name, name.removeprefix("x-"), name.replace("windows-", "cp").replace("cp-", "cp")):
        try:
            codec = codecs.lookup(candidate)
            b"a".decode(codec.name, "replace")  # refuses what makes bytes of bytes, as rot13 and zlib do
        except (LookupError, ValueError):
            continue
        return None if codec.name.replace("-", "_") in NOT_CHARSETS else codec.name
    return None


def decode(data: bytes, charset: str = "") -> tuple[str, bool]:
    """`data` as text fit for storing, and whether we had to guess. Never fails; linear in time.

    Declared windows-1252 or nothing while the bytes are sound UTF-8 is read as UTF-8: that such bytes were
    meant otherwise hardly happens, and the opposite is the most common mistake in German mail.
    """
    if not data:
        return "", False
    if data.isascii() and (not charset or b"\x1b" not in data) and codec_of(charset) not in ("utf-7", "hz"):
        return clean(data.decode("ascii")), False
    text, guessed = _decode_bytes(data, charset)
    repaired = repair(text)
    return clean(repaired), guessed or repaired != text


def _decode_bytes(data: bytes, charset: str) -> tuple[str, bool]:
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), False
    declared = codec_of(charset) if charset else None
    order: list[str | None] = ["utf-8", declared] if declared in (None, "cp1252", "ascii") else [declared, "utf-8"]
    for codec in order:
        if codec is not None:
            try:
                return data.decode(codec), codec != declared
            except (UnicodeError, ValueError):
                continue
    if declared not in (None, "ascii", "utf-8", "cp1252"):
        return data.decode(declared, "replace"), True
    return data.decode("cp1252", "replace") if b"\x81" not in data else data.decode("latin-1"), True


def repair(text: str) -> str:
    """Undo a double encoding ("MÃ¼ller") where the whole text proves to be one, else the same text."""
    if _MOJIBAKE.search(text) is None:
        return text
    for codec in ("cp1252", "latin-1"):
        try:
            return text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return text


def clean(text: str) -> str:
    """Text that every database and page takes: LF newlines, no NUL or other controls, no lone surrogates."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _REFUSED.search(text) is None:
        return text
    return _REFUSED.sub(lambda match: "" if match.group() <= "\x7f" else "\N{REPLACEMENT CHARACTER}", text)
