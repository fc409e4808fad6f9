"""`nahbar coach`: look over a draft like a kind colleague, for people or as JSON. Starts without Django."""

from __future__ import annotations

import argparse
import json
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

from nahbar.cli.texts import NoText, text_from

if TYPE_CHECKING:
    from nahbar.language.coach import Finding

EXAMPLES = """examples:
  nahbar coach draft.txt                             look it over
  nahbar coach draft.txt --reply-to message.txt      and see whether it answers the message
  nahbar coach - --json < draft.txt                  all findings, with their places
"""
WORDS = {
    "de": {
        "fine": "Ich habe nichts anzumerken. Kann so raus.",
        "one": "Eine Stelle würde ich mir noch einmal ansehen:",
        "many": "{count} Stellen würde ich mir noch einmal ansehen:",
        "better": "Zum Beispiel: ",
        "nothing": "Der Entwurf ist noch leer.",
        "line": "Zeile",
        "other": "Diese Sprache kann ich nicht beurteilen, nur Deutsch und Englisch.",
    },
    "en": {
        "fine": "Nothing to remark. Good to go.",
        "one": "There is one place that I would look at again:",
        "many": "There are {count} places that I would look at again:",
        "better": "For example: ",
        "nothing": "The draft is still empty.",
        "line": "line",
        "other": "I cannot judge this language, only German and English.",
    },
}
WIDE = 96


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `coach` to the nahbar command."""
    parser = subparsers.add_parser(
        "coach",
        help="look over a draft like a kind colleague",
        description="Look over a draft before it leaves: officialese, threats, empty promises, a missing salutation,"
        " du beside Sie, questions left open. It hints and never grades. Works on this machine only; nothing is"
        " stored or sent.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("source", metavar="FILE|-", nargs="?", default="-", help="the draft, or - for standard input")
    parser.add_argument("--reply-to", metavar="FILE|-", help="the message that the draft answers")
    parser.add_argument("--language", choices=("de", "en"), default="", help="where you know it; else it is told")
    parser.add_argument("--json", action="store_true", help="print JSON; places count Unicode code points")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the findings; 0 whatever was found. Raises NoText."""
    from nahbar.language.coach import draft_language, look

    if options.source == "-" and options.reply_to == "-":
        raise NoText("Draft and message cannot both come from standard input. Give one of them as a file.")
    draft = text_from(options.source)
    incoming = text_from(options.reply_to) if options.reply_to else ""
    language = draft_language(draft, incoming, options.language)
    found = look(draft, incoming, language)
    if options.json:
        print(
            json.dumps(
                {"language": language, "findings": [asdict(one) for one in found]}, ensure_ascii=False, indent=2
            )
        )
    else:
        print("\n".join(as_lines(found, draft, language)))
    return 0


def as_lines(found: list[Finding], draft: str, language: str) -> list[str]:
    """The findings as a colleague would say them, in the language of the draft."""
    own = WORDS["de" if language == "de" else "en"]
    if not draft.strip():
        return [own["nothing"]]
    if language not in WORDS:
        return [own["other"]]
    if not found:
        return [own["fine"]]
    lines = [own["one"] if len(found) == 1 else own["many"].format(count=len(found))]
    for one in found:
        lines += ["", *_said(one, draft, own)]
    return lines


def _said(one: Finding, draft: str, own: dict[str, str]) -> list[str]:
    place = ""
    if one.span.text:
        number = draft.count("\n", 0, one.span.start) + 1
        place = f" ({own['line']} {number}: „{textwrap.shorten(one.span.line, 60, placeholder=' …')}“)"
    said = [f"- {one.what}{place}", *textwrap.wrap(one.why, WIDE, initial_indent="  ", subsequent_indent="  ")]
    if one.better:
        said += textwrap.wrap(own["better"] + one.better, WIDE, initial_indent="  ", subsequent_indent="  ")
    return said
