"""Bytes to text for mail: a charset name is a hint that is often missing, wrong or made up."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from nahbar.channels.email.text import guessing, mojibake

# Names that mail programs write, for codecs that Python calls otherwise.
ALIASES = {
    "8bit": "cp1252",
    "ansi": "cp1252",
    "ansi_x3.110-1983": "cp1252",
    "iso-10646-ucs-2": "utf-16",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "macintosh": "mac_roman",
    "unicode": "utf-16",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf-8-mac": "utf-8",
    "utf8mb4": "utf-8",
    "windows-31j": "cp932",
}
# Python's codec, and the superset that senders mean by it (WHATWG Encoding, section 4.2).
SUPERSETS = {
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso2022_jp": "iso2022_jp_3",
    "iso8859-1": "cp1252",
    "iso8859-11": "cp874",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "tis-620": "cp874",
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
# The same for bytes of UTF-8: all but the controls.
_KEPT_BYTES = bytes(byte for byte in range(256) if not _REFUSED.match(chr(byte)))
SHORT = 200  # characters, below which a search is faster
_META = re.compile(rb"<meta\s[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-z0-9_.:+-]{1,40})", re.IGNORECASE)
_META_REACH = 4096  # the HTML standard looks at 1,024 bytes; Word writes its styles first
_NOT_IN_ONE_BYTE = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


@lru_cache(maxsize=256)
def codec_of(charset: str) -> str | None:
    """The name of Python's codec for a charset as written in a mail, or None where there is none."""
    label = _LABEL.match(charset.strip().strip("\"'").lower())
    if label is None:
        return None
    name = ALIASES.get(label.group(), label.group())
    plain = name.removeprefix("x-").removeprefix("cs")
    for candidate in (name, ALIASES.get(plain, plain), plain.replace("windows-", "cp").replace("cp-", "cp")):
        try:
            codec = codecs.lookup(candidate)
            b"a".decode(codec.name, "replace")  # refuses what makes bytes of bytes, as rot13 and zlib do
        except (LookupError, ValueError):
            continue
        name = SUPERSETS.get(codec.name, codec.name)
        return None if name.replace("-", "_") in NOT_CHARSETS else name
    return None


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes read as text: whether the charset had to be guessed, and whether a double encoding was undone."""

    text: str
    guessed: bool = False
    repaired: bool = False


def decode(data: bytes, charset: str = "") -> tuple[str, bool]:
    """`data` as text fit for storing, and whether we had to guess. Never fails; linear in time."""
    reading = read(data, charset)
    return reading.text, reading.guessed or reading.repaired


def read(data: bytes, charset: str = "") -> Reading:
    """`data` as text fit for storing. Never fails; linear in time.

    Declared windows-1252 or nothing while the bytes are sound UTF-8 is read as UTF-8: that such bytes were
    meant otherwise hardly happens, and the opposite is the most common mistake in German mail.
    """
    if not data:
        return Reading("")
    if data.isascii() and _is_plain_ascii(data, charset):
        return Reading(clean(data.decode("ascii")))
    text, guessed = _decode_bytes(data, charset)
    repaired = mojibake.repair(text)
    return Reading(clean(repaired), guessed, repaired != text)


def _is_plain_ascii(data: bytes, charset: str) -> bool:
    """False where a charset hides its letters behind ASCII: UTF-7, HZ, ISO-2022 and UTF-16 (NUL is ASCII)."""
    if b"\x1b" in data or (b"\0" in data and data.count(b"\0") > len(data) // 4):
        return False
    return not charset or codec_of(charset) not in ("utf-7", "hz", *_NOT_IN_ONE_BYTE[1:])


def _decode_bytes(data: bytes, charset: str) -> tuple[str, bool]:
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), False
    declared = codec_of(charset) if charset else None
    order = ["utf-8", declared] if declared in (None, "cp1252", "ascii") else [declared, "utf-8"]
    if data.isascii():
        order = [guessing.hidden(data), declared] if declared in (None, "cp1252", "ascii", "utf-8") else [declared]
    for codec in order:
        if codec is not None:
            try:
                return data.decode(codec), codec != declared
            except (UnicodeError, ValueError):
                continue
    if declared is None or declared == "ascii":
        return guessing.undeclared(data), True
    return _damaged(data, declared), True


def _damaged(data: bytes, declared: str) -> str:
    """What is not sound in its declared charset: another charset, two of them mixed, or a letter gone."""
    if declared in ("utf-8", "cp1252"):
        return guessing.undeclared(data)
    text = data.decode(declared, "replace")
    # One stray byte is a damaged letter; many of them are another charset.
    return text if text.count("\N{REPLACEMENT CHARACTER}") <= 1 + len(text) // 10 else guessing.undeclared(data)


def declared_in_html(data: bytes) -> str:
    """The charset that an HTML document names in a <meta> of its head, or an empty text.

    One of 16 bits is a lie, since its name could be read as ASCII (HTML standard, 13.2.3.2).
    """
    found = _META.search(data, 0, _META_REACH)
    charset = found.group(1).decode("ascii") if found else ""
    return "utf-8" if codec_of(charset) in _NOT_IN_ONE_BYTE else charset


def clean(text: str) -> str:
    """Text that every database and page takes: LF newlines, no NUL or other controls, no lone surrogates."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _has_refused(text):
        return text
    return _REFUSED.sub(lambda match: "" if match.group() <= "\x7f" else "\N{REPLACEMENT CHARACTER}", text)


def _has_refused(text: str) -> bool:
    """Asked of every text and page: deleting all other bytes is five times as fast as searching for these."""
    if len(text) < SHORT:
        return _REFUSED.search(text) is not None
    try:
        return bool(text.encode("utf-8").translate(None, _KEPT_BYTES))
    except UnicodeEncodeError:
        return True  # a lone surrogate
