"""The header of a message or of one of its parts: fields, unfolded and, where asked for, decoded."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Sized
from dataclasses import dataclass, field

from nahbar.channels.email.text import charsets

# A header bomb costs what an honest header of 10,000 recipients costs, and no more.
MAX_BYTES = 2 * 1024 * 1024
MAX_FIELDS = 1000
MAX_CUT_WORD = 300  # RFC 2047 allows 75

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:[ \t]*")
_SOUND_FIELD = re.compile(r"([!-9;-~]{1,100})[ \t]*:[ \t]*(.*(?:\n[ \t].*)*)(?:\n|\Z)")
_BLANKS = " \t\n\r\x0b\x0c"  # what `bytes.strip` takes off
_BLANK_LINE = re.compile(rb"\n\r?\n")
_MBOX_LINE = re.compile(rb">?From [ \t]*[^:\s]")  # the envelope line of an mbox; "From : Anna" is a field
# A lone "?" inside is read as itself. The text never runs over the next "=?", so that time stays linear.
_WORD_TEXT = r"(?:[^?=]|=(?!\?[^=])|\?(?!=))*"
_ENCODED_WORD = re.compile(rf"=\?([^?\s]{{1,80}})\?([bq])\?({_WORD_TEXT})\?=", re.IGNORECASE)
_CUT_WORD = re.compile(r"=\?([^?\s]{1,80})\?([bq])\?([^?\s]+)\??\Z", re.IGNORECASE)  # the line was cut off
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([a-z0-9_.:+-]{1,40})""", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Headers:
    """Fields in their order: lower-case name and unfolded value, still with its encoded words.

    `firsts` has the first value of each name: a mail is asked for some fifty fields, most of which it has not.
    """

    fields: tuple[tuple[str, str], ...] = ()
    cut: bool = False
    firsts: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.firsts = dict(reversed(self.fields))

    def first(self, name: str) -> str:
        """The value of the first field of that (lower-case) name, or an empty text."""
        return self.firsts.get(name, "")

    def all(self, name: str) -> list[str]:
        """The values of all fields of that (lower-case) name, in order."""
        return [value for one, value in self.fields if one == name] if name in self.firsts else []

    def text(self, name: str) -> str:
        """The first value with encoded words decoded (RFC 2047) and white space collapsed."""
        return unstructured(self.first(name))


def split(raw: bytes, start: int = 0, end: int | None = None) -> tuple[Headers, int]:
    """The header at `raw[start:end]` and the place where the body begins.

    What does not begin like a header is all body. A line that is no field continues the one before it where
    more fields follow (broken folding), else the body begins there (missing blank line).
    """
    end = len(raw) if end is None else end
    if _MBOX_LINE.match(raw, start, end):
        start = raw.find(b"\n", start, end) + 1 or end
    if raw.startswith((b"\n", b"\r\n"), start, end):
        return Headers(), raw.index(b"\n", start) + 1
    blank = _BLANK_LINE.search(raw, start, end)
    stop, body = (blank.start() + 1, blank.end()) if blank else (end, end)
    block = raw[start : min(stop, start + MAX_BYTES)]
    sound = _sound_fields(block)
    if sound is not None:
        return Headers(tuple(sound[:MAX_FIELDS]), _is_cut(stop - start, sound)), body
    lines = block.split(b"\n")
    fields, broken = _fields(lines)
    if broken is not None:
        body = start + sum(len(line) + 1 for line in lines[:broken])
    return Headers(_values(fields[:MAX_FIELDS]), _is_cut(stop - start, fields)), min(body, end)


def _is_cut(size: int, fields: Sized) -> bool:
    return size > MAX_BYTES or len(fields) > MAX_FIELDS


