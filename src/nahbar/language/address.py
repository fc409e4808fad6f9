"""How a text addresses its reader: du or Sie, by the forms as written: lemmatising turns "Ihnen" into "sie"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from nahbar.language.patterns import Pattern
from nahbar.language.sentences import wordlist
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


_DU_WORDS = wordlist(
    """
    du dich dir dein deine deinem deinen deiner deines deinerseits deinetwegen euch euer eure eurem euren eurer eures
    """
)
# Verbs whose second person is common in mail; a list, since "-st" alone also ends "fast" and "erst".
_SECOND_SINGULAR = wordlist(
    """
    bist hast kannst könntest willst möchtest magst musst müsstest sollst solltest darfst dürftest wirst würdest
    warst wärst hattest hättest weißt weisst machst gibst kommst gehst schreibst schickst denkst glaubst meinst
    findest siehst brauchst hilfst nimmst sagst sagtest fährst bekommst kriegst stehst wolltest konntest
    bräuchtest hörst kennst verstehst haste kannste biste willste
    """
)
# Before or after "ihr": "habt ihr", "ihr könnt".
_SECOND_PLURAL = wordlist(
    """
    habt seid könnt könntet wollt möchtet müsst müsstet sollt solltet dürft werdet würdet wart wärt hattet
    hättet wisst macht gebt kommt geht schreibt schickt nehmt denkt meint findet seht braucht helft sagt führt
    bietet liefert verkauft tauscht repariert lasst bekommt kriegt steht konntet wolltet versteht antwortet
    meldet baut
    """
)
_SURE_PLURAL = wordlist("habt seid könnt wollt werdet müsst dürft könntet würdet hättet")
_IMPERATIVES = wordlist("schick sag gib schreib komm ruf meld melde lass schau schaue nimm bring mach")
_AFTER_IMPERATIVE = wordlist("mir uns bitte doch mal einfach es ihn")
_SIE_WORDS = wordlist("Sie Ihnen Ihr Ihre Ihrem Ihren Ihrer Ihres Ihrerseits Ihretwegen")
_WORD = Pattern(r"[^\W\d_]+")
# Careless capitals: "können sie mir" is nobody else than the reader.
_SIE_LOWER = Pattern(
    r"\b(?:können|könnten|würden|hätten|haben|bitte\s+\w+en)\s+sie\s+(?:bitte|mir|mich|uns|vielleicht|eventuell|evtl"
    r"|ein|eine|da|was)\b"
)
# "Sie hat" and "Sie fährt" at a sentence's start are somebody else; "Sie haben" may be the reader.
_SINGULAR = Pattern(r"Sie\s+(?!sind\b|tun\b)\w*[^n\W]\b")
_STARTS = Pattern(r"(?:[.!?…:;]\s*|[\"„“»(]\s*|\n\s*|[-–*•]\s+|\.\.\s*)$")
_QUOTATION = Pattern(r"„[^“”\"]{0,300}[“”\"]|\"[^\"\n]{0,300}\"|»[^«]{0,300}«")


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
    if du and all(span.text == "Ihr" for span in sie):
        # "Ihr Lieben, ... wenn Ihr wollt": the polite capital of several friends.
        du, sie = du + sie, []
    return Address(
        _decide(len(du), len(sie), len(maybe), formal=formal_greeting), tuple(du), tuple(sie), tuple(maybe)
    )


def _hits(line: str) -> Iterator[tuple[str, int, int]]:
    found = list(_WORD.finditer(line))
    lowered = [match.group().lower() for match in found]
    for number, match in enumerate(found):
        word = lowered[number]
        before = lowered[number - 1] if number else ""
        after = lowered[number + 1 : number + 4]
        if _says_du(word, before, after):
            yield "du", *match.span()
        elif match.group() in _SIE_WORDS:
            kind = _sie_kind(line, match.start())
            if kind:
                yield kind, *match.span()
    for match in _SIE_LOWER.finditer(line):
        yield "sie", *match.span()


def _says_du(word: str, before: str, after: list[str]) -> bool:
    if word in _DU_WORDS:
        return not (word == "du" and after[:2] == ["meine", "güte"])
    if word == "ihr":
        return before in _SECOND_PLURAL or any(other in _SURE_PLURAL for other in after)
    return word in _SECOND_SINGULAR or (word in _IMPERATIVES and bool(after) and after[0] in _AFTER_IMPERATIVE)


def _sie_kind(line: str, start: int) -> str:
    if start and not _STARTS.search(line[max(0, start - 8) : start]):
        return "sie"
    return "" if _SINGULAR.match(line, start) else "maybe"


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
