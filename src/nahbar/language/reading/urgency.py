"""What presses: words of haste, a time limit, a day that is near. Only what is written; nobody's mood is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nahbar.language.lexicon import Lexicon
from nahbar.language.patterns import Pattern
from nahbar.language.spans import Span
from nahbar.language.tokens import Token


class Press(StrEnum):
    """Why it presses."""

    DANGER = "danger"
    CLOCK = "clock"
    HASTE = "haste"
    LIMIT = "limit"
    SOON = "soon"
    NEAR_DAY = "near_day"


@dataclass(frozen=True, slots=True)
class Urgency:
    """One reason, with its words. A near day alone is not yet urgent; beside trouble it is `SOON`."""

    kind: Press
    span: Span


LEXICON = Lexicon.of_files("urgent")
# How many characters before a hit can change its meaning.
BEFORE = 60
_I = re.IGNORECASE
_WEEKDAY = (
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
    r"(?:abend|morgen|nachmittag|mittag|vormittag)?"
)
_MONTH = r"(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"
_DATE = rf"(?:\d{{1,2}}\.\s?(?:\d{{1,2}}\.?(?:\s?\d{{2,4}})?|{_MONTH}(?:\s\d{{4}})?)?)"
_DAY = (
    rf"(?:(?:zum |zu )?(?:(?:nächste[nrm]?|kommende[nrm]?|diese[nrm]?|spätestens|zum|am|den|morgen|{_WEEKDAY},?)\s+)*"
    rf"(?:{_WEEKDAY}|{_DATE}|übermorgen|morgen(?: früh| abend| mittag)?|heute(?: abend| mittag| nachmittag)?"
    rf"|wochenende"
    rf"|ende (?:der|nächster|dieser|des) (?:woche|monats)|monatsende|woche|monat|\d{{1,2}}(?::\d\d)? uhr))"
)
_GERMAN_HASTE = Pattern(
    r"\b(?:eilt|ist (?:sehr |echt |wirklich )?(?:eilig|dringend)|(?:sehr |äußerst |ganz )?dringend(?:e[rsnm]?)?"
    r"|eilig(?:e[rsnm]?)?"
    r"|so schnell wie (?:nur |irgend )?möglich|(?:so bald|sobald) wie möglich|schnellstens|notfall"
    r"|drängt|asap|zeitkritisch|auf der stelle|heute noch(?! (?:mal|kein\w*|im|in|nicht|einmal|immer|auf))"
    r"|noch heute)\b",
    _I,
)
_GERMAN_SOFT = Pattern(
    r"\b(?:nicht|kein\w*|wenig|un)\W+(?:\w+\W+){0,2}$|\b(?:notfalls|im|im absoluten|für den|für)\s+$|\b(?:wäre"
    r"|würde)\b.{0,20}$",
    _I,
)
_GERMAN_AFTER_SOFT = Pattern(r"\s*(?:nicht|gar nicht|überhaupt nicht|kontakt|nummer|f[aä]ll\w*)\b", _I)
_GERMAN_LIMIT = Pattern(
    rf"\b(?:bis(?: spätestens)?(?: zum)?|spätestens(?: bis)?(?: zum| am)?|frist(?: bis| am"
    rf"| endet am)?)\s+{_DAY}(?!\w)",
    _I,
)
_GERMAN_NEAR = Pattern(
    rf"\b(?:übermorgen|(?<!guten )(?<!guten, )morgen(?: früh| abend| mittag| vormittag| nachmittag)?|ab {_WEEKDAY}"
    rf"|ab morgen"
    rf"|(?:kommende[nrm]?|nächste[nrm]?|diese[nrm]?) (?:{_WEEKDAY}|wochenende|woche)|am wochenende|in (?:zwei|drei|2"
    rf"|3) tagen|heute abend)\b",
    _I,
)
# "von Montag bis Freitag", "06.07. bis 22.07.": how long something lasts.
_RANGE_BEFORE = Pattern(
    rf"(?:\b(?:von|vom|ab|zwischen|beginnt|{_WEEKDAY}|mo|{_MONTH}|heute|from)\b[^?!]{{0,30}}|\d[\d.: ]*(?:uhr)?)\W*$",
    _I,
)
# How long something holds is no limit set to us: "der Vertrag läuft bis zum 13."
_DURATION = Pattern(r"\b(?:vertrag|gültig|geöffnet|dauert|läuft|urlaub|nur|gilt|gilt noch|bleibt|zeit|offen)\W*$", _I)
_BEGS = Pattern(r"\b(?:bitten?|ersuchen?)\b", _I)
# Who promises to hurry does not ask for it.
_OWN_HASTE = Pattern(
    r"\b(?:ich|wir|sollte)\b(?! bitten?| ersuchen?| brauch| benötig| such| dräng)(?:\W+\w+){0,5}\W*$", _I
)
# A limit is set to us where something is asked for or at stake; "schicke ich bis Freitag" only tells.
_NEED = Pattern(
    r"\?|\b(?:bitte[nt]?|ersuchen?|brauch\w*|bräucht\w*|benötig\w*|muss|müssen|müsst\w*|soll\w*"
    r"|sonst|spätestens|frist\w*|erwart\w*"
    r"|verlang\w*|forder\w*|nicht|kein\w*|noch|erst|endlich|wenn|falls|ob|könn\w*|könnt\w*|kann|schaff\w*|abgabe|prüfung"
    r"|klausur|flug|flieg\w*"
    r"|hochzeit|umzug|beerdigung|geburtstag|rechtzeitig|zu spät|fertig|please|need\w*|must"
    r"|have to|can|could|otherwise|unless|deadline|not|no)\b",
    _I,
)
_OWN_PLAN = Pattern(
    r"\b(?:ich|wir|i|we)\b(?!.*\b(?:bitte[nt]?|brauch\w*|bräucht\w*|benötig\w*|muss|müssen|sonst"
    r"|kein\w*|nicht|please|need|must|\?))",
    _I,
)
# In a long letter a day near by is seldom what it is about.
LETTER = 8
_PAST = Pattern(
    r"\bbis (?:zum )?heute\b(?! abend| mittag| nachmittag)|\bbis woche\b|\bbis monat\b|\bdiese woche (?:noch )?(?:war"
    r"|hab)",
    _I,
)
_FAREWELL = Pattern(r"\W*(?:dann,? |also,? |na dann |tschüss |und )*bis (?:dann|bald|später|\w+)\W*$", _I)
# "Es eilt nicht", "in dringenden Fällen", "nichts Dringendes"; and what is long over.
_DENIED = Pattern(
    r"\b(?:nicht|kein\w*|nichts|wenig|not|no|isn't|nothing|in|im|für den|falls|wenn)\W+(?:\w+\W+)?$", _I
)
_OF_OLD = Pattern(
    r"\beilt? (?:\w+ ){0,2}nicht\b|\b(?:letzte[sn]? (?:jahr|woche|monat)|vor (?:\w+ )?jahren?|damals)\b", _I
)
_WEEK = Pattern(r"woche\b|week\b", _I)
_ENGLISH_HASTE = Pattern(
    r"\b(?:urgent(?:ly)?|asap|as soon as possible|immediately|right away|emergency|time[- ]critical|without delay"
    r"|(?:still )?today at the latest)\b",
    _I,
)
_ENGLISH_SOFT = Pattern(r"\b(?:not|no|isn't|nothing|hardly|in case of|in an)\W+(?:\w+\W+){0,2}$", _I)
_EN_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_EN_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_ENGLISH_LIMIT = Pattern(
    rf"\b(?:by|no later than|before|until|deadline(?: is)?(?: on)?)\s+(?:(?:this|next|the|end of)\s+)*"
    rf"(?:{_EN_WEEKDAY}|tomorrow|tonight|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_EN_MONTH}|{_EN_MONTH} \d{{1,2}}"
    rf"|weekend|end of (?:the |this )?(?:week|month))\b",
    _I,
)
_ENGLISH_NEAR = Pattern(
    rf"\b(?:tomorrow|the day after tomorrow|(?:this|next|coming) (?:{_EN_WEEKDAY}|weekend|week)|in (?:two|three) days"
    rf"|tonight)\b",
    _I,
)


def urgency(
    sentences: Iterable[tuple[Span, Sequence[Token]]], language: str, *, troubled: bool = False
) -> tuple[Urgency, ...]:
    """Every reason for haste found in the sentences (which come with their tokens), in order.

    `troubled` says that something is wrong or somebody afraid: then a day that is near is a reason too.
    """
    found: list[Urgency] = []
    spoken = list(sentences)
    for sentence, said in spoken:
        if not _FAREWELL.fullmatch(sentence.line):
            found.extend(_in(sentence, language))
            found.extend(_by_words(sentence, said))
    found = _once(found)
    if troubled and len(spoken) <= LETTER:
        found = [Urgency(Press.SOON, one.span) if _near(one, spoken) else one for one in found]
    return tuple(found)


def _once(found: Iterable[Urgency]) -> list[Urgency]:
    """Each place once, in order: a list and a pattern may both know the same words."""
    kept: list[Urgency] = []
    for one in sorted(found, key=lambda reason: (reason.span.start, -reason.span.end)):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return kept


def _near(one: Urgency, spoken: Iterable[tuple[Span, Sequence[Token]]]) -> bool:
    """Whether a day is so near that a day's wait would matter (a week is not), and something depends on it."""
    if one.kind is not Press.NEAR_DAY or _WEEK.search(one.span.text):
        return False
    around = next((each.line for each, _ in spoken if each.start <= one.span.start < each.end), "")
    return bool(_NEED.search(around))


