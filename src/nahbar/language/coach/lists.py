"""Lists of wordings that ship beside this file: `wording; wording => what to say instead`, one manner a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nahbar.language.coach.view import Sentence
from nahbar.language.lexicon import Lexicon
from nahbar.language.patterns import Pattern
from nahbar.language.spans import Span

_CHOICE = re.compile(r"\{([^|}]*)\|([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording found: its place, the better one (may be empty), and the number of its line in the list."""

    span: Span
    better: str
    line: int


class Wordings:
    """One list, ready to be looked up."""

    def __init__(self, text: str) -> None:
        rows = [row.partition("=>") for row in text.splitlines() if row.strip() and not row.startswith("#")]
        self._better = [better.strip() for _, _, better in rows]
        self._lexicon = Lexicon("\n".join(f"{number}: {entries}" for number, (entries, _, _) in enumerate(rows)))

    def find(self, sentence: Sentence, form: str = "") -> Iterator[Wording]:
        """The longest wordings of a sentence that do not overlap."""
        said = sentence.tokens
        hits = sorted(self._lexicon.find(said), key=lambda hit: (hit.first, hit.first - hit.last))
        last = -1
        for hit in hits:
            if hit.first > last:
                last = hit.last
                span = sentence.part(
                    said[hit.first].start - sentence.span.start, said[hit.last].end - sentence.span.start
                )
                yield Wording(span, _in_form(self._better[int(hit.tag)], form), int(hit.tag))


@cache
def wordings(name: str) -> Wordings:
    """The list of this name, read at its first use."""
    source = files("nahbar.language.coach") / "lists" / f"{name}.txt"
    return Wordings(source.read_text(encoding="utf-8"))


def listed(name: str, *, flags: int = re.IGNORECASE) -> Pattern:
    """Any of the regular expressions of a list, one a line; a line that begins with `# ` explains."""
    source = files("nahbar.language.coach") / "lists" / "patterns" / f"{name}.txt"
    rows = source.read_text(encoding="utf-8").splitlines()
    return Pattern("|".join(row for row in rows if row and not row.startswith("# ")), flags)


def word_set(name: str) -> frozenset[str]:
    """The words of a list, parted by blanks."""
    source = files("nahbar.language.coach") / "lists" / f"{name}.txt"
    return frozenset(source.read_text(encoding="utf-8").split())


def _in_form(better: str, form: str) -> str:
    """`{Ihnen|dir}` as the draft addresses its reader."""
    return _CHOICE.sub(lambda match: match.group(2 if form == "du" else 1), better)
