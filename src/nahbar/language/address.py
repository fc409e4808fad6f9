"""How a text addresses its reader: du or Sie, by the forms as written: lemmatising turns "Ihnen" into "sie"."""

from __future__ import annotations

import re
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
_DIALECT = wordlist("host bisch hosch konnst kummst mogst mechst wuist deine dei deina euch")
# One of these stands wherever a single reader, or several, are called du.
_DU_SIGNS = _DU_WORDS | _SECOND_SINGULAR | _DIALECT | {"ihr"}
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
# "Dass ihr mir den Kurs abgesagt habt": the verb stands at the clause's end.
_JOINTS = wordlist("dass wenn weil ob als wie was falls obwohl bevor da nachdem sobald")
NEAR, FAR = 3, 9
# "Wem gehört ihr Rad", "das hilft ihr": she, not you.
_TO_HER = wordlist(
    "hilft gehört gefällt passt fehlt reicht tut schmeckt steht folgt gibt sagt schreibt schickt dankt glaubt mit"
    " seit nicht"
    " erst fast sonst jetzt selbst hat ist zuletzt damit somit gut"
)
_IMPERATIVES = wordlist("schick sag gib schreib komm ruf meld melde lass schau schaue nimm bring mach")
# Said to several: at the start of a clause, and not "Macht ihr ...?".
_IMPERATIVES_PLURAL = wordlist(
    """
    schickt gebt sagt schreibt meldet lasst schaut nehmt bringt stellt löscht storniert kündigt haltet
    behaltet setzt prüft guckt kümmert rückt erstattet überweist entfernt tauscht ersetzt holt helft zeigt
    sendet legt bucht reserviert korrigiert tragt sperrt richtet beendet löst hört tut repariert behebt
    schaltet räumt baut denkt streicht stoppt hebt bewegt macht
    """
)
_NOT_TO_US = wordlist("ihr er sie es man wer keiner niemand einer jemand der die das sich ein eine")
_AFTER_IMPERATIVE = wordlist("mir uns bitte doch mal einfach es ihn")
_SIE_WORDS = wordlist("Sie Ihnen Ihr Ihre Ihrem Ihren Ihrer Ihres Ihrerseits Ihretwegen")
_LOUD_SIE = wordlist("SIE IHNEN IHR IHRE IHREM IHREN IHRER")
_SIE_SHOUTED = Pattern(r"\b(?:\w+EN SIE|IHRE[NMR]?|IHNEN)\b")
_CAPITAL_INSIDE = Pattern(r"[a-zäöüß,]\s+[A-ZÄÖÜ]")
_SENTENCE = Pattern(r"[^.!?]+[.!?]*")
_CLAUSE_START = Pattern(r"(?:^|[.!?:,;–-]\s+|\bbitte,?\s+|\bund\s+|\bdann\s+|\boder\s+)$", re.IGNORECASE)
_WORD = Pattern(r"[^\W\d_]+")
# Careless capitals: "können sie mir", "wann liefern sie" is nobody else than the reader.
_SIE_LOWER = Pattern(
    r"\b(?:können|könnten|würden|hätten|haben|dürfen|bitte\s+\w+en)\s+sie\s+(?:bitte|mir|mich|uns|vielleicht"
    r"|eventuell|evtl"
    r"|ein|eine|einen|da|was|auch|noch|das|den|mein\w*|schon|mal)\b"
    r"|(?:^|[.!?]\s+|\bbitte\s+|\b(?:wann|was|wie|wo|wieviel|warum|wieso|woher|welche\w?|und|viel"
    r"|lange)\s+)[a-zäöüß]{2,}en\s+sie\b(?=[^.!?]*\?|\s+(?:mir|uns|bitte|mich|mein\w*|das|die|den)\b|\s*$)"
    r"|\b(?:[Kk]enntet|[Kk]ennet|[Kk]önnet|[Hh]end|[Kk]enned)\s+[Ss]e\b|\b(?:bei|von|an|bi|mit)\s+[Ii]hne\b"
)
_IHNEN_LOWER = Pattern(
    r"\b(?:bei|von|an|mit|für|wünsche|danke|schicke|sende|habe ich|hatte ich|ich)\s+ihnen\b"
    r"|\b(?:in|auf|aus|an|für|mit|bei|über|danke für)\s+ihre[mnr]?\s+[a-zäöüß]+"
)
# "Sie haben mir", "Sie Lügner" at a sentence's start: said to the reader.
_TO_READER = Pattern(
    r"Sie\s+(?:[A-ZÄÖÜ]\w+(?:er|t|in|l|ot)?\s*[!,.]|\w+\s+[A-ZÄÖÜ]\w+!|(?:haben|hatten|sind|können|könnten|sollten"
    r"|müssen|wollen|wollten|schulden"
    r"|behaupten|schreiben|schicken|verlangen|werben|nennen|versprechen|versprachen|buchen|bieten|ignorieren"
    r"|erhöhen|lassen|werden|dürfen|geben|nehmen"
    r"|speichern|antworten|erreichen|hören|finden|bekommen|erhalten|kennen|wissen|sehen|verstehen|halten|machen|tun"
    r"|glauben|schieben)\b"
    r"(?=[^.!?]*\b(?:mir|mich|uns|mein\w*|ich|wir|unser\w*|hier|bitte|doch|ja|Ihr\w*|leute|menschen|man|anwalt"
    r"|kunden)\b))",
)
_IHR_NOUN = Pattern(r"Ihre?[mnrs]?\s+(?:\w+(?:e|er|en|es)\s+)?[A-ZÄÖÜ]\w+")
# Somebody whom "Ihr" could mean instead.
_SHE = Pattern(
    r"\b(?:tochter|frau(?!\s[A-ZÄÖÜ])|mutter|oma|großmutter|schwester|freundin|nachbarin|tante|enkelin|katze"
    r"|hündin|kinder|eltern|leute|familie|chefin)\b",
    re.IGNORECASE,
)
_CALLED_DU = Pattern(
    r"(?:^|[,.!?]\s+)[Ii]hr\s+(?:\w+en\s+)?[A-ZÄÖÜ]\w+(?:s|n|er|e|en)\s*[!.,]"
    r"|\b[Ii]hr\s+(?:\w+en\s+)?[A-ZÄÖÜ]\w+\s+(?:kriegt|habt|seid|könnt|bekommt|wollt)\b"
    r"|\b[Ii]hr\s+(?:elenden|faulen|verdammten|dummen|blöden|miesen|lieben|guten|süßen|geldgierigen|unfähigen)\b"
)
# "Wenn du da anrufst, wartest du ewig": anybody, not the reader.
_ANYBODY = Pattern(
    r"(?:und |aber |weil )?(?:(?:wenn|kaum|sobald|egal|erst|da|dann)\b[^?]*\bdu\b|du (?:rufst|wartest|stehst|zahlst"
    r"|bestellst|hängst|fragst|kommst da"
    r"|fühlst dich|denkst|glaubst es nicht|kannst (?:noch so|dir vorstellen|machen was|dich auf))\b[^?]*)",
    re.IGNORECASE,
)
_BUT_YOU = Pattern(
    r"\b(?:bitte|dein\w*|mir|mich|sag|schreib|meld\w*|brauchst|magst|willst|möchtest|lust hast|zeit hast|kannst, )\b",
    re.IGNORECASE,
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
    anybody = (
        [match.span() for match in _SENTENCE.finditer(line) if _about_anybody(match.group().strip())]
        if "du" in lowered
        else []
    )
    for number, match in enumerate(found):
        word = lowered[number]
        before = lowered[number - 1] if number else ""
        wide = FAR if word == "ihr" and before in _JOINTS else NEAR
        after = found[number + 1 : number + 1 + wide]
        if ((word in _DU_SIGNS or word in _IMPERATIVES) and _says_du(word, before, after)) or (
            word in _IMPERATIVES_PLURAL and _told_to_several(line, match, after)
        ):
            if not any(left <= match.start() < right for left, right in anybody):
                yield "du", *match.span()
        elif match.group() in _SIE_WORDS or (match.group() in _LOUD_SIE and not line.isupper()):
            kind = _sie_kind(line, match.start())
            if kind:
                yield kind, *match.span()
    yield from _by_wording(line)


def _by_wording(line: str) -> Iterator[tuple[str, int, int]]:
    patterns = [("sie", _SIE_LOWER), ("du", _CALLED_DU)]
    if line.isupper():
        patterns.append(("sie", _SIE_SHOUTED))
    elif not _CAPITAL_INSIDE.search(line):
        patterns.append(("sie", _IHNEN_LOWER))
    for kind, pattern in patterns:
        for match in pattern.finditer(line):
            yield kind, *match.span()


def _about_anybody(sentence: str) -> bool:
    return bool(_ANYBODY.match(sentence)) and not _BUT_YOU.search(sentence)


def _says_du(word: str, before: str, after: list[re.Match[str]]) -> bool:
    following = [match.group().lower() for match in after]
    if word in _DU_WORDS or word in _DIALECT:
        return not (word == "du" and following[:2] == ["meine", "güte"])
    if word == "ihr":
        noun = bool(after) and after[0].group()[0].isupper() and not after[0].group().isupper()
        if any(other in _SURE_PLURAL for other in following[noun:]) or before in _SURE_PLURAL:
            return True
        if before in _SECOND_PLURAL:
            return not noun
        if any(other in _SECOND_PLURAL for other in following[:2]) and not noun:
            return True
        return before.endswith("t") and before not in _TO_HER and not noun
    return word in _SECOND_SINGULAR or (word in _IMPERATIVES and bool(after) and following[0] in _AFTER_IMPERATIVE)


def _told_to_several(line: str, match: re.Match[str], after: list[re.Match[str]]) -> bool:
    """Whether a word is an imperative to several people: at the start of a clause, and no question."""
    if not after or after[0].group().lower() in _NOT_TO_US - {"das", "die", "sich", "ein", "eine"}:
        return False
    if not _CLAUSE_START.search(line[max(0, match.start() - 24) : match.start()]):
        return False
    mark = re.search(r"[.!?]", line[match.end() :])
    return not (mark and mark.group() == "?")


def _sie_kind(line: str, start: int) -> str:
    if start and not _STARTS.search(line[max(0, start - 8) : start]):
        return "sie"
    if _TO_READER.match(line, start):
        return "sie"
    if _IHR_NOUN.match(line, start) and not _SHE.search(line[max(0, start - 160) : start]):
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
