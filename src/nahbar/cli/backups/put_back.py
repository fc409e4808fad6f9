"""Putting a backup back: everything is checked before anything is written, and the blobs come before the rows."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from django.conf import settings
from django.db import connections

from nahbar.cli.backups import postgresql, rows, sqlite
from nahbar.cli.backups.files import copy_checked, write_secret
from nahbar.cli.backups.manifest import BLOBS, SECRET, BackupFault, Manifest, blob_path, read_manifest, sha256_of
from nahbar.cli.progress import bar
from nahbar.mailroom.queries import blobs
from nahbar.toolbox.faults import Full


def restore_backup(source: Path, *, force: bool) -> Manifest:
    """Put database, blobs and secret of `source` into this home. Raises BackupFault, Full.

    Without `force` only an empty home takes a backup. Nobody else may have the database open.
    """
    manifest = read_manifest(source)
    _require_fitting(source, manifest)
    if not force:
        _require_empty()
    _require_unused()
    try:
        _copy_blobs(source)
        _put_database_back(source / manifest.database)
        _put_secret_back(source)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full("The disk is full. Make room and restore again.") from error
        raise BackupFault(f"The backup cannot be put back: {error.strerror} ({error.filename}).") from error
    _verify(manifest)
    return manifest


def _vendor() -> str:
    return connections["default"].vendor


def _database_file() -> Path:
    return Path(connections["default"].settings_dict["NAME"])


def _require_fitting(source: Path, manifest: Manifest) -> None:
    held = manifest.contents.vendor
    if held != _vendor():
        raise BackupFault(
            f"The backup holds a {held} database, and NAHBAR_DATABASE_URL names a {_vendor()} one. "
            "Restore it into a database of the same kind."
        )
    if not (source / manifest.database).is_file() or sha256_of(source / manifest.database) != manifest.sha256:
        raise BackupFault(f"{source / manifest.database} is damaged or missing. Take another backup.")
    if not (source / SECRET).is_file():
        raise BackupFault(f"{source / SECRET} is missing. Without it the stored passwords cannot be opened.")


def _require_empty() -> None:
    empty = sqlite.is_empty(_database_file()) if _vendor() == "sqlite" else postgresql.is_empty()
    stored = next((path for path in settings.BLOB_ROOT.glob("*/*") if path.is_file()), None)
    if not empty or stored:
        raise BackupFault(
            f"There is data already: the database has rows, or {settings.BLOB_ROOT} has files. Choose an empty "
            "NAHBAR_HOME and an empty database, or say --force to lose what the database holds now."
        )


def _require_unused() -> None:
    connections.close_all()
    if _vendor() == "sqlite":
        sqlite.require_unused(_database_file())
    else:
        postgresql.require_unused()


def _copy_blobs(source: Path) -> None:
    """Copy all files, each checked against its name. Raises BackupFault for one that is damaged."""
    found = sorted(path for path in (source / BLOBS).glob("*/*") if path.is_file())
    with bar("Restoring files", total=len(found), unit=" files") as progress:
        for path in found:
            target = blobs().path(path.name)
            if not target.exists() and not copy_checked(path, target):
                raise BackupFault(
                    f"{blob_path(source, path.name)} is damaged. The database was not changed. "
                    "Take another backup, or delete this one file to restore without it."
                )
            progress.update()
    os.sync()


def _put_database_back(copied: Path) -> None:
    if _vendor() == "sqlite":
        sqlite.put_back(copied, _database_file())
    else:
        postgresql.put_back(copied)


def _put_secret_back(source: Path) -> None:
    """The secret that stood here is kept beside, in case it was needed for something else."""
    secret, path = (source / SECRET).read_text().strip(), settings.NAHBAR.home / SECRET
    if path.exists() and path.read_text().strip() != secret:
        path.rename(path.with_name(f"{SECRET}.before-restore"))
    write_secret(path, secret)


def has_other_secret(source: Path) -> bool:
    """Does NAHBAR_SECRET_KEY name another secret than the one put back? Then stored passwords stay closed."""
    given = os.environ.get("NAHBAR_SECRET_KEY", "")
    return bool(given) and given != (source / SECRET).read_text().strip()


def _verify(manifest: Manifest) -> None:
    columns = manifest.contents.blob_columns
    if _vendor() == "sqlite":
        with sqlite.opened(_database_file()) as connection:
            counted = rows.count_rows(connection.execute, "sqlite")
            named = rows.named_blobs(connection.execute, columns)
    else:
        counted, named = postgresql.counted(), postgresql.named(columns)
    if counted != manifest.contents.rows:
        raise BackupFault("The restored database does not hold the rows that the backup speaks of. Restore it again.")
    missing = {each.hex() for each in named if not blobs().exists(each.hex())} - set(manifest.missing)
    if missing:
        raise BackupFault(f"{len(missing)} files are missing from the backup, e.g. {min(missing)}.")
