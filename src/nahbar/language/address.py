"""How a text addresses its reader: du or Sie, by the forms themselves. Nothing is lemmatised: "Ihnen" is not "sie"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from nahbar.language.spans import Span

# The minority may be this small a share, one slip in six, before a text counts as mixed.
SLIPS = 1 / 6


class Form(StrEnum):
    """The form of address."""

    DU = "du"
    SIE = "sie"
    NONE = "none"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Address:
    """The form, and the words that it rests on. `maybe_sie` stand where "Sie" may mean "they" or "she"."""

    form: Form
    du: tuple[Span, ...]
    sie: tuple[Span, ...]
    maybe_sie: tuple[Span, ...] = ()


# Verbs whose second person is common in mail; a list, since "-st" alone also ends "fast" and "erst".
_SECOND_SINGULAR = (
    "bist|hast|kannst|könntest|willst|möchtest|magst|musst|müsstest|sollst|solltest|darfst|dürftest|wirst|würdest|warst|wärst"
    "|hattest|hättest|weißt|weisst|machst|gibst|kommst|gehst|schreibst|schickst|denkst|glaubst|meinst|findest|siehst|brauchst"
    "|hilfst|nimmst|sagst|sagtest|fährst|bekommst|kriegst|stehst|wolltest|konntest|bräuchtest|hörst|kennst|verstehst"
)
_SECOND_PLURAL = (
    "habt|seid|könnt|könntet|wollt|möchtet|müsst|müsstet|sollt|solltet|dürft|werdet|würdet|wart|wärt|hattet|hättet|wisst|macht"
    "|gebt|kommt|geht|schreibt|schickt|nehmt|denkt|meint|findet|seht|braucht|helft|sagt|führt|bietet|liefert|verkauft|tauscht"
    "|repariert|lasst|bekommt|kriegt|steht|konntet|wolltet|versteht|antwortet|meldet|baut"
)
_DU = re.compile(
    r"\b(?:du(?! meine güte)|dich|dir|dein(?:e[mnrs]?)?|deinerseits|deinetwegen|euch|euer|eure[mnrs]?|"
    rf"(?:{_SECOND_SINGULAR})|(?:{_SECOND_PLURAL})\s+ihr|ihr\s+(?:[a-zäöüß]+\s+){{0,2}}(?:habt|seid|könnt|wollt|werdet|müsst|dürft)"
    r"|(?:kannst|hast|bist|willst|weißt|hätteste?|haste|kannste|biste|willste)e?"
    r"|(?:schick|sag|gib|schreib|komm|ruf|meld|lass|schau|schaue|nimm|melde|bring|mach)\s+(?:mir|mich|uns|bitte|doch|mal|einfach|es|ihn|das|die))\b",
    re.IGNORECASE,
)
_DU_CAPITAL_IHR = re.compile(rf"(?<=[a-zäöüß,] )Ihr(?= (?:{_SECOND_PLURAL})\b)|\b(?:{_SECOND_PLURAL})\s+Ihr\b")
_SIE = re.compile(r"\b(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?|Ihrerseits|Ihretwegen)\b")
# Careless capitals: "können sie mir" is nobody else than the reader.
_SIE_LOWER = re.compile(
    r"\b(?:können|könnten|würden|hätten|haben|bitte\s+\w+en)\s+sie\s+(?:bitte|mir|mich|uns|vielleicht|eventuell|evtl|ein|eine|da|was)\b"
)
# "Sie hat" and "Sie fährt" at a sentence's start are somebody else; "Sie haben" may be the reader.
_SINGULAR = re.compile(r"Sie\s+(?!sind\b|tun\b)\w*[^n\W]\b")
_STARTS = re.compile(r"(?:^|[.!?…:;]\s*|[\"„“»(]\s*|\n\s*|[-–*•]\s+|\.\.\s*)$")
_QUOTATION = re.compile(r"„[^“”\"]{0,300}[“”\"]|\"[^\"\n]{0,300}\"|»[^«]{0,300}«")


def address(text: str, lines: Iterable[Span], *, formal_greeting: bool = False) -> Address:
    """The form of address in the given lines of a German text; what others are quoted to say does not count.

    A formal salutation alone is no address, but it settles what a "Sie" at the start of a sentence means.
    """
    du: list[Span] = []
    sie: list[Span] = []
    maybe: list[Span] = []
    for line in lines:
        quiet = [match.span() for match in _QUOTATION.finditer(line.text)]
        for kind, start, end in _hits(line.text):
            if not any(left <= start < right for left, right in quiet):
                found = du if kind == "du" else sie if kind == "sie" else maybe
                found.append(Span.of(text, line.start + start, line.start + end))
    return Address(_decide(len(du), len(sie), len(maybe), formal=formal_greeting), tuple(du), tuple(sie), tuple(maybe))


def _hits(line: str) -> Iterable[tuple[str, int, int]]:
    for match in _DU.finditer(line):
        yield "du", *match.span()
    for match in _DU_CAPITAL_IHR.finditer(line):
        yield "du", *match.span()
    for match in _SIE.finditer(line):
        if _DU_CAPITAL_IHR.match(line, match.start()):
            continue
        starts = bool(_STARTS.search(line[: match.start()]))
        if not (starts and _SINGULAR.match(line, match.start())):
            yield "maybe" if starts else "sie", *match.span()
    for match in _SIE_LOWER.finditer(line):
        yield "sie", *match.span()


def _decide(du: int, sie: int, maybe: int, *, formal: bool) -> Form:
    if du and sie:
        less, more = sorted((du, sie))
        if less / (less + more) > SLIPS:
            return Form.UNSURE
        return Form.DU if du > sie else Form.SIE
    if du:
        return Form.DU
    if sie or (maybe and formal) or maybe > 1:
        return Form.SIE
    return Form.UNSURE if maybe else Form.NONE
