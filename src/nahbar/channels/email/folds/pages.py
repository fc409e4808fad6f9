"""The folds of a mail, in its HTML: which elements a page hides at first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from nahbar.channels.contract import FoldKind
from nahbar.channels.email.folds.folding import fold
from nahbar.toolbox.html_text import TAG, Writer

_VOID = frozenset({"br", "hr", "img"})
# A fold inside a table's skeleton or a list would leave holes that no browser draws alike.
_MARKABLE = frozenset(
    {"blockquote", "div", "p", "table", "ul", "ol", "dl", "pre", "span", "h1", "h2", "h3", "h4", "h5", "h6"}
)


def folded_page(html: str, subject: str = "") -> str:
    """`html`, as `toolbox.html.clean` left it, with `data-fold` on everything that is hidden at first.

    The value is a `FoldKind`: quote, signature, disclaimer or forwarded. It stands on the outermost elements whose
    words are all of that kind, and on a `<span>` around words that have no element of their own; one mark never
    stands inside another. Nothing is left out: without its marks the result is the page that came in.
    For the page of a member: hide `[data-fold]`, count them, and show them again at a click. The result is shown,
    not stored: `clean` takes `data-fold` away. Same rules as for text (`folding.fold`), on the page's own words, so
    it may be used whether or not the mail had a plain text beside the HTML.
    """
    kinds = _kinds_of_pieces(html, subject)
    if not kinds:
        return html
    return _marked(html, kinds, _kinds_of_elements(html, kinds))


def _kinds_of_pieces(html: str, subject: str) -> dict[int, FoldKind]:
    """Piece of text -> kind, for those whose lines are all folded alike."""
    writer = Writer()
    writer.feed(html)
    told = writer.as_it_is()
    found: dict[int, FoldKind] = {}
    visible: set[int] = set()
    folds = iter(fold(told.text, subject, told))
    current = next(folds, None)
    position = 0
    for line, pieces in zip(writer.lines, writer.origins, strict=True):
        while current is not None and current.end < position + (1 if line else 0):
            current = next(folds, None)
        inside = current is not None and current.start <= position < current.end
        for piece in pieces:
            if inside and current is not None and found.setdefault(piece, current.kind) is current.kind:
                continue
            visible.add(piece)
        position += len(line) + 1
    return {piece: kind for piece, kind in found.items() if piece not in visible}


def _kinds_of_elements(html: str, kinds: dict[int, FoldKind]) -> dict[int, FoldKind]:
    """Start of a tag -> kind, where all words inside are of one kind. A picture goes with the words around it."""
    found: dict[int, FoldKind] = {}
    open_elements: list[tuple[int, str, set[FoldKind | None]]] = []
    for piece, tag, text in _tokens(html):
        if tag is None:
            if open_elements and unescape(text).strip():
                open_elements[-1][2].add(kinds.get(piece))
        elif tag[2] in _VOID:
            continue
        elif not tag[1]:
            open_elements.append((tag.start(), tag[2], set()))
        elif open_elements:
            start, name, inside = open_elements.pop()
            kind = next(iter(inside)) if len(inside) == 1 else None
            if kind is not None and name in _MARKABLE:
                found[start] = kind
            if open_elements:
                open_elements[-1][2].update(inside)
    return found


def _marked(html: str, kinds: dict[int, FoldKind], elements: dict[int, FoldKind]) -> str:
    """The page with the outermost marks."""
    parts: list[str] = []
    depth = hidden_from = 0  # hidden_from: the depth of the marked element that is open, 0 where none is
    for piece, tag, text in _tokens(html):
        if tag is None:
            kind = None if hidden_from or not text.strip() else kinds.get(piece)
            parts.append(text if kind is None else f'<span data-fold="{kind}">{text}</span>')
            continue
        if tag[2] in _VOID:
            parts.append(tag[0])
        elif tag[1]:
            hidden_from = 0 if depth == hidden_from else hidden_from
            depth -= 1
            parts.append(tag[0])
        else:
            depth += 1
            kind = None if hidden_from else elements.get(tag.start())
            hidden_from = depth if kind is not None else hidden_from
            parts.append(tag[0] if kind is None else f'{tag[0][:-1]} data-fold="{kind}">')
    return "".join(parts)


def _tokens(html: str) -> Iterator[tuple[int, re.Match[str] | None, str]]:
    """Tags and pieces of text in order; pieces are counted as `html_text.Writer` counts them."""
    position = 0
    piece = -1
    for tag in TAG.finditer(html):
        if tag.start() > position:
            piece += 1
            yield piece, None, html[position : tag.start()]
        yield piece, tag, ""
        position = tag.end()
    if position < len(html):
        yield piece + 1, None, html[position:]
