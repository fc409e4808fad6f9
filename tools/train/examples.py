"""The labelled texts that models learn from: own sentences, the own tune half, and public sets that allow it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from nahbar.language.frame import frame
from nahbar.language.linear import Features, Linear
from nahbar.language.reading.cues import Seen, seen, whole
from nahbar.language.reading.substance import substance
from nahbar.language.tokens import tokens

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = ROOT / "tools" / "training"
TUNE = ROOT / "tests" / "language" / "incoming" / "tune"
REFERENCE = Path(os.environ.get("NAHBAR_REFERENCE_DATA", ROOT.parent / "shared" / "data")) / "language"
# How many texts are put together from a sentence with a feeling and one or two without.
JOINED = 1500
# How many long texts are put together in which nobody feels anything, and up to how many letters a text is short.
PLAIN, SHORT = 500, 220


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its labels, and where it comes from (texts of one source stay together when measured)."""

    text: str
    language: str
    intents: frozenset[str]
    mood: str
    source: str


def own() -> list[Example]:
    """The project's own training sentences and the tune half of its incoming texts."""
    return _read(SENTENCES) + incoming()


def incoming() -> list[Example]:
    """The tune half of the incoming texts; its sources are trades."""
    return _read(TUNE)


def _read(folder: Path) -> list[Example]:
    return [
        _example(json.loads(line), path.stem)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]


def joined(examples: list[Example], seed: int = 5) -> list[Example]:
    """Longer texts out of short ones: somebody who is angry also says who they are and when they bought it.

    And long ones in which nobody feels anything: most mail is that, and a list of moods fires somewhere in all of it.
    """
    random = Random(seed)  # noqa: S311 - for repeatable training, not for secrets
    found = []
    for language, share in (("de", 0.85), ("en", 0.15)):
        these = [each for each in examples if each.language == language and len(each.text) < SHORT]
        plain = [each for each in these if each.mood == "neutral" and each.intents <= {"question", "request"}]
        for _ in range(int(JOINED * share)):
            said = random.choice(these)
            texts = [said.text, *(each.text for each in random.sample(plain, random.choice((1, 1, 2, 4))))]
            random.shuffle(texts)
            found.append(Example(" ".join(texts), language, said.intents, said.mood, said.source))
        for _ in range(int(PLAIN * share)):
            some = random.sample(plain, random.choice((4, 6, 9, 12)))
            intents = frozenset().union(*(each.intents for each in some))
            found.append(Example(" ".join(each.text for each in some), language, intents, "neutral", some[0].source))
    return found


def offences() -> Iterator[tuple[str, bool]]:
    """German tweets (GermEval 2018, CC BY 4.0, Ruppenhofer, Siegel, Wiegand) and whether they offend."""
    for line in (REFERENCE / "germeval2018" / "train.tsv").read_text("utf-8").splitlines():
        text, coarse, _ = line.split("\t")
        yield text.replace("|LBR|", " "), coarse == "OFFENSE"


def seen_of(text: str) -> list[Seen]:
    """The sentences of a text's substance as the reading sees them."""
    said = substance(text, frame(text))
    return [seen(tokens(text, span.start, span.end), text) for span in said]


def features(text: str) -> Features:
    """The whole text as the models see it."""
    return whole(seen_of(text))


def highest(model: Linear, text: str) -> list[float]:
    """The score of each class for the sentence, or the whole, that speaks most for it."""
    parts = seen_of(text)
    rows = [model.scores(whole(parts)), *(model.scores(part.features) for part in parts)]
    return [max(column) for column in zip(*rows, strict=True)]


def _example(row: dict[str, Any], source: str) -> Example:
    return Example(row["text"], row["language"], frozenset(row["intents"]), row["mood"], source)
