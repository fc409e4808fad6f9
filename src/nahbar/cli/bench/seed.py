"""Filling a database in bulk, and how fast that goes."""

from __future__ import annotations

import argparse
import os
import sys

from nahbar.cli.bench.mails import raw_mails
from nahbar.cli.bench.report import Figure, Report, database_name
from nahbar.toolbox import clock

SAMPLES = 300


def measure(options: argparse.Namespace) -> Report:
    """Fill NAHBAR_HOME's database, or --database. Raises Misconfigured where it is not empty."""
    if options.database:
        os.environ["NAHBAR_DATABASE_URL"] = options.database
    from nahbar.cli import start_django

    start_django()
    from django.core.management import call_command

    from nahbar.demo.bulk.load import INBOXES, load

    call_command("migrate", verbosity=0, interactive=False)
    mails = [raw for _, raw in raw_mails(SAMPLES, to=INBOXES[0][1], seed=options.seed)]
    began = clock.monotonic()
    written = load(
        mails,
        conversations=options.conversations,
        messages=options.messages,
        seed=options.seed,
        told=lambda count: _show(count, options.conversations),
    )
    took = clock.monotonic() - began
    return Report(
        "seed",
        [
            Figure("conversations written", options.conversations / took, "a second"),
            Figure("rows written", written / took, "a second"),
            Figure("all of it", took, "s"),
        ],
        database=database_name(),
        sizes={
            "conversations": options.conversations,
            "messages": options.messages,
            "rows": written,
        },
    )


def _show(count: int, whole: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{count} of {whole} conversations", end="\n" if count == whole else "", file=sys.stderr, flush=True)
