"""The lines that the writer wrote: without quoted mail, forwarded mail and what stands below the signature mark."""

from __future__ import annotations

import re

from nahbar.language.spans import Span

_QUOTED = re.compile(r"\s*>")
# What Outlook and others put above the mail that they quote or forward; all below is somebody else's.
_FOREIGN = re.compile(
    r"\s*(-{3,} ?(ursprüngliche nachricht|weitergeleitete nachricht|original message|forwarded message)"
    r"|(am|on) .{6,80} (schrieb|wrote)\b.*:\s*$)",
    re.IGNORECASE,
)
# RFC 3676 section 4.3: two dashes and a blank; many programs lose the blank.
_SIGNATURE = re.compile(r"--\s*$")


def own_lines(text: str) -> list[Span]:
    """Every line of the writer's own, blank ones too, so that paragraphs stay apart."""
    found: list[Span] = []
    start = 0
    for raw in text.split("\n"):
        if _FOREIGN.match(raw) or _SIGNATURE.match(raw):
            break
        if not _QUOTED.match(raw):
            found.append(Span.of(text, start, start + len(raw)))
        start += len(raw) + 1
    return found
