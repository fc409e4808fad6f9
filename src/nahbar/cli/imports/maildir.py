"""Maildir: a file per message, in `cur` and `new`, with folders in folders."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nahbar.cli.imports.source import Found, SourceFault


class Maildir:
    """A Maildir with all folders below it, as a `Source`. Nothing in it is changed."""

    unit = " mails"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.identity = f"maildir:{path.resolve()}"
        self.unread: list[str] = []
        if not path.is_dir():
            raise SourceFault(f"There is no folder {path}.")
        self._files = sorted(self._find(), key=_order)
        if not self._files and not any((path / name).is_dir() for name in ("cur", "new")):
            raise SourceFault(f"{path} is no Maildir: it has neither a folder “cur” nor “new”.")
        self.total: int | None = len(self._files)

    def _find(self) -> Iterator[Path]:
        def refused(error: OSError) -> None:
            self.unread.append(f"{error.filename}: {error.strerror}")

        for folder, _folders, names in os.walk(self.path, onerror=refused):
            if Path(folder).name in ("cur", "new"):
                yield from (Path(folder, name) for name in names if not name.startswith("."))

    def messages(self, place: Mapping[str, Any]) -> Iterator[Found]:
        after = str(place.get("after", ""))
        for path in self._files:
            name = _name(path)
            order = _place(path)
            if order <= after:
                continue
            raw = self._read(path)
            if raw is not None:
                yield Found(raw, f"maildir:{name}", {"after": order})

    def _read(self, path: Path) -> bytes | None:
        try:
            return _as_it_is_called_now(path).read_bytes()
        except OSError as error:
            self.unread.append(f"{path}: {error.strerror}")
            return None


def _order(path: Path) -> tuple[str, str]:
    """Folder, then unique name, which begins with the time: old mail first, so that threads grow in order."""
    folder = os.fsencode(path.parent.parent).decode("utf-8", "backslashreplace")
    return folder, _unique(path)


def _unique(path: Path) -> str:
    """A program that reads the mail moves it from new to cur and adds flags; the part before the colon stays."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace").partition(":")[0]


def _name(path: Path) -> str:
    return hashlib.sha256(_place(path).encode()).hexdigest()[:40]


def _place(path: Path) -> str:
    """Sorts as `_order` does, because no name holds a NUL."""
    return "\0".join(_order(path))


def _as_it_is_called_now(path: Path) -> Path:
    if path.exists():
        return path
    unique = path.name.partition(":")[0]
    folders = (path.parent.parent / name for name in ("cur", "new"))
    moved = [other for folder in folders if folder.is_dir() for other in folder.iterdir()]
    return next((other for other in moved if other.name.partition(":")[0] == unique), path)
