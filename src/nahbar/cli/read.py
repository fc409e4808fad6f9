"""`nahbar read`: what a message wants, for people or as JSON. Starts without Django."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nahbar.cli.texts import text_from

if TYPE_CHECKING:
    from nahbar.language.reading import Reading

EXAMPLES = """examples:
  nahbar read message.txt          what does it want?
  nahbar read - < message.txt      the same, from standard input
  nahbar read message.txt --json   all that was found, with the places of the words
  nahbar read --jsonl < texts      one {"text": "..."} a line in, one reading a line out
"""
WORDS = {
    "de": {
        "mood": "Stimmung",
        "intents": "Anliegen",
        "sensitive": "Vertraulich",
        "insult": "Beleidigend",
        "gist": "Worum es geht",
        "questions": "Gefragt wird",
        "form": "Anrede",
        "greeted": "Geht an",
        "signed": "Schreibt",
        "urgency": "Es eilt",
        "near": "Ein Tag ist genannt",
        "language": "Sprache",
        "du": "du",
        "sie": "Sie",
        "none": "ohne direkte Anrede",
        "unsure": "nicht eindeutig",
        "nothing": "Hier steht noch nichts.",
        "unknown": "nicht erkannt",
    },
    "en": {
        "mood": "Mood",
        "intents": "Wants",
        "sensitive": "Private",
        "insult": "Insulting",
        "gist": "What it is about",
        "questions": "Asked",
        "form": "Form of address",
        "greeted": "To",
        "signed": "From",
        "urgency": "Pressing",
        "near": "A day is named",
        "language": "Language",
        "du": "du",
        "sie": "Sie",
        "none": "no direct address",
        "unsure": "not clear",
        "nothing": "There is nothing here yet.",
        "unknown": "not recognised",
    },
}
LABELS = {
    "pleased": "erfreut",
    "neutral": "sachlich",
    "worried": "besorgt",
    "disappointed": "enttäuscht",
    "angry": "verärgert",
    "question": "Frage",
    "request": "Bitte",
    "complaint": "Beschwerde",
    "praise": "Lob",
    "price": "Preis",
    "cancellation": "Kündigung",
    "suggestion": "Anregung",
    "privacy": "Datenschutz",
    "legal": "Rechtliches",
    "health": "Gesundheit",
    "money": "Geldsorgen",
    "family": "Familie",
    "intimate": "Intimes",
    "identity": "Identität",
}
LANGUAGES = {"de": {"de": "Deutsch", "en": "German"}, "en": {"de": "Englisch", "en": "English"}}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `read` to the nahbar command."""
    parser = subparsers.add_parser(
        "read",
        help="say what a text wants: language, du or Sie, questions",
        description="Read a message as Nahbar does: what it is about, what is asked, du or Sie, who signs, and"
        " whether it presses. Works on this machine only; nothing is stored or sent.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("source", metavar="FILE|-", nargs="?", default="-", help="a text, or - for standard input")
    parser.add_argument("--language", choices=("de", "en"), default="", help="where you know it; else it is told")
    parser.add_argument("--json", action="store_true", help="print JSON; places count Unicode code points")
    parser.add_argument(
        "--jsonl", action="store_true", help="read one JSON object a line from standard input, write one a line"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the reading; 0 for any text. Raises NoText."""
    if options.jsonl:
        from nahbar.cli.json_lines import answer_lines

        return answer_lines(reading_of)
    from nahbar.language.reading import read
    from nahbar.language.reading.shape import as_data

    text = text_from(options.source)
    reading = read(text, options.language)
    if options.json:
        print(json.dumps(as_data(reading), ensure_ascii=False, indent=2))
    else:
        print("\n".join(as_lines(reading, empty=not text.strip())))
    return 0


def reading_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The reading of one object of `--jsonl`: `text`, and where known its `language`. Raises BadLine."""
    from nahbar.cli.json_lines import text_in
    from nahbar.language.reading import read
    from nahbar.language.reading.shape import as_data

    language = text_in(asked, "language", required=False)
    text_in(asked, "channel", required=False)
    return as_data(read(text_in(asked, "text"), language if language in LANGUAGES else ""))


def as_lines(reading: Reading, *, empty: bool) -> list[str]:
    """The reading in a few lines, in the language of the text."""
    own = WORDS["en" if reading.language == "en" else "de"]
    if empty:
        return [own["nothing"]]
    named = LANGUAGES.get(reading.language, {}).get("en" if own is WORDS["en"] else "de", "")
    rows = [
        (own["gist"], " … ".join(span.line for span in reading.gist)),
        (own["questions"], "\n".join(span.line for span in reading.questions)),
        (own["urgency"] if reading.urgent else own["near"], ", ".join(one.span.line for one in reading.urgency)),
        (own["mood"], _label(reading.mood, own)),
        (own["intents"], ", ".join(_label(intent, own) for intent in reading.intents)),
        (own["insult"], ", ".join(one.span.line for one in reading.insults)),
        (own["sensitive"], ", ".join(_label(kind, own) for kind in reading.sensitive)),
        (own["signed"], reading.signed),
        (own["greeted"], reading.greeted),
        (own["form"], own[reading.form] if reading.language != "en" else ""),
        (own["language"], named or own["unknown"]),
    ]
    wide = max(len(label) for label, _ in rows) + 2
    return [f"{label + ':':{wide}}{value.replace(chr(10), chr(10) + ' ' * wide)}" for label, value in rows if value]


def _label(label: str, own: Mapping[str, str]) -> str:
    return own["unsure"] if label == "unsure" else LABELS[label] if own is WORDS["de"] else label
