"""`nahbar migrate`: bring the database to this version."""

from __future__ import annotations

import argparse

from nahbar.cli import start_django

EXAMPLES = """examples:
  nahbar migrate            after installing Nahbar, and after every upgrade
  nahbar migrate --check    change nothing; ends with 1 where there is something to do
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `migrate` to the nahbar command."""
    parser = subparsers.add_parser(
        "migrate",
        help="bring the database to this version",
        description="Make the database's tables, or change them to what this version of Nahbar wants. Your data"
        " stays. Running it twice does no harm. Before an upgrade, stop Nahbar and make a backup (`nahbar backup`).",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="only say what there is to do (exit code 1)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 where the database is at this version afterwards. Raises SchemaFault."""
    start_django()
    from nahbar.cli import schema

    print(f"Database: {schema.database_name()}")
    if options.check:
        steps = schema.pending()
        print(_listed(steps, "to take") if steps else "The database is at this version.")
        return int(bool(steps))
    steps = schema.bring_up_to_date(
        waiting=lambda: print("Another process is migrating; waiting for it to end.", flush=True)
    )
    print(_listed(steps, "taken") if steps else "Nothing to do: the database is at this version already.")
    return 0


def _listed(steps: list[tuple[str, str]], what: str) -> str:
    lines = [f"  {app.removeprefix('nahbar_')}: {name}" for app, name in steps]
    return "\n".join([f"{len(steps)} {'step' if len(steps) == 1 else 'steps'} {what}:", *lines])
