"""Which lines of a mail are not the writer's own words: they are marked, never removed.

When in doubt a line stays visible. Every rule works on lines, goes through the text once and looks at most a few
lines ahead or back, so the time is linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterable

from nahbar.channels.contract import Fold, FoldKind
from nahbar.channels.email.folds import disclaimers, heads, marked_quotes, markers, signatures
from nahbar.channels.email.folds.text_lines import TextLines
from nahbar.toolbox.html_text import Page

_NOTHING_TOLD = Page("")


def fold(text: str, subject: str = "", page: Page | None = None) -> tuple[Fold, ...]:
    """The spans of `text` that a page hides at first, in order and without overlap.

    `subject` tells a forwarded mail ("WG:", "Fwd:") from an answered one. A text of nothing but caution or signature
    is shown: then that is the message. `page` is what the HTML tells that this text was made from.
    """
    if not text or text.isspace():
        return ()
    sheet = TextLines(text)
    marked_quotes.mark(sheet)
    told = page if page is not None and page.text == text else _NOTHING_TOLD
    hints = frozenset(sheet.next_filled(text.count("\n", 0, place)) for place in told.earlier)
    heads.mark(sheet, forwarding=markers.FORWARD_SUBJECT.match(subject) is not None, hints=hints)
    for start, end in told.signatures:
        signatures.mark_told(sheet, text.count("\n", 0, start), text.count("\n", 0, end))
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