def _sound_fields(block: bytes) -> list[tuple[str, str]] | None:
    """Names and values where every line is a field in ASCII or continues one, as in nearly all mails; else None.

    Takes half the time of looking at every line.
    """
    if not block.isascii() or b"\0" in block or b"\x1b" in block:
        return None
    found: list[tuple[str, str]] = []
    place = 0
    text = block.decode("ascii")
    while place < len(text) and len(found) <= MAX_FIELDS:
        match = _SOUND_FIELD.match(text, place)
        if match is None:
            return None
        place = match.end()
        name, value = match.groups()
        if "\n" in value:
            first, *others = value.split("\n")
            value = first.rstrip("\r") + "".join([f" {line.lstrip(_BLANKS)}".rstrip("\r") for line in others])
        found.append((name.lower(), value.strip(_BLANKS)))
    return found


def _fields(lines: list[bytes]) -> tuple[list[tuple[str, list[bytes]]], int | None]:
    """Names and raw lines of the fields, and the line where the body begins without a blank one before it."""
    fields: list[tuple[str, list[bytes]]] = []
    last = next((number for number in range(len(lines) - 1, -1, -1) if _FIELD.match(lines[number])), -1)
    for number, line in enumerate(lines):
        match = _FIELD.match(line)
        if match:
            fields.append((match.group(1).decode("ascii").lower(), [line[match.end() :]]))
            if len(fields) > MAX_FIELDS:
                break
        elif fields and (line[:1] in (b" ", b"\t") or number < last):
            fields[-1][1].append(b" " + line.lstrip())
        elif line.strip():
            return fields, number
    return fields, None


def _values(fields: list[tuple[str, list[bytes]]]) -> tuple[tuple[str, str], ...]:
    """Names and values as text. Raw 8-bit ones are UTF-8 (RFC 6532), or in the charset that the body declares."""
    values = [(name, _unfolded(lines)) for name, lines in fields]
    declared = next((value for name, value in values if name == "content-type"), b"")
    charset = _CHARSET.search(declared)
    hint = charset.group(1).decode("ascii") if charset else ""
    return tuple((name, _value(value, hint)) for name, value in values)


def _unfolded(lines: list[bytes]) -> bytes:
    if len(lines) == 1:
        return lines[0].strip()
    return b"".join([line.rstrip(b"\r") for line in lines]).strip()


def _value(raw: bytes, hint: str) -> str:
    if raw.isascii() and b"\x00" not in raw and b"\x1b" not in raw:
        return raw.decode("ascii")
    return charsets.decode(raw, "" if _is_utf8(raw) else hint)[0].replace("\n", " ")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def unstructured(value: str) -> str:
    """A header value for people: encoded words decoded, white space collapsed, fit for storing."""
    if "=?" in value:
        value = decode_words(value)
    if value.isascii() and value.isprintable() and "  " not in value:  # nearly all: there is nothing to clean
        return value.strip()
    return charsets.clean(_SPACE.sub(" ", value)).strip()


def decode_words(value: str) -> str:
    """Decode RFC 2047 words. Neighbours of one charset are joined first: senders cut letters in two."""
    out: list[str] = []
    held: list[bytes] = []
    held_charset = ""
    position = 0
    for match in _words(value):
        between = value[position : match.start()]
        charset = match.group(1).partition("*")[0].lower()  # RFC 2231 section 5: charset*language
        if held and (between.strip() or charset != held_charset):
            out.append(charsets.decode(b"".join(held), held_charset)[0])
            held = []
        if between.strip() or position == 0:
            out.append(between)
        held.append(_word_bytes(match.group(2), match.group(3)))
        held_charset = charset
        position = match.end()
    if held:
        out.append(charsets.decode(b"".join(held), held_charset)[0])
    out.append(value[position:])
    return "".join(out)


def _words(value: str) -> Iterator[re.Match[str]]:
    """The encoded words of `value`, and one at its end that lost its closing sign."""
    position = 0
    for match in _ENCODED_WORD.finditer(value):
        position = match.end()
        yield match
    if cut := _CUT_WORD.search(value, max(position, len(value) - MAX_CUT_WORD)):
        yield cut


def _word_bytes(encoding: str, data: str) -> bytes:
    raw = data.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    return base64_bytes(raw)


def base64_bytes(data: bytes) -> bytes:
    """Base64 as tolerant as can be: foreign characters skipped, padding supplied, a broken tail dropped."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        kept = kept[: len(kept) - (len(kept) % 4 == 1)]
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
