"""Copying content-addressed files: what arrives is what the name says, or nothing arrives."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from nahbar.cli.backups.manifest import CHUNK


def copy_checked(source: Path, target: Path) -> bool:
    """Copy a blob; false, and nothing copied, where it is missing or its content does not fit its name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.part")
    digest = hashlib.sha256()
    try:
        with source.open("rb") as old, partial.open("wb") as new:
            while chunk := old.read(CHUNK):
                digest.update(chunk)
                new.write(chunk)
    except FileNotFoundError:
        partial.unlink(missing_ok=True)
        return False
    if digest.hexdigest() != target.name:
        partial.unlink()
        return False
    partial.rename(target)
    return True


def link_or_copy(source: Path, target: Path) -> bool:
    """The blob of an earlier backup as a hard link, which costs nothing; a copy where that cannot be."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except FileNotFoundError:
        return False
    except OSError:
        return copy_checked(source, target)
    return True


def write_secret(path: Path, secret: str) -> None:
    """Readable by its owner only, from the first moment; whole or not at all."""
    fresh = path.with_name(f"{path.name}.part")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
