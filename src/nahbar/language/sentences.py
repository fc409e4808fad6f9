"""Cutting a text into sentences, with care for abbreviations, dates, lists and lines wrapped by mail programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nahbar.language.spans import Span

# A line shorter than this was ended by the writer, not wrapped by a program (those wrap at 65 to 78 characters).
WRAPPED_FROM = 50


def wordlist(text: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(text.split())


_ABBREVIATIONS = wordlist(
    """
    abs bzw ca dr dipl etc evtl exkl fr ggf hr inkl ing int ist-nr max min mio mind nr prof sog st str tel u usw
    vgl zzgl zb ph jan feb okt nov dez mr mrs ms vs approx art inc ltd e.g i.e z.b d.h u.a o.ä i.d.r mag bspw
    gem lt betr bez ggfs std tgl fa
    """
)
_MONTH = re.compile(r"\s*(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Quartal|Klasse|Stock|Mal|Lebensjahr)")
_ITEM = re.compile(r"(?:[-*•–]|\d{1,2}[.)]|[a-h]\))\s+\S")
_MARKER = re.compile(r"(?:[-*•–]|\d{1,2}[.)]|[a-h]\))\s+")
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"“”»«')\]]*(?=\s|$)")
_WORD = re.compile(r"\d[\d.,:]*\d|\w+(?:[-'’]\w+)*")
_WORD_BEFORE = re.compile(r"[\w./\-]+$")
_ASIDE_END = re.compile(r"[^()]{0,120}\)")


def sentences(text: str, lines: Iterable[Span]) -> list[Span]:
    """The sentences of the given lines of `text`, in order. A list's mark is not part of its sentence."""
    found: list[Span] = []
    for start, end in _blocks(text, lines):
        found.extend(_cut(text, start, end))
    return found


def words(text: str) -> list[str]:
    """The words of a text as written; numbers with their dots and commas are one word."""
    return _WORD.findall(text)


def _blocks(text: str, lines: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Stretches without a hard break: lines that a mail program wrapped are joined."""
    start = end = -1
    last = ""
    for line in lines:
        if start >= 0 and (
            _breaks(last, line.text) or "\n\n" in text[end : line.start] or ">" in text[end : line.start]
        ):
            yield start, end
            start = -1
        if line.text:
            marker = _MARKER.match(line.text)
            start = line.start + (marker.end() if marker else 0) if start < 0 else start
            end = line.end
        last = line.text
    if start >= 0:
        yield start, end


def _breaks(before: str, after: str) -> bool:
    if not after or _ITEM.match(after):
        return True
    return len(before) < WRAPPED_FROM and not after[0].islower() and not before.endswith(",")


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for mark in _END.finditer(text, start, end):
        if mark.group().startswith(".") and not _ends(text, begin, mark.start(), mark.end()):
            continue
        if _in_aside(text, begin, mark, end):
            continue
        span = Span.of(text, begin, mark.end())
        if any(character.isalnum() for character in span.text):
            yield span
        begin = mark.end()
    rest = Span.of(text, begin, end)
    if any(character.isalnum() for character in rest.text):
        yield rest


def _in_aside(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    """Whether the mark belongs to a bracket within a sentence that goes on: "(2023er, glaub ich? die blaue)"."""
    opened = text.rfind("(", begin, mark.start())
    if opened < 0 or ")" in text[opened : mark.start()]:
        return False
    if ")" in mark.group():
        return text[mark.end() : end].lstrip()[:1].islower() and text[begin:opened].strip() != ""
    return _ASIDE_END.match(text, mark.end(), end) is not None


def _ends(text: str, begin: int, dot: int, after: int) -> bool:
    """Whether the dot at `dot` ends a sentence."""
    before = _WORD_BEFORE.search(text[begin:dot])
    word = before.group() if before else ""
    if not word or text[dot : dot + 2] == "..":
        return True
    if (
        word[0].isdigit()
        and word[-1].isdigit()
        and word.count(".")
        and text[after : after + 2].lstrip()[:1].islower()
    ):
        return False
    if word.isdigit():
        # "am 3. Mai", "im 2. Stock", "am 14. sechs": a number's dot ends a sentence only before a new one.
        rest = text[after : after + 20].lstrip()
        return len(word) > 2 or (not _MONTH.match(rest) and rest[:1].isupper() and begin + 8 < dot)
    return len(word) > 1 and word.lower().strip(".") not in _ABBREVIATIONS
