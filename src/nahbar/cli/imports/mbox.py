"""mbox files, read as a stream: nothing is indexed, so 50 GB take as much memory as their largest message.

The standard library's mailbox.mbox reads the whole file once before the first message comes, and takes every
line that begins with "From " for a new message, which cuts mails of careless writers in two.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from nahbar.cli.imports.source import Found, SourceFault

CHUNK = 1024 * 1024
# So much must be in sight behind a possible separator: its line and the beginning of the next one.
AHEAD = 2048
HEAD = 4096

# RFC 4155: "From ", an address, a date; Thunderbird writes "-" for the address, others a time zone behind the time.
_SEPARATOR = re.compile(
    rb"From (?=[^\r\n]*\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b)"
    rb"(?=[^\r\n]*\b\d{1,2}:\d\d)(?=[^\r\n]*\b(?:19|20)\d\d\b)[^\r\n]{1,1000}\r?\n"
)
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:|>From ")
_BLANK = re.compile(rb"\r?\n|\Z")
# mboxrd escapes with one ">" more, mboxo only the bare line; taking one away is right for both.
_ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


class Mbox:
    """One mbox file as a `Source`."""

    unit = "B"

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise SourceFault(f"There is no file {path}.")
        self.path = path
        self.identity = f"mbox:{path.resolve()}"
        self.total: int | None = path.stat().st_size
        self.unread: list[str] = []

    def messages(self, place: Mapping[str, Any]) -> Iterator[Found]:
        try:
            with self.path.open("rb") as file:
                yield from self._messages(file, place)
        except OSError as error:
            raise SourceFault(f"{self.path} cannot be read: {error.strerror}.") from error

    def _messages(self, file: BinaryIO, place: Mapping[str, Any]) -> Iterator[Found]:
        head = file.read(HEAD)
        begin = len(head) - len(head.lstrip())
        if head.strip() and not _SEPARATOR.match(head, begin):
            raise SourceFault(f"{self.path} is no mbox file: it does not begin with a line “From address date”.")
        mark = hashlib.sha256(head).hexdigest()[:16]
        # Another file under the same name, or one that was rewritten, is read from its beginning.
        start = int(place["offset"]) if place.get("head") == mark and _fits(file, int(place["offset"])) else begin
        skipped = start
        for offset, end, raw in split(file, start):
            name = hashlib.sha256(raw).hexdigest()[:32]
            yield Found(raw, f"mbox:{offset}:{name}", {"offset": end, "head": mark}, end - offset + skipped)
            skipped = 0


def _fits(file: BinaryIO, offset: int) -> bool:
    file.seek(offset)
    line = file.read(AHEAD)
    return not line or _SEPARATOR.match(line) is not None


def split(file: BinaryIO, start: int) -> Iterator[tuple[int, int, bytes]]:
    """(offset, end, message) for every message from `start`, where a separator stands, to the end of the file."""
    file.seek(start)
    buffer, base, looked, ended = bytearray(), start, 0, False
    while not ended or buffer:
        cut, looked = _next_separator(buffer, looked, ended=ended)
        if cut:
            yield base, base + cut, _message(buffer, cut)
            base, looked = base + cut, 0
            del buffer[:cut]
        elif ended:
            if buffer.strip():
                yield base, base + len(buffer), _message(buffer, len(buffer))
            return
        else:
            chunk = file.read(CHUNK)
            buffer += chunk
            ended = not chunk


def _next_separator(buffer: bytearray, start: int, *, ended: bool) -> tuple[int, int]:
    """Where the next message begins (0: not seen yet), and from where to look on."""
    found = buffer.find(b"\nFrom ", start)
    while found >= 0:
        if len(buffer) - found < AHEAD and not ended:
            return 0, found
        if _is_separator(buffer, found + 1):
            return found + 1, 0
        found = buffer.find(b"\nFrom ", found + 1)
    return 0, max(start, len(buffer) - len(b"\nFrom "))


def _is_separator(buffer: bytearray, at: int) -> bool:
    """A line of that form, with a header behind it, or alone between blank lines (an empty message)."""
    line = _SEPARATOR.match(buffer, at)
    if line is None:
        return False
    after_blank = buffer[max(0, at - 3) : at].endswith((b"\n\n", b"\n\r\n"))
    return bool(_HEADER.match(buffer, line.end()) or (after_blank and _BLANK.match(buffer, line.end())))


def _message(buffer: bytearray, end: int) -> bytes:
    """Without the separator's line and the blank line before the next one."""
    begin = buffer.find(b"\n", 0, end) + 1 or end
    raw = bytes(buffer[begin:end])
    for blank in (b"\r\n\r\n", b"\n\n"):
        if raw.endswith(blank):
            raw = raw[: -len(blank) // 2]
            break
    return _ESCAPED.sub(b"", raw)
