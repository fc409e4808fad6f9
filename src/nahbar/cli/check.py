"""`nahbar check`: test configuration and connections, and say plainly what is wrong."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from nahbar.cli import start_django
from nahbar.toolbox.faults import Misconfigured

if TYPE_CHECKING:
    from nahbar.cli.checking.finding import Finding

EXAMPLES = """examples:
  nahbar check                 look at everything, and try every mail server
  nahbar check --no-network    without trying servers and DNS
  nahbar check --json          for a monitoring system; exit code 1 where something is wrong
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `check` to the nahbar command."""
    parser = subparsers.add_parser(
        "check",
        help="test configuration and connections, and say what is wrong",
        description="Look at settings, home folder, database, mandatory details, inboxes and background work, and try"
        " the mail servers. Every line says ok, warning or wrong; below what is not ok stands what to do next."
        " Nothing is changed or sent.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--no-network", action="store_true", help="do not try mail servers and DNS")
    parser.add_argument("--json", action="store_true", help='print {"ok": ..., "findings": [...]}')
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """0 where nothing is wrong (warnings may be), else 1."""
    from nahbar.cli.checking.finding import Level

    found = []
    for finding in _findings(network=not options.no_network):
        found.append(finding)
        if not options.json:
            _print(finding)
    well = all(finding.level != Level.WRONG for finding in found)
    if options.json:
        print(json.dumps({"ok": well, "findings": [asdict(finding) for finding in found]}, ensure_ascii=False))
    return int(not well)


def _print(finding: Finding) -> None:
    print(f"{finding.level.value:<8} {finding.about}: {finding.sentence}", flush=True)
    if finding.next:
        print(f"{'':<8} → {finding.next}", flush=True)


def _findings(*, network: bool) -> Iterator[Finding]:
    from nahbar.cli.checking.finding import wrong

    try:
        start_django()
    except Misconfigured as fault:
        # One line per setting; without them nothing else can be looked at.
        for sentence in fault.sentence.splitlines():
            yield wrong("configuration", sentence, "docs/running/configuration.md has all settings.")
        return
    from django.utils import translation

    with translation.override("en"):
        yield from _about_installation(network=network)


def _about_installation(*, network: bool) -> Iterator[Finding]:
    from django.conf import settings

    from nahbar.cli.checking import dns_hints, machine, mailboxes, running
    from nahbar.cli.checking.finding import Level

    yield from machine.configuration()
    yield from machine.home()
    database = list(machine.database())
    yield from database
    if any(finding.level == Level.WRONG for finding in database):
        return
    yield from machine.about_rows()
    yield from running.members()
    yield from mailboxes.inboxes(network=network)
    yield from running.queues()
    yield from running.listeners()
    if network and not settings.NAHBAR.demo:
        yield from dns_hints.domains()
