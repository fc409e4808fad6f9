"""`nahbar restore DIR`: put a backup back."""

from __future__ import annotations

import argparse
from pathlib import Path

from nahbar.cli import start_django

EXAMPLES = """examples:
  nahbar restore /mnt/backup/nahbar              into an empty NAHBAR_HOME
  nahbar restore /mnt/backup/nahbar --moved      Nahbar was stopped before this backup and never ran since
  nahbar restore /mnt/backup/nahbar --force      throw away what the database holds now
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `restore` to the nahbar command."""
    parser = subparsers.add_parser(
        "restore",
        help="put a backup back",
        description="Check a backup and put its database, files and secret key into NAHBAR_HOME and the database of"
        " NAHBAR_DATABASE_URL. Stop Nahbar first. What was on its way when the backup was made may have left since,"
        " so it is shown as “perhaps sent” and a person decides; nothing is sent twice by a restore.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="the backup")
    parser.add_argument("--force", action="store_true", help="overwrite a home that is not empty")
    parser.add_argument(
        "--moved", action="store_true", help="send what was waiting to be sent: nothing ran after this backup"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 where all is back. Raises BackupFault, Full, SchemaFault."""
    start_django()
    from nahbar.cli import schema
    from nahbar.cli.backups.manifest import read_manifest
    from nahbar.cli.backups.put_back import has_other_secret, restore_backup

    manifest = read_manifest(options.folder)
    schema.require_known(manifest.contents.steps)
    restore_backup(options.folder, force=options.force)
    print(f"Restored the backup of {manifest.made_at[:16].replace('T', ' ')} UTC into {schema.database_name()}.")
    if steps := schema.bring_up_to_date():
        print(f"The backup was older than this version; {len(steps)} steps brought it up to date.")
    if not options.moved:
        _doubt()
    if manifest.missing:
        print(f"Missing since before the backup was made: {len(manifest.missing)} files.")
    if has_other_secret(options.folder):
        print("NAHBAR_SECRET_KEY is not the key of this backup. Take it away, or set it to what secret.key says.")
    print("Next: `nahbar check`, then start Nahbar. Mail that came in by SMTP after the backup is not in it;")
    print("what lies in IMAP mailboxes is fetched again by itself.")
    return 0


def _doubt() -> None:
    from nahbar.mailroom.actions.restored import doubt_open_deliveries

    if doubted := doubt_open_deliveries():
        print(f"On their way when the backup was made: {doubted} messages. Decide on the desk which to send again.")
