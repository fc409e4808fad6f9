"""Quotations, signatures and the like in the layout of a mail, behind a line that opens them. Needs no script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from django.utils.translation import ngettext

from nahbar.channels.email.folds.pages import folded_page
from nahbar.toolbox.html_text import to_text

_FOLDED = re.compile(r'<([a-z][a-z0-9]*)\b[^>]*\sdata-fold="[a-z]+"[^>]*>')


def folded_layout(html: str, subject: str) -> str:
    """`html`, as `toolbox.html.clean` left it, with what is hidden at first in `<details>`; nothing is left out."""
    page = folded_page(html, subject)
    pieces, position = [], 0
    for start, end in _together(page, _spans(page)):
        hidden = page[start:end]
        pieces += [page[position:start], f"<details><summary>{_words(hidden)}</summary>{hidden}</details>"]
        position = end
    return "".join([*pieces, page[position:]])


def _spans(page: str) -> Iterator[tuple[int, int]]:
    """Where the marked elements stand, from tag to tag; one never stands inside another."""
    position = 0
    while opening := _FOLDED.search(page, position):
        position = _end_of(page, opening)
        yield opening.start(), position


def _end_of(page: str, opening: re.Match[str]) -> int:
    """Behind the tag that closes this element; the end of the page where none does."""
    depth = 1
    for tag in re.compile(rf"<(/?){opening[1]}\b[^>]*>").finditer(page, opening.end()):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return len(page)


def _together(page: str, spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbours with nothing but blank space between them as one: a quotation and the line above it."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and not re.sub(r"<br\s*/?>", "", page[found[-1][1] : start]).strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _words(hidden: str) -> str:
    lines = sum(1 for line in to_text(hidden).split("\n") if line.strip()) or 1
    return escape(ngettext("show %d hidden line", "show %d hidden lines", lines) % lines)
