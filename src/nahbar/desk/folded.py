"""Cutting a message's text into what is read at once and what is folded. Nothing is ever left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from nahbar.desk.words import FOLD_WORDS, Text

_LINK = re.compile(r"""\bhttps?://[^\s<>"'“”„]{1,2000}""")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_TRAILING = ".,;:!?)]}>…*_"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines without an empty one between them; `start` is where they begin in the whole text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text from `start` on. Where `kind` is not empty it is folded, as the span (first, last)."""

    text: str
    start: int
    kind: str = ""
    first: int = 0
    last: int = 0
    key: int = 0

    @property
    def label(self) -> Text:
        """What the fold hides: quotation, signature, small print, a forwarded message."""
        return FOLD_WORDS.get(self.kind, FOLD_WORDS["quote"]) if self.kind else ""

    @property
    def lines(self) -> int:
        """How many lines that say something."""
        return sum(1 for line in self.text.splitlines() if line.strip())

    @property
    def offer(self) -> str:
        """What the closed fold says."""
        return ngettext("show %d hidden line", "show %d hidden lines", self.lines) % self.lines

    @property
    def take_back(self) -> str:
        """What the open fold says."""
        return ngettext("hide %d line again", "hide %d lines again", self.lines) % self.lines

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The text cut at its empty lines, which the page shows as space."""
        return list(_paragraphs(self.text, self.start))


def _paragraphs(text: str, start: int) -> Iterator[Paragraph]:
    position = 0
    ends = [*((match.start(), match.end()) for match in _EMPTY_LINES.finditer(text)), (len(text), len(text))]
    for end, following in ends:
        if text[position:end].strip():
            bare, offset = _bare(text[position:end])
            yield Paragraph(bare, start + position + offset)
        position = following


def _bare(text: str) -> tuple[str, int]:
    """`text` without line ends around it, and how many were in front."""
    shown = text.lstrip("\n")
    return shown.rstrip("\n"), len(text) - len(shown)


def parts_of(text: str, folds: Sequence[Sequence[int | str]]) -> list[Part]:
    """`text` in order, cut at its folds; empty stretches are left out, every character that shows is in a part."""
    parts: list[Part] = []
    position = 0
    for number, (start, end, kind) in enumerate(folds):
        first, last = int(start), int(end)
        _add(parts, Part(text[position:first], position))
        _add(parts, Part(text[first:last], first, str(kind), first, last, number + 1))
        position = last
    _add(parts, Part(text[position:], position))
    return parts


def _add(parts: list[Part], part: Part) -> None:
    if part.text.strip():
        bare, offset = _bare(part.text)
        parts.append(Part(bare, part.start + offset, part.kind, part.first, part.last, part.key))


def linked(text: str) -> SafeString:
    """`text` as HTML: escaped, its web addresses as links that open apart and tell nobody where they were clicked."""
    pieces: list[SafeString] = []
    position = 0
    for match in _LINK.finditer(text):
        address = match.group().rstrip(_TRAILING)
        if not _host(address):
            continue
        pieces.append(conditional_escape(text[position : match.start()]))
        pieces.append(
            format_html('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>', address, address)
        )
        position = match.start() + len(address)
    pieces.append(conditional_escape(text[position:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
