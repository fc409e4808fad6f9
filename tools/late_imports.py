"""The files that may import inside functions, each with its reason (patterns below src/nahbar)."""

from __future__ import annotations

from fnmatch import fnmatch

LATE: dict[str, str] = {
    "cli/*": "`nahbar read`, `coach` and `mail parse` start without Django",
    "*/apps.py": "listeners can be imported only when all models are known",
}


def may_import_late(path: str) -> bool:
    """Is the file, named below src/nahbar, on the list?"""
    return any(fnmatch(path, pattern) for pattern in LATE)
