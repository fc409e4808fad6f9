"""The RTF body of Outlook's messages: unpacked (MS-OXRTFCP) and read as text, or as the HTML that it wraps
(MS-OXRTFEX). Layout is not wanted here, only the words.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from itertools import islice

from nahbar.channels.email.text import charsets

MAX_LENGTH = 8 * 1024 * 1024
MAX_TOKENS = 500_000  # a page has some thousand
MAX_GROUPS = 1000

_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_RING = 4096
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_SKIPPED = frozenset(b"fonttbl colortbl stylesheet info pict object header footer listtable generator".split())
_SIGNS = {
    b"par": "\n",
    b"line": "\n",
    b"sect": "\n",
    b"row": "\n",
    b"tab": "\t",
    b"cell": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
}


@dataclass(frozen=True, slots=True)
class Document:
    """`html` is set where the RTF wraps a page; then `text` is empty."""

    text: str = ""
    html: str = ""


def decompress(packed: bytes) -> bytes:
    """Unpack PR_RTF_COMPRESSED; damaged input gives what could be read, at most MAX_LENGTH."""
    if len(packed) < 16:
        return b""
    size, kind = struct.unpack_from("<I4s", packed, 4)
    if kind == b"MELA":
        return packed[16 : 16 + min(size, MAX_LENGTH)]
    if kind != b"LZFu":
        return b""
    out = bytearray(_DICTIONARY)  # the ring is the last 4,096 bytes of what was written
    limit = len(out) + min(size, MAX_LENGTH)
    place = 16
    while place < len(packed) and len(out) < limit:
        flags = packed[place]
        place += 1
        for bit in range(8):
            if place >= len(packed) or len(out) >= limit:
                break
            if not flags >> bit & 1:
                out.append(packed[place])
                place += 1
                continue
            pair = int.from_bytes(packed[place : place + 2], "big")
            place += 2
            offset, length = pair >> 4, (pair & 15) + 2
            back = (len(out) - offset) % _RING
            if back == 0:  # the end is marked by a reference to the place of writing
                return bytes(out[len(_DICTIONARY) :])
            _copy(out, back, length)
    return bytes(out[len(_DICTIONARY) : limit])


def _copy(out: bytearray, back: int, length: int) -> None:
    """Repeat `length` bytes from `back` bytes ago, which may overlap what is written."""
    start = len(out) - back
    for place in range(start, start + length):
        out.append(out[place] if place >= 0 else 0)


def read(document: bytes) -> Document:
    """The words of an RTF document, or the HTML in it. Never fails; linear in time."""
    reader = _Reader(is_html=rb"\fromhtml" in document[:1000])
    for match in islice(_TOKEN.finditer(document[:MAX_LENGTH]), MAX_TOKENS):
        reader.take(match)
    reader.flush()
    joined = "".join(reader.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    content = charsets.clean(joined).strip()
    return Document(html=content) if reader.is_html else Document(text=content)


@dataclass(slots=True)
class _State:
    """What holds until the group closes."""

    skipped: bool = False
    in_rtf: bool = False  # between \htmlrtf and \htmlrtf0: only for programs that know no HTML
    in_tag: bool = False
    replacement: int = 1  # how many signs follow \u for old programs


@dataclass(slots=True)
class _Reader:
    is_html: bool
    codec: str = "cp1252"
    out: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    states: list[_State] = field(default_factory=lambda: [_State()])
    star: bool = False
    to_skip: int = 0

    def take(self, match: re.Match[bytes]) -> None:
        word, number, code, sign, bracket, text = match.groups()
        if bracket:
            self._bracket(bracket)
        elif word:
            self._word(word, int(number) if number else None)
        elif code:
            self._bytes(bytes.fromhex(code.decode("ascii")))
        elif sign:
            self._sign(sign)
        elif text:
            self._bytes(text)
        if sign != b"*":
            self.star = False

    def flush(self) -> None:
        if self.raw:
            self.out.append(b"".join(self.raw).decode(self.codec, "replace"))
            self.raw.clear()

    def _bracket(self, bracket: bytes) -> None:
        state = self.states[-1]
        self.to_skip = 0
        if bracket == b"{" and len(self.states) < MAX_GROUPS:
            self.states.append(_State(state.skipped, state.in_rtf, state.in_tag, state.replacement))
        elif bracket == b"}" and len(self.states) > 1:
            self.states.pop()

    def _word(self, word: bytes, number: int | None) -> None:
        state = self.states[-1]
        if word == b"ansicpg" and number:
            self.codec = charsets.codec_of(f"cp{number}") or self.codec
        elif word == b"uc":
            state.replacement = min(number or 0, 10)
        elif word == b"htmltag" and self.is_html:
            state.in_tag, state.skipped = True, False
        elif word == b"htmlrtf":
            state.in_rtf = number != 0
        elif self.star or word in _SKIPPED:
            state.skipped = True
        elif word == b"u" and number is not None:
            self._letter(number)
        elif word in _SIGNS and not (self.is_html and word in (b"par", b"line") and state.in_rtf):
            self._text(_SIGNS[word])

    def _letter(self, number: int) -> None:
        self._text(chr(number % 65536))
        self.to_skip = self.states[-1].replacement

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.star = True
        elif sign in b"\\{}":
            self._bytes(sign)
        elif sign == b"~":
            self._text("\xa0")
        elif sign in b"\r\n":
            self._text("\n")

    def _bytes(self, text: bytes) -> None:
        if self.to_skip:
            skipped = min(self.to_skip, len(text))
            self.to_skip -= skipped
            text = text[skipped:]
        if self._shown():
            self.raw.append(text)

    def _text(self, text: str) -> None:
        if self._shown():
            self.flush()
            self.out.append(text)

    def _shown(self) -> bool:
        state = self.states[-1]
        return not state.skipped and not (self.is_html and state.in_rtf)
