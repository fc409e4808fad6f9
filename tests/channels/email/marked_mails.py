"""Mails whose lines are marked with what they are, from the files in `mails/`.

A mail begins with "### name"; a first line "Subject: ..." is its subject. Each line begins with its kind and a blank:
"=" own words, "q" quote, "f" forwarded, "s" signature, "d" disclaimer. Blank lines belong to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nahbar.channels.contract import Fold

FOLDER = Path(__file__).parent / "mails"
KINDS = {"=": "", "q": "quote", "f": "forwarded", "s": "signature", "d": "disclaimer"}


@dataclass(frozen=True, slots=True)
class MarkedMail:
    """`wanted` has (kind, line) for each line with words, in order; "" is the kind of own words."""

    name: str
    subject: str
    text: str
    wanted: tuple[tuple[str, str], ...]


def read(file: Path) -> list[MarkedMail]:
    """All mails of a file."""
    pieces = file.read_text(encoding="utf-8").split("### ")[1:]
    return [_mail(file.stem, piece) for piece in pieces]


def every() -> list[MarkedMail]:
    """The mails of all files."""
    return [mail for file in sorted(FOLDER.glob("*.txt")) for mail in read(file)]


def _mail(stem: str, piece: str) -> MarkedMail:
    name, _, body = piece.partition("\n")
    lines = body.rstrip("\n").split("\n")
    subject = ""
    if lines[0].startswith("Subject: "):
        subject = lines.pop(0).removeprefix("Subject: ")
    bare = [line[2:] for line in lines]
    wanted = [(KINDS[line[0]], line[2:]) for line in lines if line[2:].strip()]
    return MarkedMail(f"{stem}: {name}", subject, "\n".join(bare), tuple(wanted))


def as_found(text: str, folds: tuple[Fold, ...]) -> tuple[tuple[str, str], ...]:
    """(kind, line) for each line with words."""
    found: list[tuple[str, str]] = []
    position = 0
    for line in text.split("\n"):
        middle = position + len(line) // 2
        kind = next((one.kind.value for one in folds if one.start <= middle < one.end), "")
        if line.strip():
            found.append((kind, line))
        position += len(line) + 1
    return tuple(found)
