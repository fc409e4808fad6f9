"""`nahbar import mbox|maildir|imap`: bring old mail in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from nahbar.cli import start_django
from nahbar.cli.asking import NotGiven, password_from

if TYPE_CHECKING:
    from nahbar.cli.imports.source import Source
    from nahbar.cli.imports.take import Summary
    from nahbar.mailroom.models import Inbox

EXAMPLES = """examples:
  nahbar import mbox Archive.mbox --inbox info@firma.example
  nahbar import maildir /var/mail/info --inbox Kundendienst
  nahbar import imap --inbox Kundendienst                       the account that the inbox fetches from
  nahbar import imap --inbox Kundendienst --host imap.old-provider.example --user info@firma.example
                     --folders "INBOX, Archive"                 another account; asks for the password
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import` to the nahbar command."""
    parser = subparsers.add_parser(
        "import",
        help="bring old mail in from mbox, Maildir or IMAP",
        description="Bring old mail into an inbox, so that everybody's history is at hand. The conversations are"
        " closed: nobody waits for an answer to them. Nothing at the source is changed. Interrupt it whenever you"
        " like and start it again: it goes on where it was, and no mail comes twice. Take folders with mail that"
        " people wrote to you; mail that you sent would look as if you had written to yourselves.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sources = parser.add_subparsers(title="sources", metavar="SOURCE", dest="source", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--inbox", required=True, help="name or address of the inbox that the mail belongs to")
    common.add_argument(
        "--open",
        type=int,
        default=0,
        metavar="DAYS",
        help="leave conversations open whose mail is younger than so many days",
    )
    mbox = sources.add_parser("mbox", parents=[common], help="a file with many mails")
    mbox.add_argument("path", metavar="FILE", type=Path, help="the mbox file, as mail programs export it")
    maildir = sources.add_parser("maildir", parents=[common], help="a folder with a file per mail")
    maildir.add_argument("path", metavar="DIR", type=Path, help="the folder that has cur, new and tmp in it")
    imap = sources.add_parser("imap", parents=[common], help="a mailbox on a server")
    _add_server_options(imap)
    parser.set_defaults(run=run)


def _add_server_options(imap: argparse.ArgumentParser) -> None:
    imap.add_argument("--host", help="the server; without it, the one that the inbox fetches from")
    imap.add_argument("--port", default="", help="993 for TLS and 143 otherwise, where you do not say")
    imap.add_argument("--security", choices=("tls", "starttls", "none"), default="tls", help="encryption (tls)")
    imap.add_argument("--user", default="", help="who signs in, often the whole mail address")
    imap.add_argument("--password-file", metavar="FILE|-", help="read the password from a file, or - for its input")
    imap.add_argument("--folders", metavar="NAMES", help='which folders, with commas: "INBOX, Archive"')
    imap.add_argument("--no-verify", action="store_true", help="accept a certificate that nobody has signed")


def run(options: argparse.Namespace) -> int:
    """0 where everything was taken in, 1 where something of the source could not be read. Raises Fault."""
    start_django()
    from nahbar.cli import schema
    from nahbar.cli.imports.take import Import

    schema.require_current()
    inbox = _inbox(options.inbox)
    work = Import(_source(options, inbox), inbox, open_days=options.open)
    if work.resumes():
        print("Going on where the last import of this source ended.")
    try:
        summary = work.run()
    except BaseException:
        print(f"Stopped after {_counts(work.summary)}. The same command goes on from here.")
        raise
    print(f"Imported into {inbox.name}: {_counts(summary)}.")
    if summary.refused:
        print(f"Not imported, because it could not be read ({len(summary.refused)}):")
        print("\n".join(f"  {line}" for line in summary.refused[:20]))
    return int(bool(summary.refused))


def _counts(summary: Summary) -> str:
    text = f"{summary.new} new, {summary.known} known already, {summary.unreadable} unreadable"
    return f"{text} (kept, with the raw mail attached)" if summary.unreadable else text


def _inbox(wanted: str) -> Inbox:
    from nahbar.channels.registry import channel
    from nahbar.mailroom.models import Inbox

    able = [inbox for inbox in Inbox.objects.order_by("id") if channel(inbox.channel).capabilities.receives]
    found = [inbox for inbox in able if wanted.strip().lower() in (inbox.name.lower(), inbox.address.lower())]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotGiven(f"Several inboxes are called {wanted!r}. Name the one you mean by its address.")
    names = ", ".join(f"“{inbox.name}” ({inbox.address})" for inbox in able) or "none yet; set one up on the desk"
    raise NotGiven(f"There is no inbox {wanted!r} that receives. Known are: {names}.")


def _source(options: argparse.Namespace, inbox: Inbox) -> Source:
    from nahbar.cli.imports.maildir import Maildir
    from nahbar.cli.imports.mbox import Mbox
    from nahbar.cli.imports.server import ServerMailbox
    from nahbar.mailroom.queries import settings_of

    if options.source == "mbox":
        return Mbox(options.path)
    if options.source == "maildir":
        return Maildir(options.path)
    if options.host:
        return ServerMailbox(inbox.channel, _server_settings(options), is_own=False)
    settings = settings_of(inbox)
    if options.folders:
        settings["imap_folders"] = options.folders
    return ServerMailbox(inbox.channel, settings, is_own=True)


def _server_settings(options: argparse.Namespace) -> dict[str, str]:
    return {
        "imap_host": options.host,
        "imap_port": options.port,
        "imap_security": options.security,
        "imap_verify": "no" if options.no_verify else "yes",
        "imap_user": options.user,
        "imap_password": password_from(options.password_file),
        "imap_folders": options.folders or "INBOX",
        # An account needs a way out to be complete; nothing is sent by an import.
        "smtp_host": options.host,
    }
