"""`nahbar bench`: measure this machine. Every benchmark prints a table, or with --json one JSON object."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable

from nahbar.cli.bench.report import Report, as_json, as_table, machine

EXAMPLES = """examples:
  nahbar bench                                     all of them, each in a home of its own
  nahbar bench mail --count 20000 --json           mail in, as JSON
  nahbar bench replies --database postgresql://nahbar@127.0.0.1/empty
  nahbar bench seed --conversations 100000 --messages 500000
  nahbar bench desk                                the pages over what was seeded
  nahbar bench day                                 100 members who work on what was seeded
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `bench` and its benchmarks to the nahbar command."""
    parser = subparsers.add_parser(
        "bench",
        help="measure this machine: mail in, replies out, pages",
        description="Measures how fast this machine takes mail in, sends replies and shows pages. seed fills "
        "NAHBAR_HOME (or --database) with invented conversations, and desk and day measure the pages over them; all "
        "others use a home of their own and leave nothing behind.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print JSON, one object per benchmark")
    parser.set_defaults(run=run_all)
    benches = parser.add_subparsers(title="benchmarks", metavar="BENCHMARK", dest="bench")

    def numbers(bench: argparse.ArgumentParser, **options: tuple[int, str]) -> None:
        for name, (default, words) in options.items():
            bench.add_argument(f"--{name}", type=int, default=default, metavar="N", help=f"{words} ({default})")

    mail = _add(benches, "mail", "mails a second from SMTP to stored conversation, and a page's write meanwhile")
    numbers(
        mail, count=(21_000, "mails"), connections=(8, "connections at the same time"), seed=(1, "seed of the mails")
    )
    replies = _add(benches, "replies", "replies a second from the action to the server that took them")
    numbers(replies, count=(1500, "replies"), seed=(1, "seed of the mails that are answered"))
    parse = _add(
        benches,
        "parse",
        "mails parsed a second on one core, beside the standard library",
        database=False,
    )
    numbers(parse, count=(600, "mails"), repeat=(5, "repetitions; the median counts"), seed=(1, "seed of the mails"))
    desk = _add(benches, "desk", "inbox list and conversation page over HTTP, in a database that `seed` filled")
    numbers(desk, count=(300, "requests for each page"), seed=(1, "seed of the choice of conversations"))
    day = _add(benches, "day", "pages while 100 members read and write at a fixed rate, over what `seed` filled")
    numbers(
        day,
        rate=(10, "requests a second"),
        seconds=(60, "how long, as seconds"),
        seed=(1, "seed of who does what"),
    )
    live = _add(benches, "live", "what open pages cost, and how soon all of them hear of a mail")
    numbers(
        live,
        count=(500, "open pages"),
        seconds=(20, "how long nothing happens, as seconds"),
        seed=(1, "seed of the mails"),
    )
    seed = _add(benches, "seed", "fill a database with invented conversations")
    numbers(
        seed,
        conversations=(100_000, "conversations"),
        messages=(500_000, "messages in all"),
        seed=(1, "seed of the story"),
    )


def _add(
    benches: argparse._SubParsersAction[argparse.ArgumentParser], name: str, line: str, *, database: bool = True
) -> argparse.ArgumentParser:
    parser = benches.add_parser(name, help=line, description=f"Measures {line}." if name != "seed" else line)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    if database:
        words = "an empty database" if name in ("mail", "replies", "live") else "the database"
        parser.add_argument("--database", default="", metavar="URL", help=f"{words}; SQLite where not given")
    parser.set_defaults(run=run_one)
    return parser


def run_one(options: argparse.Namespace) -> int:
    """Run one benchmark and print what it found. Raises Fault where it cannot be measured."""
    facts = machine()
    report = _measure(options.bench)(options)
    print(as_json(report, facts) if options.json else as_table(report, facts), flush=True)
    return 0


def _measure(name: str) -> Callable[[argparse.Namespace], Report]:
    from importlib import import_module

    measure: Callable[[argparse.Namespace], Report] = import_module(f"nahbar.cli.bench.{name}").measure
    return measure


def run_all(options: argparse.Namespace) -> int:
    """Each benchmark in a process of its own, the pages at a size that takes about a minute to fill."""
    from nahbar.cli.bench.house import scratch_home

    shape = ["--json"] if options.json else []
    failed = 0
    with scratch_home():
        for words in (
            ["parse"],
            ["mail"],
            ["replies"],
            ["live"],
            ["seed", "--conversations", "20000", "--messages", "100000"],
            ["desk"],
            ["day"],
        ):
            if not options.json:
                print(f"\nnahbar bench {' '.join(words)}\n", flush=True)
            command = [sys.executable, "-m", "nahbar", "bench", *words, *shape]
            failed += subprocess.run(command, check=False).returncode != 0  # noqa: S603 - our own command
    return 1 if failed else 0
