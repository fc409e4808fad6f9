"""Is somebody insulted, and who: us or others? What is quoted, held back or said of oneself is no insult."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nahbar.language.lexicon import Hit, Lexicon
from nahbar.language.linear import Features, Linear
from nahbar.language.patterns import Pattern
from nahbar.language.spans import Span
from nahbar.language.tokens import Token

LEXICON = Lexicon.of_files("insult")
OFFENCE = Linear.of_file("offence")
# Log odds of the offence model (94 %) that no sentence of our tune half reached without an insult.
SURE_OFFENCE = 2.75
# How many words may stand between "ihr" and "Clowns", between "Sie sind" and "dumm".
CALLED, SAID = 3, 5
_I = re.IGNORECASE
_CALLING = frozenset(
    [
        "ihr",
        "sie",
        "du",
        "euch",
        "diese",
        "dieser",
        "dieses",
        "diesen",
        "solche",
        "solcher",
        "so",
        "lauter",
        "alles",
        "nur",
        "elende",
        "elendes",
        "elender",
        "verdammte",
        "verdammter",
        "faule",
        "fauler",
        "miese",
        "mieser",
        "dumme",
        "dummer",
        "bloede",
        "bloeder",
        "blinde",
        "blinder",
        "ihnen",
        "euer",
        "eure",
        "you",
        "these",
        "those",
        "bunch",
        "absolute",
        "bloody",
        "stupid",
        "total",
        "totale",
        "komplette",
        "haufen",
        "was",
        "voller",
        "unfaehige",
        "unfaehiger",
        "elenden",
        "faulen",
        "miesen",
        "dummen",
        "bloeden",
        "geldgierige",
        "geldgieriger",
        "verlogene",
        "verlogener",
        "gierige",
        "widerlicher",
        "besoffene",
        "irgendein",
        "irgendso",
    ]
)
_BEING = frozenset(
    [
        "ist",
        "sind",
        "seid",
        "bist",
        "war",
        "waren",
        "wart",
        "is",
        "are",
        "you're",
        "ihr",
        "sie",
        "you",
        "they're",
        "he's",
        "she's",
    ]
)
_WHO = frozenset(
    [
        "ihr",
        "sie",
        "du",
        "ihre",
        "ihr",
        "euer",
        "eure",
        "euren",
        "personal",
        "mitarbeiter",
        "mitarbeiterin",
        "mitarbeitern",
        "sachbearbeiter",
        "sachbearbeiterin",
        "chef",
        "chefin",
        "inhaber",
        "verkaeufer",
        "verkaeuferin",
        "berater",
        "fahrer",
        "you",
        "your",
        "manager",
        "staff",
        "people",
        "alle",
        "wer",
        "nachbar",
        "typ",
        "kerl",
    ]
)
_OTHERS = Pattern(
    r"\b(?:(?:mein|unser)\w* (?:\w+ )?(?:nachbar\w*|vermieter\w*|ex\b|chef\w*|exmann|mitbewohner\w*|kolleg\w*"
    r"|vorgänger\w*|bruder|schwager)"
    r"|nachbar\w*|vormieter\w*|irgend ?(?:so )?(?:ein\w*|welche)|jemand|der typ\b|dieser typ|die typen|die leute"
    r"|der kerl|ein kerl|andere (?:fahr|kund)gäste"
    r"|mieter (?:über|unter|neben)|von gegenüber|über uns|unter uns|neben (?:mir|uns)|nebenan|aus dem \w+ stock"
    r"|im park|vom \w+amt|aus der nachbarschaft|im zug war"
    r"|am automaten|vor (?:eurem|ihrem|unserem) (?:laden|haus|geschäft)|paketbote\w*|postbote\w*|(?:hat"
    r"|haben) (?:mir|mein|meine|unser\w*|uns) .{2,40}"
    r"(?:geklaut|gestohlen|zerkratzt|umgetreten|abgefahren|verrückt|angerempelt)|randalier\w*|next door"
    r"|neighbou?r\w*|some (?:\w+ )?(?:idiot|moron|jerk)|my ex|another customer|besoffene\w*"
    r"|die (?:zwei|drei|beiden) \w+|der vom|die vom|mein ex|derselbe|dieselben|dieser \w+ von|aus dem \d+|parkt"
    r"|gehsteig|gehweg"
    r"|nearly ran|that \w+ (?:driver|guy|woman|man)|(?:in|from) (?:the )?(?:flat|building|upstairs|downstairs))\b",
    _I,
)
_OURS = frozenset(
    [
        "ihr",
        "euch",
        "euer",
        "eure",
        "eurer",
        "eurem",
        "ihre",
        "ihrer",
        "ihrem",
        "du",
        "dich",
        "you",
        "your",
        "you're",
        "mitarbeiter",
        "sachbearbeiter",
    ]
)
NEAR = 3
_QUOTED = Pattern(r"„[^“”\"]{0,300}[“”\"]|\"[^\"\n]{0,300}\"|»[^«]{0,300}«|“[^”]{0,300}”|'[^'\n]{3,80}'")
_HELD_BACK = Pattern(
    r"\b(?:verkneife|spare ich mir|schreibe ich (?:hier |jetzt )?(?:lieber |besser )?nicht|sage ich (?:jetzt "
    r"|hier )?(?:lieber |besser )?nicht|behalte ich|lasse es (?:aber|lieber)|könnte .{0,40}(?:nennen|schreiben"
    r"|sagen)"
    r"|möchte (?:sie|euch|niemanden) nicht|will niemanden|nicht beleidigen|bleibe höflich|keine schimpfwörter"
    r"|ohne .{0,20}zu beleidigen|i won't say|i could call|bite my tongue)\b",
    _I,
)


@dataclass(frozen=True, slots=True)
class Insult:
    """The insulting words, and whom they are aimed at: `us` or `others`."""

    at: str
    span: Span


def offensive(sentence: Span, said: Sequence[Token], features: Features) -> Insult | None:
    """An insult that no list names, where the model is as good as sure; for texts that are angry anyway."""
    if _HELD_BACK.search(sentence.text) or _QUOTED.search(sentence.text):
        return None
    tags = marks(said)
    if {"insult-self", "insult-quote", "insult-harmless"} & tags:
        return None
    score = OFFENCE.scores(Features(features.grams, features.cues | tags))[0]
    return Insult("others" if _OTHERS.search(sentence.text) else "us", sentence) if score > SURE_OFFENCE else None


def insults(sentences: Iterable[tuple[Span, Sequence[Token]]], text: str) -> tuple[Insult, ...]:
    """Every insult in the sentences, which come with their tokens."""
    return tuple(found for sentence, said in sentences for found in _in(sentence, said, text))


def marks(said: Sequence[Token]) -> frozenset[str]:
    """The tags of the insulting words among the tokens, as cues for a model."""
    return frozenset(f"insult-{hit.tag}" for hit in LEXICON.find(said))


def _in(sentence: Span, said: Sequence[Token], text: str) -> Iterator[Insult]:
    hits = list(LEXICON.find(said))
    if not any(hit.tag in ("strong", "called", "is", "phrase") for hit in hits):
        return
    if _HELD_BACK.search(sentence.text) or any(hit.tag in ("self", "quote", "harmless") for hit in hits):
        return
    quoted = [match.span() for match in _QUOTED.finditer(text[sentence.start : sentence.end])]
    for hit in hits:
        start, end = said[hit.first].start, said[hit.last].end
        if any(left <= start - sentence.start < right for left, right in quoted):
            continue
        if hit.tag in ("strong", "phrase") or (hit.tag == "called" and _called(hit, said)) or _is(hit, said):
            yield Insult(_at(sentence.text, said, hit), Span(start, end, text[start:end]))
            return


def _called(hit: Hit, said: Sequence[Token]) -> bool:
    return any(token.word in _CALLING for token in said[max(0, hit.first - CALLED) : hit.first])


def _is(hit: Hit, said: Sequence[Token]) -> bool:
    """Whether "dumm" is said of somebody: "Sie sind wirklich dumm", "euer Chef ist ..."."""
    if hit.tag != "is":
        return False
    before = [token.word for token in said[max(0, hit.first - SAID) : hit.first]]
    if (
        "nicht" in before
        or ("so" in before[-1:] and "ich" in before)
        or "ich" in before
        or "es" in before
        or "das" in before
    ):
        return False
    verbs = [number for number, word in enumerate(before) if word in {"sind", "seid", "bist", "are", "you're"}]
    if verbs:
        around = before[max(0, verbs[-1] - 2) : verbs[-1] + 3]
        return bool({"ihr", "sie", "du", "you"} & set(around)) or "you're" in around
    return bool({"ist", "is"} & set(before)) and bool(
        {"mitarbeiter", "mitarbeiterin", "sachbearbeiterin", "sachbearbeiter", "chef", "chefin", "nachbar", "manager"}
        & set(before)
    )


def _at(sentence: str, said: Sequence[Token], hit: Hit) -> str:
    """`us` where the insult stands beside a word for us, or nobody else is spoken of."""
    near = {token.word for token in said[max(0, hit.first - NEAR) : hit.last + 1]}
    if near & _OURS:
        return "us"
    return "others" if _OTHERS.search(sentence) else "us"
