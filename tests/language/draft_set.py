"""Our own drafts with the rules that an experienced colleague would name: `tune` to look at, `check` to measure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "drafts"


def drafts(half: str) -> list[dict[str, Any]]:
    """The drafts of "tune" or "check": `expect` holds the rules; `promises` is null where days are not labelled."""
    lines = (FOLDER / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def given(row: dict[str, Any]) -> dict[str, Any]:
    """What the coach is asked, without the answer."""
    return {name: value for name, value in row.items() if name not in ("expect", "promises")}
