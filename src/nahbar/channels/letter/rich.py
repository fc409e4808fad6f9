"""From plain text or HTML to the blocks of a letter: paragraphs, list items, bold and italic runs.

Only meaning is taken over, never looks: a letter has one typeface and no remote content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from nahbar.toolbox.printable import printable

BREAKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "tr",
        "blockquote",
        "pre",
        "address",
        "hr",
        "dl",
        "dt",
        "dd",
        "figure",
    ]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
BOLD = frozenset({"b", "strong", "th"}) | HEADINGS
ITALIC = frozenset(["i", "em", "cite"])
HIDDEN = frozenset(
    ["script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "iframe", "select"]
)
MAX_DEPTH = 5  # deeper lists are set like the fifth level; the measure would be too narrow


@dataclass(slots=True)
class Run:
    """A stretch of text in one style; a line end inside is kept."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(slots=True)
class Block:
    """One paragraph or list item. `mark` is "" for a paragraph, "•" or "3." for an item of a list."""

    runs: list[Run] = field(default_factory=list)
    mark: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def from_text(text: str) -> list[Block]:
    """Paragraphs are parted by blank lines; single line ends stay line ends."""
    parts = re.split(r"\n[ ]*(?:\n[ ]*)+", printable(text).strip("\n "))
    return [Block([Run("\n".join(line.rstrip() for line in part.split("\n")))]) for part in parts if part.strip()]


def from_html(html: str) -> list[Block]:
    """What `html` says, block by block. Broken HTML is read as browsers read it; nothing in it is executed."""
    reader = _Reader()
    reader.feed(printable(html))
    reader.close()
    reader.flush()
    return reader.blocks


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._block = Block()
        self._open: dict[str, int] = {}
        self._lists: list[int | None] = []
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"br", "img", "hr"}:
            self._void(tag, given)
            return
        if tag in BREAKS or tag in {"ul", "ol", "li"}:
            self.flush()
        if tag in {"ul", "ol"}:
            self._lists.append(_start(given) if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag in {"td", "th"} and self._block.text.strip():
            self._write("  ")
        elif tag == "a":
            self._link = (given.get("href") or "", len(self._block.text))
        self._open[tag] = self._open.get(tag, 0) + 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in {"br", "img", "hr"}:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open.get(tag, 0):
            self._open[tag] -= 1
        if tag == "a":
            self._end_link()
        if tag in BREAKS or tag in {"ul", "ol", "li"}:
            self.flush()
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        if any(self._open.get(tag) for tag in HIDDEN):
            return
        words = data if self._open.get("pre") else re.sub(r"[ \n]+", " ", data)
        if words.startswith(" ") and self._block.text[-1:] in {"", " ", "\n"} and not self._open.get("pre"):
            words = words[1:]
        self._write(words)

    def flush(self) -> None:
        """End the block that is being read; empty ones are dropped."""
        if self._block.runs and self._block.text.strip():
            self._block.runs[0].text = self._block.runs[0].text.lstrip("\n ")
            self._block.runs[-1].text = self._block.runs[-1].text.rstrip("\n ")
            self.blocks.append(self._block)
        self._link = None
        self._block = Block(depth=min(len(self._lists), MAX_DEPTH))

    def _void(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "br":
            self._write("\n")
        elif tag == "hr":
            self.flush()
        else:
            self._write(given.get("alt") or "")

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        if number is not None:
            self._lists[-1] = number + 1
        self._block.mark = "•" if number is None else f"{number}."
        self._block.depth = min(max(len(self._lists), 1), MAX_DEPTH)

    def _end_link(self) -> None:
        """Print where a link leads, unless its text says so: nobody can click on paper."""
        if self._link is None:
            return
        target, start = self._link
        self._link = None
        shown = re.sub(r"^(?:https?://|mailto:|tel:)", "", target).rstrip("/")
        if shown and re.match(r"https?://|mailto:", target) and shown not in self._block.text[start:]:
            self._write(f" ({shown})")

    def _write(self, text: str) -> None:
        bold = any(self._open.get(tag) for tag in BOLD)
        italic = any(self._open.get(tag) for tag in ITALIC)
        if text:
            self._block.runs.append(Run(text, bold, italic))


def _start(given: dict[str, str | None]) -> int:
    value = given.get("start") or ""
    return int(value) if re.fullmatch(r"[0-9]{1,6}", value) else 1
