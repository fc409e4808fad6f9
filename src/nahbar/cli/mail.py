"""`nahbar mail parse`: what Nahbar reads in a mail, as one line of JSON for each. Starts without Django."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nahbar.channels.contract import FoldKind, Inbound, ParseFault, Party

EXAMPLES = """examples:
  nahbar mail parse message.eml            one mail, readable
  nahbar mail parse folder/ --jsonl        every file below a folder, one line of JSON each
  fetchmail-or-the-like | nahbar mail parse -
  nahbar mail parse --plain reply.txt      a bare text: what is quoted, what is signature?
"""


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
    parse.add_argument("--jsonl", action="store_true", help="one line of JSON per mail (default for a folder)")
    parse.add_argument("--plain", action="store_true", help="the input is bare text without a mail header")
    parse.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one JSON object per mail; 0 for any mail, 2 where the source cannot be read."""
    source = Path(arguments.source)
    if arguments.source != "-" and not source.exists():
        print(f"nahbar mail parse: there is no file or folder {arguments.source!r}.", file=sys.stderr)
        return 2
    indent = None if arguments.jsonl or arguments.source == "-" or source.is_dir() else 2
    for name, raw in _inputs(arguments.source):
        found = describe_plain(name, raw) if arguments.plain else describe(name, raw)
        print(json.dumps(found, ensure_ascii=False, indent=indent))
    return 0


def _inputs(source: str) -> Iterator[tuple[str, bytes]]:
    if source == "-":
        yield "-", sys.stdin.buffer.read()
        return
    path = Path(source)
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    for file in files:
        try:
            raw = file.read_bytes()
        except OSError as error:
            print(f"nahbar mail parse: {file} cannot be read: {error.strerror}.", file=sys.stderr)
            continue
        yield os.fsencode(file).decode("utf-8", "replace"), raw


def describe(name: str, raw: bytes) -> dict[str, Any]:
    """The JSON object of one mail; a mail that cannot be read has its reason in `warnings`."""
    from nahbar.channels.email import headers, references
    from nahbar.channels.email.parse import parse

    try:
        mail = parse(raw)
    except ParseFault as fault:
        mail = Inbound(sender=Party("", ""), text="", warnings=(fault.sentence,))
    fields, _ = headers.split(raw.lstrip(b"\r\n"))
    return _described(name, mail) | {
        "in_reply_to": next(iter(references.answered(fields)), ""),
        "references": references.thread(fields)[-references.MAX_REFERENCES :],
    }


def describe_plain(name: str, raw: bytes) -> dict[str, Any]:
    """The same for a bare text: only its folds and its language are found."""
    from nahbar.channels.email import charsets, folding
    from nahbar.language.detect import detect

    text, _ = charsets.decode(raw)
    folds = folding.fold(text)
    language = detect(folding.own_words(text, folds))
    return _described(name, Inbound(sender=Party("", ""), text=text, folds=folds, language=language))


def _described(name: str, mail: Inbound) -> dict[str, Any]:
    from nahbar.channels.email import folding

    bounce = mail.bounces[0] if mail.bounces else None
    return {
        "file": name,
        "kind": mail.kind.value,
        "from": _party(mail.sender),
        "to": [_party(one) for one in mail.to],
        "cc": [_party(one) for one in mail.cc],
        "reply_to": _party(mail.reply_to) if mail.reply_to else None,
        "subject": mail.subject,
        "date": mail.sent_at.isoformat() if mail.sent_at else None,
        "message_id": mail.key,
        "in_reply_to": "",
        "references": [],
        "text": folding.own_words(mail.text, mail.folds),
        "quoted": folding.folded(mail.text, mail.folds, FoldKind.QUOTE, FoldKind.FORWARDED),
        "signature": folding.folded(mail.text, mail.folds, FoldKind.SIGNATURE, FoldKind.DISCLAIMER),
        "language": mail.language,
        "attachments": [
            {"name": one.name, "type": one.media_type, "size": len(one.content), "inline": one.inline}
            for one in mail.attachments
        ],
        "bounce": {
            "permanent": bounce.permanent,
            "recipient": bounce.recipient,
            "status": bounce.status,
            "about": bounce.about,
        }
        if bounce
        else None,
        "warnings": list(mail.warnings),
    }


def _party(party: Party) -> dict[str, str]:
    return {"name": party.name, "address": party.address}
