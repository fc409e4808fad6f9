"""Threats, reproaches and capitals: what makes people hard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.coach.finding import Remark
from nahbar.language.coach.lists import listed, word_set
from nahbar.language.coach.threats import Threats
from nahbar.language.coach.view import Sentence, View
from nahbar.language.patterns import Pattern

_I = re.IGNORECASE
_BLAME_DE = listed("tone.blame_de")
_NO_BLAME_DE = listed("tone.no_blame_de")
_BLAME_EN = listed("tone.blame_en")
_NO_BLAME_EN = listed("tone.no_blame_en")
_SHOUT_WORDS = word_set("shouted")
# "BEZAHLT", "PÜNKTLICH": words of the language in capitals, where a brand or a short form would end otherwise.
_INFLECTED = re.compile(
    r"(?:AB|AN|AUF|AUS|BEI|EIN|MIT|NACH|VOR|WEG|ZU|ZURÜCK)?GE[A-ZÄÖÜ]{2,}(?:T|EN)|(?:BE|VER|ER|ENT|ZER|ÜBER|UNTER)[A-ZÄÖÜ]{3,}(?:T|EN)"
    r"|[A-ZÄÖÜ]{3,}(?:LICH|LICHE|LICHEN|UNGEN|FREI|LOS|BAR|WEISE|MALS?)|[A-Z]{4,}(?:LY|ING)"
)
_CAPITALS = Pattern(r"(?<![\w-])[A-ZÄÖÜẞ]{3,}(?![\w-])(?!\s?\d)")
_RUN = Pattern(r"(?<![\w-])(?=[^a-zäöüß\n]*?[A-ZÄÖÜẞ]{4,})[A-ZÄÖÜẞ]{2,}(?:[ ,]+[A-ZÄÖÜẞ]{2,})+(?![\w-])")
_MARKS = Pattern(r"!{3,}|\?{3,}|(?:!\?|\?!){2,}[!?]*|!(?:\s?!){2,}|!{2,}\?+!*|\?+!{2,}")


def threat(view: View) -> Iterator[Remark]:
    """`threat`: consequences announced to make somebody act."""
    threats = Threats(view.low, german=view.german)
    before = ""
    for sentence in view.sentences:
        match = threats.found(sentence, before)
        before = sentence.low
        if match and not _quoted(view, sentence, match):
            yield Remark("threat", sentence.span, _way_out(view))


def blame(view: View) -> Iterator[Remark]:
    """`blame`: somebody is told that it is their fault."""
    pattern, harmless = map(view.narrow, (_BLAME_DE, _NO_BLAME_DE) if view.german else (_BLAME_EN, _NO_BLAME_EN))
    for sentence in view.sentences:
        if harmless.search(sentence.low) or sentence.low.endswith("?"):
            continue
        match = pattern.search(sentence.flat)
        if match and not _quoted(view, sentence, match):
            yield Remark("blame", sentence.part(match.start(), match.end()), _kinder(view, match.group().lower()))


def shouting(view: View) -> Iterator[Remark]:
    """`shouting`: capitals and rows of exclamation marks. Needs no language."""
    for found in view.lines:
        if view.around.closing and found.start >= view.around.closing.start:
            return
        text = found.text
        match = _MARKS.search(text) or _loud(text)
        if match and not view.is_quoted(found.start + match.start(), found.start + match.end()):
            span = found.of(view.text, found.start + match.start(), found.start + match.end())
            yield Remark("shouting", span, _quiet(match.group()))


def _loud(text: str) -> re.Match[str] | None:
    for match in _RUN.finditer(text):
        words = re.findall(r"\w+", match.group())
        if sum(len(word) > 3 for word in words) >= 2 or any(word in _SHOUT_WORDS for word in words):
            return match
    for match in _CAPITALS.finditer(text):
        if match.group() in _SHOUT_WORDS or _INFLECTED.fullmatch(match.group()):
            return match
    return None


def _quiet(loud: str) -> str:
    if loud[0] in "!?":
        return "?" if "?" in loud else "!"
    return loud.lower()


def _quoted(view: View, sentence: Sentence, match: re.Match[str]) -> bool:
    return view.is_quoted(sentence.span.start + match.start(), sentence.span.start + match.end())


def _way_out(view: View) -> str:
    if not view.german:
        return "If this is difficult at the moment, write to me and we will find a way together."
    if view.form == "du":
        return "Wenn es gerade schwierig ist, schreib mir bitte, dann finden wir zusammen einen Weg."
    return "Wenn es gerade schwierig ist, schreiben Sie mir bitte, dann finden wir zusammen einen Weg."


def _kinder(view: View, said: str) -> str:
    if not view.german:
        return (
            "Here it is once more:"
            if re.search(r"told|explain|said|stated|mention|inform|remind", said)
            else "We still need …"
        )
    if re.search(r"mitgeteilt|gesagt|geschrieben|erklärt|erläutert|erwähnt|hingewiesen|erinnert", said):
        return "gern noch einmal:"
    if re.search(r"versäumt|vergessen|nicht|fehl|unvollständig", said):
        return "uns fehlt noch …"
    return "So kommen wir weiter: …"
