"""The lines that the writer wrote: without quoted mail, forwarded mail and what stands below the signature mark."""

from __future__ import annotations

import re

from nahbar.language.spans import Span

_QUOTED = re.compile(r"\s*>")
# What Outlook and others put above the mail that they quote or forward; all below is somebody else's.
_FOREIGN = re.compile(
    r"\s*(-{3,} ?(ursprüngliche nachricht|original-?nachricht|weitergeleitete nachricht|original message"
    r"|forwarded message)"
    r"|(anfang der weitergeleiteten nachricht|begin forwarded message):\s*$"
    r"|(am|on) (?=.{0,60}\d).{6,80} (schrieb|wrote)\b.*:\s*$|.{2,60}@\S{3,60} (schrieb am|wrote on)\b.*:\s*$)",
    re.IGNORECASE,
)
# "Von:" and, right below it, "Gesendet:": what Outlook puts above a mail in German and English.
_FROM = re.compile(r"\s*\*?(von|from)\s?:\*?\s.*\S", re.IGNORECASE)
_SENT = re.compile(r"\s*\*?(gesendet|datum|sent|date)\s?:\*?\s.*\d", re.IGNORECASE)
# RFC 3676 section 4.3: two dashes and a blank; many programs lose the blank.
_SIGNATURE = re.compile(r"--\s*$")


def own_lines(text: str) -> list[Span]:
    """Every line of the writer's own, blank ones too, so that paragraphs stay apart."""
    found: list[Span] = []
    start = 0
    lines = text.split("\n")
    for raw, below in zip(lines, [*lines[1:], ""], strict=True):
        if _FOREIGN.match(raw) or _SIGNATURE.match(raw) or _heads_a_mail(raw, below):
            break
        if not _QUOTED.match(raw):
            found.append(Span.of(text, start, start + len(raw)))
        start += len(raw) + 1
    return found


def _heads_a_mail(line: str, below: str) -> bool:
    first, second = (_FROM, _SENT) if _FROM.match(line) else (_SENT, _FROM)
    return first.match(line) is not None and second.match(below) is not None
