# ruff: noqa: PTH103, PTH104, PTH108, PTH110, PTH112, PTH123 - pathlib took a third of the time of storing a mail
"""Content-addressed files: one copy of a text or an attachment, however often it comes.

A blob is written whole or not at all (temporary file, fsync, rename) and never changed. Writing a blob
that no row names yet is harmless, so blobs are written before the transaction that refers to them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, TypeVar

from nahbar.toolbox.faults import Fault
from nahbar.toolbox.ids import new_key
from nahbar.toolbox.room import room_needed

# They do nothing but wait for the disk, which writes many files in about the time of one.
WRITERS = 8
T = TypeVar("T")
R = TypeVar("R")


class BlobMissing(Fault):
    """A row names a blob that is not in the store."""


def digest_of(content: bytes) -> str:
    """The name of `content`: SHA-256 in 64 hexadecimal characters."""
    return hashlib.sha256(content).hexdigest()


class BlobStore:
    """Blobs below one folder, spread over 4,096 folders by the first three characters of the digest."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, digest: str) -> Path:
        return self.root / digest[:3] / digest

    def put(self, content: bytes) -> str:
        """Store `content` durably and return its digest. Raises Full where the disk has no room."""
        return self.put_all([content])[0]

    def put_all(self, contents: Iterable[bytes]) -> list[str]:
        """Store many blobs at once and return when all are on the disk. Raises Full.

        All files wait for the disk together, then all folders do: that is what makes blocks cheap.
        """
        with room_needed():
            named = [(digest_of(content), content) for content in contents]
            missing = {digest: content for digest, content in named if not self.exists(digest)}
            folders = set().union(*_at_once(self._write, missing.items()))
            _at_once(_sync_folder, folders)
        return [digest for digest, _ in named]

    def _write(self, blob: tuple[str, bytes]) -> set[str]:
        """Write one file; returns the folders that have a new entry by it."""
        digest, content = blob
        folder = f"{self.root}/{digest[:3]}"
        touched = {folder} if os.path.isdir(folder) else {folder, str(self.root)}
        if len(touched) > 1:
            os.makedirs(folder, exist_ok=True)
        partial = f"{folder}/{digest}.{new_key()}.part"
        try:
            with open(partial, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.rename(partial, f"{folder}/{digest}")
        except OSError:
            with suppress(FileNotFoundError):
                os.unlink(partial)
            raise
        return touched

    def open(self, digest: str) -> BinaryIO:
        """The blob as a readable binary file. Raises BlobMissing."""
        try:
            return self.path(digest).open("rb")
        except FileNotFoundError as error:
            raise BlobMissing(f"The stored file {digest[:12]} is missing from the blob folder.") from error

    def get(self, digest: str) -> bytes:
        """The whole content. Raises BlobMissing."""
        with self.open(digest) as file:
            return file.read()

    def exists(self, digest: str) -> bool:
        return os.path.exists(f"{self.root}/{digest[:3]}/{digest}")


def _at_once(work: Callable[[T], R], items: Collection[T]) -> list[R]:
    """`work` for every item, several at the same time where there are several. Raises what the first failed with."""
    return list(_writers().map(work, items)) if len(items) > 1 else [work(item) for item in items]


@lru_cache(maxsize=1)
def _writers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(WRITERS, thread_name_prefix="blobs")


def _sync_folder(folder: str) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
