"""`nahbar coach`: look over a draft like a kind colleague, for people or as JSON. Starts without Django."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nahbar.cli.texts import NoText, text_from

if TYPE_CHECKING:
    from nahbar.language.coach import Advice, Finding

EXAMPLES = """examples:
  nahbar coach draft.txt                             look it over
  nahbar coach draft.txt --reply-to message.txt      and see whether it answers the message
  nahbar coach - --json < draft.txt                  all findings, with their places
  nahbar coach --jsonl < drafts                      one {"draft": "...", "incoming": "..."} a line in, advice out
"""
WORDS = {
    "de": {
        "fine": "Ich habe nichts anzumerken. Kann so raus.",
        "one": "Eine Stelle würde ich mir noch einmal ansehen:",
        "many": "{count} Stellen würde ich mir noch einmal ansehen:",
        "better": "Zum Beispiel: ",
        "promised": "Versprochen: ",
        "nothing": "Der Entwurf ist noch leer.",
        "line": "Zeile",
        "other": "Diese Sprache kann ich nicht beurteilen, nur Deutsch und Englisch.",
    },
    "en": {
        "fine": "Nothing to remark. Good to go.",
        "one": "There is one place that I would look at again:",
        "many": "There are {count} places that I would look at again:",
        "better": "For example: ",
        "promised": "Promised: ",
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
    parser.add_argument(
        "--jsonl", action="store_true", help="read one JSON object a line from standard input, write one a line"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the findings; 0 whatever was found. Raises NoText."""
    if options.jsonl:
        from nahbar.cli.json_lines import answer_lines

        return answer_lines(advice_on)
    from nahbar.language.coach import Draft, look
    from nahbar.toolbox.clock import now

    if options.source == "-" and options.reply_to == "-":
        raise NoText("Draft and message cannot both come from standard input. Give one of them as a file.")
    draft = text_from(options.source)
    incoming = text_from(options.reply_to) if options.reply_to else ""
    advice = look(Draft(draft, incoming, language=options.language, now=now().astimezone()))
    if options.json:
        print(json.dumps({"language": advice.language, **advice.as_json()}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(as_lines(advice, draft)))
    return 0


def advice_on(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The advice on one object of `--jsonl`; without its `now`, promises are seen from today. Raises BadLine."""
    from nahbar.cli.json_lines import BadLine
    from nahbar.language.coach import RULES, BadDraft, draft_from, look
    from nahbar.toolbox.clock import now

    try:
        draft = draft_from({"now": now().astimezone().isoformat(), **asked}, RULES)
    except BadDraft as bad:
        raise BadLine(str(bad)) from bad
    return look(draft).as_json()


def as_lines(advice: Advice, draft: str) -> list[str]:
    """The advice as a colleague would say it, in the language of the draft."""
    own = WORDS["de" if advice.language == "de" else "en"]
    if not draft.strip():
        return [own["nothing"]]
    if advice.language not in WORDS:
        return [own["other"]]
    found = [one for one in advice.findings if one.rule != "promise-dated"]
    lines = [own["fine"]] if not found else [own["one"] if len(found) == 1 else own["many"].format(count=len(found))]
    for one in found:
        lines += ["", *_said(one, draft, own)]
    lines += [f"{own['promised']}{one.span.line}{f' ({one.due})' if one.due else ''}" for one in advice.promises]
    return [*lines, "", advice.good] if advice.good and found else [*lines, advice.good] if advice.good else lines


def _said(one: Finding, draft: str, own: Mapping[str, str]) -> list[str]:
    place = ""
    if one.span.text and one.where == "draft":
        number = draft.count("\n", 0, one.span.start) + 1
        place = f"  {own['line']} {number}: „{textwrap.shorten(one.span.line, 60, placeholder=' …')}“"
    said = textwrap.wrap(one.why, WIDE, initial_indent="- ", subsequent_indent="  ")
    said += [place] if place else []
    if one.suggestion:
        said += textwrap.wrap(own["better"] + one.suggestion, WIDE, initial_indent="  ", subsequent_indent="  ")
    return said
