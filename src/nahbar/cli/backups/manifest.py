"""What a backup says of itself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nahbar.toolbox.faults import Fault

FORMAT = 1
MANIFEST, SECRET, BLOBS = "manifest.json", "secret.key", "blobs"
CHUNK = 1024 * 1024


class BackupFault(Fault):
    """A backup cannot be made, read or put back."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copied database holds: the steps it has taken, its rows by table, and the columns that name blobs."""

    vendor: str
    version: str
    steps: list[tuple[str, str]]
    rows: dict[str, int]
    blob_columns: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`missing` are digests that rows name and that could not be copied; `sha256` is the database file's."""

    nahbar: str
    made_at: str
    database: str
    sha256: str
    contents: Contents
    blobs: int
    blob_bytes: int
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Raises BackupFault where `folder` is no whole backup, or one of a newer kind."""
    path = folder / MANIFEST
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BackupFault(f"{folder} is no whole backup: it has no {MANIFEST}.") from error
    except (OSError, ValueError) as error:
        raise BackupFault(f"{path} cannot be read: {error}.") from error
    if given.get("format") != FORMAT:
        raise BackupFault(f"{folder} was made by Nahbar {given.get('nahbar')}, which is newer. Use that version.")
    contents = given.pop("contents")
    contents["steps"] = [(app, name) for app, name in contents["steps"]]
    contents["blob_columns"] = [(table, column) for table, column in contents["blob_columns"]]
    return Manifest(contents=Contents(**contents), **given)


def is_whole(folder: Path) -> bool:
    return (folder / MANIFEST).is_file()


def blob_path(folder: Path, digest: str) -> Path:
    """Where a backup keeps a blob; the same spread as the live store's."""
    return folder / BLOBS / digest[:3] / digest


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
