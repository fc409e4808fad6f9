"""The parts of a message as places in its bytes: nothing is copied until a part is wanted.

We do not use the standard library's `email.parser` here. It goes line by line (a 60 MB attachment takes seconds
and several times its size), and it recurses per nesting level, so that 1,000 nested parts end in RecursionError.
Searching for the boundary takes a tenth of the time and has fixed limits.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nahbar.channels.email.header import headers, parameters
from nahbar.channels.email.header.headers import Headers

MAX_PARTS = 1000
MAX_DEPTH = 30  # real mail stays below 10

_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,120}")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n"
_LOOSE_END = re.compile(rb"=[ \t]{1,200}\r?\n")  # RFC 2045 section 6.7, rule 3: blanks at a line's end were added
MAX_CANDIDATES = 100_000  # lines that look like a boundary
GUESS_REACH = 64 * 1024

_GUESSED_BOUNDARY = re.compile(rb"^--([^\s-][^\r\n]{0,198}?)[ \t]*\r?\nContent-", re.MULTILINE | re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """A part of a message: its header, its place in `raw`, and its children where it is a multipart."""

    raw: bytes
    headers: Headers
    start: int
    end: int
    media_type: str
    parameters: dict[str, str]
    disposition: str
    disposition_parameters: dict[str, str]
    children: list[Part] = field(default_factory=list)
    unsplit: bool = False  # a multipart beyond the limits or without parts: kept whole as a file
    head: int = 0  # where its header begins; signatures cover it

    @property
    def name(self) -> str:
        """The file name as the sender wrote it, or an empty text."""
        return self.disposition_parameters.get("filename", "") or self.parameters.get("name", "")

    def content(self, limit: int | None = None) -> bytes:
        """The bytes of a leaf without transfer encoding; never fails. `limit` bounds the encoded bytes read."""
        end = self.end if limit is None else min(self.end, self.start + limit)
        data = self.raw[self.start : end]
        encoding = self.headers.first("content-transfer-encoding").strip().strip('"').lower()
        if encoding == "base64":
            return headers.base64_bytes(data) if _is_base64(data) else data
        if encoding == "quoted-printable":
            return binascii.a2b_qp(_LOOSE_END.sub(b"=\n", data) if b"= " in data or b"=\t" in data else data)
        if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _uudecode(data)
        return data

    def walk(self) -> Iterator[Part]:
        """The part itself and all below it, in reading order."""
        stack = [self]
        while stack:
            part = stack.pop()
            yield part
            stack.extend(reversed(part.children))


def split(raw: bytes, start: int = 0, end: int | None = None) -> Part:
    """The tree of parts of the message at `raw[start:end]`. Never fails; see the limits above."""
    end = len(raw) if end is None else end
    while start < end and raw[start] in b"\r\n":
        start += 1
    root = _part(raw, start, end, "text/plain")
    count = 1
    waiting = [(root, 1)]
    while waiting:
        part, depth = waiting.pop()
        if not part.media_type.startswith("multipart/"):
            continue
        spans = [] if depth >= MAX_DEPTH or count >= MAX_PARTS else _spans(part)
        if not spans:
            part.media_type = "text/plain" if part is root else part.media_type
            part.unsplit = part is not root
            continue
        default = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
        for begin, stop in spans:
            if count >= MAX_PARTS:
                part.children.append(_rest(part, begin))
                break
            child = _part(raw, begin, stop, default)
            part.children.append(child)
            waiting.append((child, depth + 1))
            count += 1
    return root


def _part(raw: bytes, start: int, end: int, default_type: str) -> Part:
    fields, body = headers.split(raw, start, end)
    media_type, type_parameters = parameters.split(fields.first("content-type"))
    disposition, disposition_parameters = parameters.split(fields.first("content-disposition"))
    if not media_type:
        media_type = default_type
    elif not _MEDIA_TYPE.fullmatch(media_type):
        media_type = "text/plain" if media_type == "text" else "application/octet-stream"
    found = Part(raw, fields, body, end, media_type, type_parameters, disposition, disposition_parameters)
    found.head = start
    return found


def _rest(part: Part, start: int) -> Part:
    """All parts past the limit as one file, so that nothing is lost."""
    name = {"filename": "more-parts.txt"}
    rest = Part(part.raw, Headers(), start, part.end, "application/octet-stream", {}, "attachment", name)
    rest.unsplit = True
    return rest


def _spans(part: Part) -> list[tuple[int, int]]:
    """Where the children of a multipart stand, at most one more than MAX_PARTS (RFC 2046 section 5.1)."""
    boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
    spans = _spans_of(part, boundary) if boundary else []
    if spans:
        return spans
    guess = _GUESSED_BOUNDARY.search(part.raw, part.start, min(part.end, part.start + GUESS_REACH))
    return _spans_of(part, guess.group(1)) if guess else []


def _spans_of(part: Part, boundary: bytes) -> list[tuple[int, int]]:
    raw, delimiter = part.raw, b"--" + boundary
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    position = max(0, part.start - 1)  # the newline that ends the header
    for _ in range(MAX_CANDIDATES):
        found = raw.find(b"\n" + delimiter, position, part.end) + 1
        if not found or len(spans) > MAX_PARTS:
            break
        position = found + len(delimiter)
        line_end = raw.find(b"\n", position, part.end)
        line_end = part.end if line_end < 0 else line_end
        tail = raw[position : min(line_end, position + 80)].strip()
        if tail not in (b"", b"--"):
            continue
        if opened is not None:
            spans.append((opened, _before_newline(raw, opened, found)))
        opened = None if tail == b"--" else min(line_end + 1, part.end)
        if opened is None:
            break
        position = opened - 1
    if opened is not None and len(spans) <= MAX_PARTS:
        spans.append((opened, part.end))
    return spans


def _before_newline(raw: bytes, start: int, end: int) -> int:
    """The newline before a boundary belongs to the boundary."""
    if end > start and raw[end - 1] == 10:
        end -= 1
    if end > start and raw[end - 1] == 13:
        end -= 1
    return end


def _is_base64(data: bytes) -> bool:
    """Whether data that is declared so looks like it: some programs write plain words below that label."""
    sample = data[:2000].strip()
    return len(sample.translate(None, _BASE64)) * 20 <= len(sample)


def _uudecode(data: bytes) -> bytes:
    out: list[bytes] = []
    for line in data.split(b"\n"):
        if not line.strip() or line.startswith((b"begin ", b"end")):
            continue
        try:
            out.append(binascii.a2b_uu(line.rstrip(b"\r")))
        except binascii.Error:
            continue  # one broken line costs that line; the raw message keeps it
    return b"".join(out)