def _by_words(sentence: Span, said: Sequence[Token]) -> Iterator[Urgency]:
    for hit in LEXICON.find(said):
        start, end = said[hit.first].start - sentence.start, said[hit.last].end - sentence.start
        if not _DENIED.search(sentence.text[max(0, start - BEFORE) : start]) and not _OF_OLD.search(sentence.text):
            span = Span(sentence.start + start, sentence.start + end, sentence.text[start:end])
            if hit.tag != Press.HASTE or not _own(sentence.text[max(0, start - BEFORE) : start]):
                yield Urgency(Press(hit.tag), span)


def _in(sentence: Span, language: str) -> list[Urgency]:
    english = language == "en"
    haste, limit, near = (
        (_ENGLISH_HASTE, _ENGLISH_LIMIT, _ENGLISH_NEAR) if english else (_GERMAN_HASTE, _GERMAN_LIMIT, _GERMAN_NEAR)
    )
    text = sentence.text
    found: dict[tuple[int, int], Press] = {}
    for match in haste.finditer(text):
        if not (_taken_back(match, english=english) or (not english and _own(_before(match)))):
            found[match.span()] = Press.HASTE
    for match in limit.finditer(text):
        before = _before(match)
        if not (
            _RANGE_BEFORE.search(before)
            or _DURATION.search(before)
            or _PAST.match(match.group())
            or not _NEED.search(text)
            or _OWN_PLAN.search(sentence.line)
        ):
            found[match.span()] = Press.LIMIT
    for match in near.finditer(text):
        if not any(left <= match.start() < right for left, right in found):
            found[match.span()] = Press.NEAR_DAY
    return [
        Urgency(kind, Span(sentence.start + left, sentence.start + right, text[left:right]))
        for (left, right), kind in sorted(found.items())
    ]


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - BEFORE) : match.start()]


def _taken_back(match: re.Match[str], *, english: bool) -> bool:
    """Whether haste is named only to be denied ("eilt nicht") or as a name ("Notfallnummer")."""
    if english:
        return bool(_ENGLISH_SOFT.search(_before(match)))
    return bool(_GERMAN_SOFT.search(_before(match)) or _GERMAN_AFTER_SOFT.match(match.string, match.end()))


def _own(before: str) -> bool:
    return bool(_OWN_HASTE.search(before)) and not _BEGS.search(before)
