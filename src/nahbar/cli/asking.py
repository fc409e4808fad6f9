"""Asking a person on the terminal, or taking what a file or a pipe says instead."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path

from nahbar.toolbox.faults import Fault


class NotGiven(Fault):
    """Something is missing and nobody is there to be asked, or what was given will not do."""


def ask(what: str, option: str) -> str:
    """A line from the terminal. Raises NotGiven, naming `option`, where there is none."""
    if not sys.stdin.isatty():
        raise NotGiven(f"{what} is missing. Give it by {option}; there is no terminal to ask on.")
    return input(f"{what}: ").strip()


def password_from(source: str | None, *, twice: bool = False) -> str:
    """The first line of a file, of standard input (`-`), or what is typed unseen. Raises NotGiven."""
    if source == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if source is not None:
        try:
            return Path(source).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise NotGiven(f"The password cannot be read from {source}: {error}.") from error
    if not sys.stdin.isatty():
        raise NotGiven("The password is missing. Give it by --password-file; there is no terminal to ask on.")
    password = getpass("Password: ")
    while twice and password != getpass("The same again: "):
        print("These were two different passwords. Once more, please.", file=sys.stderr)
        password = getpass("Password: ")
    return password
