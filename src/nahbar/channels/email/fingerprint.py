"""The same mail, however often and by whichever way it comes, has the same fingerprint."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from nahbar.channels.email.header import headers

# What the sender wrote. Trace fields (Received, Delivered-To, DKIM-Signature, X-...) differ with every way.
FIELDS = ("message-id", "from", "date", "subject")
CHUNK = 1024 * 1024

_ESCAPED_FROM = re.compile(rb"^>+(?=From )", re.MULTILINE)


def fingerprint(raw: bytes) -> str:
    """SHA-256 (64 hexadecimal characters) over Message-ID, From, Date, Subject and body. Never fails.

    Line endings, white space at their end, blank lines at the end of the body and the "From " escaping of mbox
    files are made equal. Works through the body in chunks, so memory does not grow with the mail.
    """
    fields, body = headers.split(raw)
    digest = hashlib.sha256()
    for name in FIELDS:
        digest.update(f"{name}:{' '.join(fields.first(name).split())}\n".encode())
    blank_lines = 0
    for chunk in _chunks(raw, body):
        text = _ESCAPED_FROM.sub(b"", b"\n".join([line.rstrip() for line in chunk.split(b"\n")]))
        written = text.rstrip(b"\n")
        if written:
            while blank_lines:
                step = min(blank_lines, CHUNK)
                digest.update(b"\n" * step)
                blank_lines -= step
            digest.update(written)
        blank_lines += len(text) - len(written)
    return digest.hexdigest()


def _chunks(raw: bytes, start: int) -> Iterator[bytes]:
    """The body in pieces that end with a line each."""
    end = len(raw)
    while start < end:
        stop = raw.find(b"\n", start + CHUNK)
        stop = end if stop < 0 else stop + 1
        yield raw[start:stop]
        start = stop
