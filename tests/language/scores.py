"""The one table of `make eval`: every score with what the most frequent class alone would reach beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "developing" / "evaluation.md"
HEAD = """# How well texts are understood

Written by `make eval`; edit nothing here. "Always the most frequent" is what somebody would score who gives the same
answer to every text. Public texts are measured where they are at hand and left out where they are not.
"""
COLUMNS = "| what | texts | score | always the most frequent | wanted |\n|---|---:|---:|---:|---:|"


@dataclass(frozen=True, slots=True)
class Score:
    """One line: what was measured on how many texts; score, baseline and bar, from 0 to 1 or as a text."""

    what: str
    texts: int
    score: float | str
    baseline: float | str = "–"
    wanted: str = "–"

    def line(self) -> str:
        """As a row of the table."""
        return f"| {self.what} | {self.texts} | {_shown(self.score)} | {_shown(self.baseline)} | {self.wanted} |"


def write(section: str, scores: list[Score]) -> str:
    """Put the section's table on the page, beside those of other sections, and return it for showing."""
    sections = _sections()
    sections[section] = "\n".join([COLUMNS, *(score.line() for score in scores)])
    parts = [HEAD, *(f"## {name}\n\n{table}\n" for name, table in sorted(sections.items()))]
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    return f"\n{section}\n{sections[section]}"


def _sections() -> dict[str, str]:
    if not PAGE.exists():
        return {}
    _, *parts = PAGE.read_text(encoding="utf-8").split("\n## ")
    return {name: table.strip() for name, _, table in (part.partition("\n") for part in parts)}


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.3f}"
