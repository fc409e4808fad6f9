"""HTML turned into text, with what its author's mail program tells about the parts. Bounded in time for any input.

Not made with inscriptis: it takes ten times as long, and from 256 nested elements on (newsletters reach them) it
returns nothing at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import nh3

from nahbar.toolbox import html_parts
from nahbar.toolbox.html import DROPPED, SPACES, names, storable, tangled, words_only

_TAGS = names(
    """
    blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr img li ol p pre table tr td th ul address article
    section header footer main center form figure
    """
)
_PARAGRAPHS = names(
    """
    p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr
    """
)
TAG = re.compile(r'<(/?)([a-z0-9]+)((?:\s+[a-z-]+="[^"]*")*)>')
_PART = re.compile(r' data-part="(\w+)"')
_ALT = re.compile(r' alt="([^"]*)"')
_BLANKS = re.compile(r"\n{3,}")


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name in html_parts.ATTRIBUTES:
        return html_parts.part_of(name, value)
    return "part-quote" if name == "cite" and tag == "blockquote" else value


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(DROPPED),
    attributes={"img": {"alt"}},
    link_rel=None,
)
_CLEANER_WITH_PARTS = nh3.Cleaner(
    tags=set(_TAGS | {"span", "a"}),
    clean_content_tags=set(DROPPED),
    attributes={"*": html_parts.ATTRIBUTES, "img": {"alt"}, "blockquote": {"cite"}},
    attribute_filter=_filter_attribute,
    link_rel=None,
)


MAX_PARTS = 200  # an honest mail names a handful of signatures and earlier mails


@dataclass(frozen=True, slots=True)
class Page:
    """The text, the spans that the mail program calls a signature, and where it says that an earlier mail begins."""

    text: str
    signatures: tuple[tuple[int, int], ...] = ()
    earlier: tuple[int, ...] = ()


def to_text(html: str) -> str:
    """The words of `html` in reading order with line breaks where a page would have them; never fails.

    Quoted mail (`<blockquote type="cite">` and its like) gets "> " before its lines, so that it can be told
    from the answer; a blockquote used for indenting does not.
    """
    return read(html).text


def read(html: str) -> Page:
    """The same with what is known about its parts."""
    html = storable(html)
    if tangled(html):
        return Page(words_only(html))
    if html_parts.told(html):
        simple = html_parts.renamed(_CLEANER_WITH_PARTS.clean(html).replace(' cite="part-', ' type="part-'))
    else:
        simple = _CLEANER.clean(html)
    writer = Writer()
    writer.feed(simple)
    return writer.page()


class Writer:
    """Collects words into lines; block tags begin a new line, paragraph tags leave a blank one.

    `origins` has, for each line, the numbers of the pieces of text in it, counted as `feed` meets them.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.origins: list[list[int]] = []
        self.pieces: list[int] = []
        self.piece = -1
        self.signatures: list[tuple[int, int]] = []
        self.earlier: list[int] = []
        self._open: list[tuple[str, str, int]] = []  # name, part, line
        self._depth = self._last_depth = 0
        self._preformatted = 0
        self._blank_wanted = False

    def feed(self, html: str) -> None:
        """All of a cleaned, well-formed page; to be called once."""
        position = 0
        for match in TAG.finditer(html):
            if match.start() > position:
                self._words(html[position : match.start()])
            self._tag(match[2], match[3], closing=bool(match[1]))
            position = match.end()
        if position < len(html):
            self._words(html[position:])
        self.break_line()

    def _words(self, text: str) -> None:
        self.piece += 1
        text = unescape(text)
        if self._preformatted:
            first, *others = text.split("\n")
            self._add(first)
            for other in others:
                self.break_line(keep_empty=True)
                self._add(other)
            return
        text = SPACES.sub(" ", text)
        if text != " " or self.line:
            self._add(text.lstrip(" ") if not self.line or self.line[-1].endswith(" ") else text)

    def _add(self, text: str) -> None:
        self.line.append(text)
        if text.strip():
            self.pieces.append(self.piece)

    def _tag(self, name: str, attributes: str, *, closing: bool) -> None:
        if name == "br":
            self.break_line(keep_empty=True)
        elif name == "img":
            alt = _ALT.search(attributes)
            if alt and not alt[1].isascii() and len(alt[1]) <= 8:  # an emoji sent as a picture
                self.line.append(unescape(alt[1]))
        elif name == "hr":
            self._block(name, attributes, closing=False)
        elif name in _TAGS and name not in ("td", "th"):
            self._block(name, attributes, closing=closing)
        elif name in ("td", "th") and closing:
            self.line.append("  ")
            self._close(name)
        elif closing:
            self._close(name)
        else:
            self._opened(name, attributes)

    def _block(self, name: str, attributes: str, *, closing: bool) -> None:
        self.break_line()
        self._blank_wanted = self._blank_wanted or name in _PARAGRAPHS
        if closing:
            self._close(name)
        elif name != "hr":
            self._opened(name, attributes)
        elif _part(attributes) == html_parts.EARLIER:
            self.earlier.append(len(self.lines))
        if name == "pre":
            self._preformatted = max(0, self._preformatted + (-1 if closing else 1))
        elif name == "li" and not closing:
            self.line.append("- ")

    def _opened(self, name: str, attributes: str) -> None:
        part = _part(attributes)
        self._open.append((name, part, len(self.lines)))
        if part == html_parts.EARLIER:
            self.earlier.append(len(self.lines))
        self._depth += _quotes(name, part)

    def _close(self, name: str) -> None:
        if not self._open or self._open[-1][0] != name:
            return
        _, part, line = self._open.pop()
        self._depth -= _quotes(name, part)
        if part == html_parts.SIGNATURE:
            self.signatures.append((line, len(self.lines) + bool(self.line)))

    def break_line(self, *, keep_empty: bool = False) -> None:
        """End the line; an empty one is kept if it was wanted."""
        line = "".join(self.line).replace("\xa0", " ").rstrip()
        self.line = []
        pieces, self.pieces = self.pieces, []
        if not line and not keep_empty:
            return
        prefix = "> " * min(self._depth, 9)
        if self._blank_wanted and self.lines and self.lines[-1].strip("> "):
            self.lines.append(("> " * min(self._last_depth, self._depth, 9)).rstrip())
            self.origins.append([])
        self._last_depth = self._depth
        self._blank_wanted = False
        self.lines.append((prefix + line).rstrip())
        self.origins.append(pieces)

    def page(self) -> Page:
        """All lines as a text, without the blank ones around it and with never more than one between others."""
        text = _BLANKS.sub("\n\n", "\n".join(self.lines)).strip("\n")
        if not self.signatures and not self.earlier:
            return Page(text)
        return self._told(text, self._starts(collapsed=True))

    def as_it_is(self) -> Page:
        """All lines as a text, one for one."""
        return self._told("\n".join(self.lines), self._starts(collapsed=False))

    def _told(self, text: str, starts: list[int]) -> Page:
        size = len(text)
        spans = ((starts[first], starts[last]) for first, last in self.signatures[:MAX_PARTS])
        return Page(
            text,
            tuple((start, min(end, size)) for start, end in spans if start < min(end, size)),
            tuple(dict.fromkeys(min(starts[line], size) for line in self.earlier[:MAX_PARTS])),
        )

    def _starts(self, *, collapsed: bool) -> list[int]:
        """Where each line begins in the text, and where the text ends."""
        starts: list[int] = []
        position = blanks = 0
        begun = False
        for line in self.lines:
            starts.append(position)
            blanks = 0 if line else blanks + 1
            begun = begun or bool(line)
            if line or not collapsed or (begun and blanks == 1):
                position += len(line) + 1
        return [*starts, position]


def _part(attributes: str) -> str:
    match = _PART.search(attributes) if attributes else None
    return match[1] if match else ""


def _quotes(name: str, part: str) -> bool:
    return name == "blockquote" and part == html_parts.QUOTE
