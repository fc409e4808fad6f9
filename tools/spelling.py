"""Spelling of what people read: German translations, English source texts and documentation.

Needs Debian's hunspell-de-de and hunspell-en-gb; without them it says so and passes. Words that are right but in
no dictionary stand in tools/words-de.txt and tools/words-en.txt, one per line.
"""

from __future__ import annotations

import gc
import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from spylls.hunspell import Dictionary

FOLDER = Path("/usr/share/hunspell")
HERE = Path(__file__).parent
SOURCE = Path("src/nahbar")

# What is no prose: code, tags, entities, placeholders, addresses, file names, options.
NOT_PROSE = re.compile(
    r"```.*?```|`[^`]*`|<[^>]+>|&\w+;|%\(\w+\)[a-z]|%[sd]|\{[^}]*\}"
    r"|\w+://\S+|[\w.+-]+@[\w.-]+|\S*/\S*|(?<!\w)--?\w[\w-]*|\b\w+(?:\.\w+)+\b|\b\w*_\w*\b",
    re.DOTALL,
)
# What stands in italics may be German: the words of the pages, named in an English document.
ITALIC = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
GERMAN_DOCUMENTS = {Path("docs/using/erste-schritte.md")}
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text and where it stands."""

    place: str
    text: str


class Speller:
    """One language: the distribution's dictionary and our own words."""

    def __init__(self, dictionary: Dictionary, own: set[str]) -> None:
        self.known = cache(lambda word: word in own or bool(dictionary.lookup(word)))

    @classmethod
    def of(cls, name: str) -> Speller:
        """`name` is a locale such as de_DE. Raises FileNotFoundError where the dictionary is not installed."""
        own = (HERE / f"words-{name[:2]}.txt").read_text().split("\n")
        with warnings.catch_warnings():
            # spylls leaves its files to the garbage collector.
            warnings.simplefilter("ignore", ResourceWarning)
            dictionary = Dictionary.from_files(str(FOLDER / name))
            gc.collect()
        return cls(dictionary, {word for word in own if word})

    def right(self, word: str) -> bool:
        """Abbreviations in capitals pass; a word with hyphens passes where all its parts do."""
        plain = word.replace("’", "'")
        if plain.isupper() or len(plain) == 1 or self.known(plain):
            return True
        parts = plain.removesuffix("'s").split("-")
        return all(part.isupper() or len(part) == 1 or self.known(part) for part in parts)

    def wrong(self, text: Text) -> Iterator[str]:
        prose = NOT_PROSE.sub(" ", LINK.sub(r"\1", text.text))
        for word in WORD.findall(prose):
            if not self.right(word):
                yield f"{text.place}: {word}"


def translations() -> Iterator[tuple[Text, Text]]:
    """Every text of the pages, as (English source, German translation)."""
    for path in sorted(SOURCE.glob("*/locale/de/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="de"):
                source = [message.id] if isinstance(message.id, str) else message.id
                german = [message.string] if isinstance(message.string, str) else message.string or ()
                place = f"{path}:{message.lineno}"
                if message.id:
                    yield Text(place, "\n".join(source)), Text(place, "\n".join(german))


def documents() -> Iterator[tuple[Path, Text]]:
    """The documents line by line, each with the file it stands in (code blocks are left out as a whole)."""
    for path in sorted([*Path().glob("*.md"), *Path("docs").rglob("*.md")]):
        prose = re.sub(
            r"```.*?```", lambda match: "\n" * match.group().count("\n"), path.read_text(), flags=re.DOTALL
        )
        yield from ((path, Text(f"{path}:{number}", line)) for number, line in enumerate(prose.splitlines(), 1))


def in_italics(text: Text) -> Text:
    return Text(text.place, "\n".join(ITALIC.findall(text.text)))


def without_italics(text: Text) -> Text:
    return Text(text.place, ITALIC.sub(" ", text.text))


def texts(name: str) -> Iterator[Text]:
    """All that is to be spelt in one language; `name` is de_DE or en_GB."""
    german = name == "de_DE"
    for source, translation in translations():
        yield translation if german else source
    for path, text in documents():
        if german == (path in GERMAN_DOCUMENTS):
            yield without_italics(text)


def main() -> int:
    spellers: dict[str, Speller] = {}
    for name in ("de_DE", "en_GB"):
        if (FOLDER / f"{name}.dic").exists():
            spellers[name] = Speller.of(name)
        else:
            package = f"hunspell-{name.lower().replace('_', '-')}"
            print(f"skipped {name}, because its dictionary is not installed (package {package})")
    faults = [fault for name, speller in spellers.items() for text in texts(name) for fault in speller.wrong(text)]
    # A word in italics is right in either language, so it takes both to call it wrong.
    if len(spellers) == 2:
        for _, text in documents():
            found = [set(speller.wrong(in_italics(text))) for speller in spellers.values()]
            faults += sorted(set.intersection(*found))
    print("\n".join(faults) or "No word is misspelt.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
