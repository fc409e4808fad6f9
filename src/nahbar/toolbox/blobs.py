"""Content-addressed files: one copy of a text or an attachment, however often it comes.

A blob is written whole or not at all (temporary file, fsync, rename) and never changed. Writing a blob
that no row names yet is harmless, so blobs are written before the transaction that refers to them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from nahbar.toolbox.faults import Fault
from nahbar.toolbox.ids import new_key
from nahbar.toolbox.room import room_needed


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
        """Store many blobs; each folder is synced once at the end, which is what makes blocks cheap. Raises Full."""
        digests: list[str] = []
        touched: set[Path] = set()
        with room_needed():
            for content in contents:
                digest = digest_of(content)
                digests.append(digest)
                target = self.path(digest)
                if not target.exists():
                    self._write(target, content)
                    touched.add(target.parent)
            for folder in touched:
                _sync_folder(folder)
        return digests

    def _write(self, target: Path, content: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f"{target.name}.{new_key()}.part")
        try:
            with partial.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.rename(target)
        except OSError:
            partial.unlink(missing_ok=True)
            raise

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
        return self.path(digest).exists()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
