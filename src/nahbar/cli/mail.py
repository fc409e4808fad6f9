"""`nahbar mail parse`: what Nahbar reads in a mail, as one line of JSON for each. Starts without Django."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXAMPLES = """examples:
  nahbar mail parse message.eml            one mail, readable
  nahbar mail parse folder/ --jsonl        every file below a folder, one line of JSON each
  fetchmail-or-the-like | nahbar mail parse -
  nahbar mail parse --plain reply.txt      a bare text: what is quoted, what is signature?

Every object has every field. What a mail does not say is "" where a text is expected, [] for a list, and null for a
date (ISO 8601, UTC), reply_to, bounce and the other objects. `warnings` are sentences for people. Any mail gives one
object and exit code 0, however broken it is; 2 means that FILE or DIR cannot be read.
docs/running/mail-parse.md explains the fields.
"""
# Letters that JSON allows inside a line and many programs take for the end of it.
LINE_ENDS = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `mail parse` to the nahbar command."""
    mail = subparsers.add_parser("mail", help="read a mail file as Nahbar would", description="Look into mail files.")
    actions = mail.add_subparsers(dest="mail_action", metavar="ACTION", required=True)
    parse = actions.add_parser(
        "parse",
        help="show what Nahbar reads in a mail",
        description="Read mails from files and print what Nahbar understands: sender, own words, quoted text,"
        " signature, attachments, and whether a person or a machine wrote. Nothing is stored or sent.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parse.add_argument("source", metavar="FILE|DIR|-", help="a mail file, a folder of such, or - for standard input")
    parse.add_argument("--jsonl", action="store_true", help="one line of JSON per mail (default for a folder and -)")
    parse.add_argument("--plain", action="store_true", help="the input is bare text without a mail header")
    parse.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one JSON object per mail, each as soon as it is read; 2 where the source itself cannot be read."""
    from nahbar.cli.mail_facts import of_mail, of_nothing, of_text

    several = arguments.source != "-" and Path(arguments.source).is_dir()
    indent = None if several or arguments.jsonl or arguments.source == "-" else 2
    for name, given in _inputs(arguments.source):
        if isinstance(given, OSError):
            reason = f"The file {name} cannot be read: {given.strerror}."
            print(f"nahbar mail parse: {reason}", file=sys.stderr)
            if not several:
                return 2
            facts = of_nothing(name, reason)
        else:
            facts = of_text(name, given) if arguments.plain else of_mail(name, given)
        _print(facts, indent)
    return 0


def _print(facts: dict[str, Any], indent: int | None) -> None:
    """UTF-8 whatever the terminal speaks, and never a letter that ends the line for somebody."""
    text = json.dumps(facts, ensure_ascii=False, indent=indent)
    for letter, escape in LINE_ENDS.items():
        text = text.replace(letter, escape)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _inputs(source: str) -> Iterator[tuple[str, bytes | OSError]]:
    """Name and content of each input, one in memory at a time; in place of a content why there is none."""
    if source == "-":
        yield "-", sys.stdin.buffer.read()
        return
    for file in _files(Path(source)):
        name = _shown(os.fsencode(file))
        try:
            yield name, file.read_bytes()
        except OSError as error:
            yield name, error


def _files(source: Path) -> Iterator[Path]:
    """The files below a folder in order, without sockets and the like, which would never end; else `source`."""
    if not source.is_dir():
        yield source
        return
    for folder, below, names in os.walk(source, onerror=_tell):
        below.sort()
        for file in sorted(Path(folder, name) for name in names):
            if file.is_file() or file.is_symlink():  # a dead link is told of when it is opened
                yield file


def _tell(error: OSError) -> None:
    folder = _shown(os.fsencode(error.filename or ""))
    print(f"nahbar mail parse: the folder {folder} cannot be read: {error.strerror}.", file=sys.stderr)


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "replace")
