"""`nahbar backup DIR`: copy everything while everything runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from nahbar.cli import start_django

EXAMPLES = """examples:
  nahbar backup /mnt/backup/nahbar       a new one, or a newer one in place of the last
  nahbar backup /mnt/backup/2026-03-02 --reuse /mnt/backup/2026-03-01
                                         one folder a day; files that both have take room once
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `backup` to the nahbar command."""
    parser = subparsers.add_parser(
        "backup",
        help="copy database and files while everything runs",
        description="Copy the database, all mails and attachments, and the secret key into a folder. Nahbar may go on"
        " running: the copy shows one moment. The folder appears when it is whole, never half. It holds everything"
        " people wrote to you and the key to your mailbox passwords: keep it as safe as the server itself.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="where to; an older backup there is replaced")
    parser.add_argument(
        "--reuse",
        metavar="OLD",
        type=Path,
        action="append",
        default=[],
        help="an older backup whose files are linked instead of copied (may be given several times)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 for a whole backup, 1 where files that rows name are missing or damaged. Raises BackupFault, Full."""
    start_django()
    from nahbar.cli.backups.make import make_backup

    manifest = make_backup(options.folder, options.reuse)
    rows = sum(manifest.contents.rows.values())
    print(f"Backup in {options.folder}: {rows} rows, {manifest.blobs} files, {manifest.blob_bytes / 1e6:.1f} MB.")
    if not manifest.missing:
        return 0
    print(f"Files that the database names are missing or damaged ({len(manifest.missing)}):")
    print("\n".join(f"  {digest}" for digest in manifest.missing[:10]))
    print("Everything else is in the backup. Look at the disk of NAHBAR_HOME, and keep your older backups.")
    return 1
