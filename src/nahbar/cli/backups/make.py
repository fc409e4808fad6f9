"""Making a backup: built beside its place, moved there when it is whole."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connections

from nahbar.cli.backups import postgresql, sqlite
from nahbar.cli.backups.files import copy_checked, link_or_copy, write_secret
from nahbar.cli.backups.manifest import (
    BLOBS,
    SECRET,
    BackupFault,
    Contents,
    Manifest,
    blob_path,
    is_whole,
    sha256_of,
)
from nahbar.cli.progress import bar
from nahbar.mailroom.queries import blobs
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Full


def make_backup(target: Path, reuse: Sequence[Path] = ()) -> Manifest:
    """Copy database, blobs and secret into `target`. Raises BackupFault, Full; then `target` is as it was.

    Blobs that an earlier backup holds (the one in `target`, and those of `reuse`) become hard links to it.
    """
    target = target.absolute()
    _require_place(target, reuse)
    partial, before = _beside(target, "partial"), _beside(target, "before")
    with _alone(target), _explained():
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        try:
            earlier = [folder for folder in (target, before, *reuse) if is_whole(folder)]
            manifest = _fill(partial, earlier)
            _swap(partial, target, before)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return manifest


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f"{target.name}.{what}")


def _require_place(target: Path, reuse: Sequence[Path]) -> None:
    if target.exists() and not is_whole(target) and (not target.is_dir() or any(target.iterdir())):
        raise BackupFault(f"{target} exists and is no backup. Name a new folder, or one that holds a backup.")
    for folder in reuse:
        if not is_whole(folder):
            raise BackupFault(f"{folder} is no whole backup, so nothing of it can be used again.")


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Two backups into one place at the same time would spoil each other."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(_beside(target, "lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise BackupFault(f"{target} cannot be written: {error.strerror}.") from error
    try:
        _lock(handle, target)
        try:
            yield
        finally:
            _beside(target, "lock").unlink(missing_ok=True)
    finally:
        os.close(handle)


def _lock(handle: int, target: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BackupFault(f"Another backup is being written to {target}.") from error


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full("The disk of the backup is full. Nothing was changed; make room and try again.") from error
        raise BackupFault(f"The backup cannot be written: {error.strerror} ({error.filename}).") from error


def _fill(partial: Path, earlier: Sequence[Path]) -> Manifest:
    name, contents, named = _copy_database(partial)
    (partial / name).chmod(0o600)
    missing, size = _copy_blobs(partial, earlier, named)
    write_secret(partial / SECRET, settings.SECRET_KEY)
    gone = [digest for digest in missing if not blob_path(partial, digest).exists()]
    # What a manifest vouches for is on the disk before the manifest is.
    os.sync()
    manifest = Manifest(
        nahbar=version("nahbar"),
        made_at=clock.now().isoformat(),
        database=name,
        sha256=sha256_of(partial / name),
        contents=contents,
        blobs=len(named) - len(gone),
        blob_bytes=size,
        missing=sorted(gone),
    )
    manifest.write(partial)
    return manifest


def _copy_database(partial: Path) -> tuple[str, Contents, set[bytes]]:
    if connections["default"].vendor == "sqlite":
        source = Path(connections["default"].settings_dict["NAME"])
        return (sqlite.FILE, *sqlite.copy(source, partial / sqlite.FILE))
    return (postgresql.FILE, *postgresql.copy(partial / postgresql.FILE))


def _copy_blobs(partial: Path, earlier: Sequence[Path], named: set[bytes]) -> tuple[list[str], int]:
    """Copy what rows name; returns what could not be copied, and the size of the rest in bytes."""
    missing, size = [], 0
    (partial / BLOBS).mkdir()
    with bar("Copying files", total=len(named), unit=" files") as progress:
        for digest in sorted(each.hex() for each in named):
            target = blob_path(partial, digest)
            if _copy_blob(digest, target, earlier):
                size += target.stat().st_size
            else:
                missing.append(digest)
            progress.update()
    return missing, size


def _copy_blob(digest: str, target: Path, earlier: Sequence[Path]) -> bool:
    live = blobs().path(digest)
    expected = live.stat().st_size if live.exists() else None
    for folder in earlier:
        old = blob_path(folder, digest)
        if old.exists() and expected in (None, old.stat().st_size) and link_or_copy(old, target):
            return True
    return copy_checked(live, target)


def _swap(partial: Path, target: Path, before: Path) -> None:
    """Put the new backup in its place. At every moment at least one whole backup stands under one of the names."""
    if is_whole(target):
        shutil.rmtree(before, ignore_errors=True)
        target.rename(before)
    elif target.exists():
        target.rmdir()
    partial.rename(target)
    os.sync()
    shutil.rmtree(before, ignore_errors=True)
