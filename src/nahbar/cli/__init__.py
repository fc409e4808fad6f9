"""The `nahbar` command. A command's module is loaded when it is called, so `nahbar read` needs no Django."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from nahbar.toolbox.faults import Fault

# name -> (module with `register(subparsers)`, the line in `nahbar --help`)
COMMANDS = {
    "serve": ("nahbar.cli.serve", "run everything: desk, intake and background work"),
    "web": ("nahbar.cli.web", "serve the desk and the API"),
    "work": ("nahbar.cli.work", "place, send, fetch and tidy in the background"),
    "intake": ("nahbar.cli.intake", "take mail in by SMTP and LMTP"),
    "demo": ("nahbar.cli.demo", "try Nahbar with an invented company"),
    "admin": ("nahbar.cli.admin", "make the first member, who then invites the others"),
    "migrate": ("nahbar.cli.migrate", "bring the database to this version"),
    "backup": ("nahbar.cli.backup", "copy database and files while everything runs"),
    "restore": ("nahbar.cli.restore", "put a backup back"),
    "check": ("nahbar.cli.check", "test configuration and connections, and say what is wrong"),
    "import": ("nahbar.cli.import_mail", "bring old mail in from mbox, Maildir or IMAP"),
    "mail": ("nahbar.cli.mail", "look at a mail as Nahbar reads it"),
    "read": ("nahbar.cli.read", "say what a text wants: language, du or Sie, questions"),
    "coach": ("nahbar.cli.coach", "look over a draft like a kind colleague"),
    "bench": ("nahbar.cli.bench", "measure this machine: mail in, replies out, pages"),
}


def build_parser(only: str = "") -> argparse.ArgumentParser:
    """The parser of all commands, or of `only` one, so that nothing else is loaded."""
    parser = argparse.ArgumentParser(
        prog="nahbar",
        description="Nahbar: the dialogue between your company and the people it serves.",
        epilog="`nahbar COMMAND --help` explains a command.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for name, (module, line) in COMMANDS.items():
        if only in ("", name):
            import_module(module).register(commands)
        else:
            commands.add_parser(name, help=line, add_help=False)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. A Fault becomes its sentence and exit code 1."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    named = next((word for word in arguments if not word.startswith("-")), "")
    # Help about everything only needs the names; an unknown name loads nothing and is refused by argparse.
    parser = build_parser(named if named in COMMANDS else "-")
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help()
        return 0 if not named else 2
    try:
        return int(options.run(options) or 0)
    except Fault as fault:
        print(fault.sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def start_django() -> None:
    """Load settings and apps; for commands that need the database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nahbar.settings")
    django.setup()
