"""Cutting a message's text into what is read at once and what is folded. Nothing is ever left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from nahbar.desk.words import FOLD_WORDS

_LINK = re.compile(r"""\bhttps?://[^\s<>"'“”„]{1,2000}""")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_TRAILING = ".,;:!?)]}>…*_"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text; `label` names it where it is folded ("14 lines of quotation")."""

    text: str
    label: str = ""
    key: int = 0

    @property
    def paragraphs(self) -> list[str]:
        """The text cut at its empty lines, which the page shows as space."""
        return [each.strip("\n") for each in _EMPTY_LINES.split(self.text) if each.strip()]


def parts_of(text: str, folds: Sequence[Sequence[int | str]]) -> list[Part]:
    """`text` in order, cut at its folds; empty stretches are left out, every character that shows is in a part."""
    parts: list[Part] = []
    position = 0
    for number, (start, end, kind) in enumerate(folds):
        first, last = int(start), int(end)
        _add(parts, Part(text[position:first]))
        folded = text[first:last].strip("\n")
        _add(parts, Part(folded, _label(folded, str(kind)), number + 1))
        position = last
    _add(parts, Part(text[position:]))
    return parts


def _add(parts: list[Part], part: Part) -> None:
    if part.text.strip():
        parts.append(Part(part.text.strip("\n"), part.label, part.key))


def _label(text: str, kind: str) -> str:
    lines = sum(1 for line in text.splitlines() if line.strip())
    return str(FOLD_WORDS.get(kind, FOLD_WORDS["quote"]) % lines)


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
