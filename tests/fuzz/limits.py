"""What must hold for any bytes, and what reading them may cost."""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import dataclass

from nahbar.channels.contract import Inbound, ParseFault
from nahbar.channels.email.fingerprint import fingerprint
from nahbar.channels.email.parse import parse

SECONDS = 2.0  # of processor time
TIMES = 10  # of memory: of the mail and of
BASE = 16 * 1024 * 1024  # what the interpreter, tables and caches take anyway


class LimitError(AssertionError):
    """A mail cost too much, or what was read of it cannot be right."""


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time and the peak of memory in bytes (0 where it was not looked at)."""

    seconds: float
    memory: int = 0


def read(raw: bytes) -> Cost:
    """Read a mail as intake and worker do. Raises whatever they raise, and LimitError."""
    began = time.process_time()
    if len(fingerprint(raw)) != 64:
        raise LimitError("no fingerprint")
    try:
        found: Inbound | None = parse(raw)
    except ParseFault:
        found = None
    seconds = time.process_time() - began
    if found is not None:
        _look_at(found)
    if seconds > SECONDS:
        raise LimitError(f"{seconds:.1f} s for {len(raw)} bytes")
    return Cost(seconds)


def read_watched(raw: bytes) -> Cost:
    """The same, with an eye on memory, which makes it several times slower; so the seconds are not judged."""
    tracemalloc.start()
    try:
        began = time.process_time()
        parse(raw)
        seconds = time.process_time() - began
        _, peak = tracemalloc.get_traced_memory()
    except ParseFault:
        return Cost(0)
    finally:
        tracemalloc.stop()
    if peak > TIMES * (len(raw) + BASE):
        raise LimitError(f"{peak / 1e6:.0f} MB for {len(raw)} bytes")
    return Cost(seconds, peak)


def _look_at(found: Inbound) -> None:
    """It can be stored and shown, and no word is in two places or in none."""
    for text in (found.text, found.subject, found.html, found.key, found.sender.name, found.sender.address):
        if "\0" in text:
            raise LimitError("NUL")
        text.encode("utf-8")
    for file in found.attachments:
        f"{file.name}{file.media_type}{file.content_id}".encode()
        if not file.name or "/" in file.name:
            raise LimitError("a file name that is none")
    position = 0
    for fold in found.folds:
        if not position <= fold.start < fold.end <= len(found.text):
            raise LimitError(f"folds out of order: {fold}")
        position = fold.end
    if not all(sentence and sentence[0].isupper() and sentence.endswith(".") for sentence in found.warnings):
        raise LimitError(f"a warning that is no sentence: {found.warnings}")
