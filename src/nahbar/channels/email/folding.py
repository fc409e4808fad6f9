"""Which lines of a mail are not the writer's own words: they are marked, never removed.

When in doubt a line stays visible. Every rule works on lines, goes through the text once and looks at most a few
lines ahead or back, so the time is linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterable

from nahbar.channels.contract import Fold, FoldKind
from nahbar.channels.email import disclaimers, heads, marked_quotes, markers, signatures
from nahbar.channels.email.text_lines import TextLines


def fold(text: str, subject: str = "") -> tuple[Fold, ...]:
    """The spans of `text` that a page hides at first, in order and without overlap.

    `subject` tells a forwarded mail ("WG:", "Fwd:") from an answered one. A text of nothing but caution or signature
    is shown: then that is the message.
    """
    if not text or text.isspace():
        return ()
    sheet = TextLines(text)
    marked_quotes.mark(sheet)
    heads.mark(sheet, forwarding=markers.FORWARD_SUBJECT.match(subject) is not None)
    signatures.mark_phones(sheet)
    disclaimers.mark(sheet)
    signatures.mark(sheet)
    if sheet.all_folded() and FoldKind.QUOTE not in sheet.kinds:
        sheet.take_back(FoldKind.DISCLAIMER, FoldKind.SIGNATURE)
    return sheet.folds()


def own_words(text: str, folds: Iterable[Fold]) -> str:
    """`text` without its folds, for those who want only what was written."""
    kept: list[str] = []
    position = 0
    for one in folds:
        kept.append(text[position : one.start])
        position = one.end
    kept.append(text[position:])
    return "\n".join(piece.strip("\n") for piece in kept if piece.strip()).strip()


def folded(text: str, folds: Iterable[Fold], *kinds: FoldKind) -> str:
    """The folded words of these kinds."""
    return "\n".join(text[one.start : one.end].strip("\n") for one in folds if one.kind in kinds).strip()
