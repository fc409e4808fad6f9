"""How far an import came, kept in NAHBAR_HOME/imports until it is through."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Position:
    """One file per source and inbox. It only saves time: what is read twice is recognised anyway."""

    def __init__(self, home: Path, identity: str, inbox_id: int) -> None:
        name = hashlib.sha256(f"{identity}\n{inbox_id}".encode(errors="backslashreplace")).hexdigest()[:32]
        self.path = home / "imports" / f"{name}.json"

    def read(self) -> dict[str, Any]:
        """Where to go on; {} for the beginning."""
        try:
            place = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return place if isinstance(place, dict) else {}

    def save(self, place: Mapping[str, Any]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        fresh.write_text(json.dumps(place), encoding="utf-8")
        fresh.rename(self.path)

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
