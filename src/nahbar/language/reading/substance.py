"""The sentences that say something: the body, and a closing that is no formula ("Danke, ihr wart super!")."""

from __future__ import annotations

import re

from nahbar.language.frame import Frame
from nahbar.language.sentences import sentences
from nahbar.language.spans import Span

# Letters from which on a closing may say something, and what formulas are made of.
SAYS_SOMETHING = 22
_FORMULA = re.compile(r"gr(?:ü|ue)(?:ß|ss)|\bmfg\b|regards|wishes|im voraus|in advance|hochachtung", re.IGNORECASE)


def substance(text: str, around: Frame) -> list[Span]:
    """Sentences of the body, then of a telling closing; where there is no body, of the whole text."""
    said = sentences(text, around.body)
    closing = around.closing
    if closing and len(closing.text) >= SAYS_SOMETHING and not _FORMULA.search(closing.text):
        said = sorted([*said, *sentences(text, [closing])], key=lambda span: span.start)
    if not said and text.strip():
        said = sentences(text, [Span.of(text, 0, len(text))])
    return said
