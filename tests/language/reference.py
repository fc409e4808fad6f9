"""The public texts that we measure on, no part of the project: where they are absent the measurement skips."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("NAHBAR_REFERENCE_DATA", ROOT.parent / "shared" / "data")) / "language"
CONVERSATIONS = ROOT / "src" / "nahbar" / "demo" / "content" / "conversations"


def folder(name: str) -> Path:
    """A folder of the reference data; skips the test where it is absent."""
    found = FOLDER / name
    if not found.is_dir():
        pytest.skip(f"reference data not found at {found}, skipped")
    return found


def mails() -> list[str]:
    """397 ordinary German mails (CodE Alltag, CC BY-SA 4.0: for measuring only)."""
    paths = sorted((folder("codealltag") / "emails").glob("*.txt"))
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths]


def addressed() -> Iterator[tuple[str, str]]:
    """Sentences with the form of address they carry (CoCoA-MT, CDLA-Sharing-1.0: for measuring only).

    A pair that is the same in both files carries no form; it is given once.
    """
    for part in ("telephony", "topical_chat"):
        formal, informal = (
            (folder("cocoa-mt-de") / f"{part}.{kind}.de").read_text(encoding="utf-8").splitlines()
            for kind in ("formal", "informal")
        )
        for polite, familiar in zip(formal, informal, strict=True):
            if polite == familiar:
                yield polite, "none"
            else:
                yield polite, "sie"
                yield familiar, "du"


def answers() -> Iterator[tuple[str, str]]:
    """The answers of the demo company's members, each with the message that it follows."""
    for path in sorted(CONVERSATIONS.glob("*.toml")):
        incoming = ""
        for turn in tomllib.loads(path.read_text(encoding="utf-8"))["turn"]:
            text = turn.get("text", "")
            if turn["who"] == "person" and text:
                incoming = text
            elif turn["kind"] in ("reply", "letter") and text:
                yield incoming, text
