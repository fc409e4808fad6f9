"""Finding wordings that sound like an office, a threat or an empty promise, with what to say instead."""

from __future__ import annotations

import re
from functools import cache

from nahbar.language.coach.finding import Finding
from nahbar.language.coach.phrases import KINDS, Kind, Wording
from nahbar.language.spans import Span

_QUOTATION = re.compile(r"„[^“”\"\n]{0,200}[“”\"]|\"[^\"\n]{0,200}\"|»[^«\n]{0,200}«|“[^”\n]{0,200}”")


def wordings(text: str, lines: list[Span], language: str) -> list[Finding]:
    """Findings of the word lists in the given lines; what the draft quotes from others is left alone."""
    closed = bytearray(b"\1" * len(text))
    for line in lines:
        closed[line.start : line.end] = bytes(line.end - line.start)
    for quotation in _QUOTATION.finditer(text):
        closed[quotation.start() : quotation.end()] = b"\1" * len(quotation.group())
    found: list[Finding] = []
    for kind in KINDS[language]:
        for match in _compiled(language, kind.rule).finditer(text):
            start, end = match.span()
            if not (closed[start] or closed[end - 1]):
                closed[start:end] = b"\1" * (end - start)
                found.append(_finding(kind, kind.wordings[int(str(match.lastgroup)[1:])], Span.of(text, start, end)))
    return found


def _finding(kind: Kind, wording: Wording, span: Span) -> Finding:
    why = f"{kind.why} {wording.tip}" if wording.tip else kind.why
    return Finding(kind.rule, span, kind.what, why, wording.better, kind.source)


@cache
def _compiled(language: str, rule: str) -> re.Pattern[str]:
    """One pattern per kind, made at its first use: 20 ms that a program which only reads need not pay."""
    kind = next(kind for kind in KINDS[language] if kind.rule == rule)
    either = "|".join(f"(?P<w{number}>{wording.pattern})" for number, wording in enumerate(kind.wordings))
    # A mail program may have wrapped the line in the middle of a phrase.
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)".replace(" ?", r"\s*").replace(" ", r"\s+"), re.IGNORECASE)
