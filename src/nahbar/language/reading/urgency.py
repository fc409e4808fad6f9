"""What presses: words of haste, a time limit, a day that is near. Only what is written; nobody's mood is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from nahbar.language.spans import Span


class Press(StrEnum):
    """Why it presses."""

    HASTE = "haste"
    LIMIT = "limit"
    NEAR_DAY = "near_day"


@dataclass(frozen=True, slots=True)
class Urgency:
    """One reason, with its words. A near day alone is worth knowing, and not yet urgent."""

    kind: Press
    span: Span


_I = re.IGNORECASE
_WEEKDAY = r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)(?:abend|morgen|nachmittag|mittag|vormittag)?"
_MONTH = r"(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"
_DATE = rf"(?:\d{{1,2}}\.\s?(?:\d{{1,2}}\.?(?:\s?\d{{2,4}})?|{_MONTH}(?:\s\d{{4}})?)?)"
_DAY = (
    rf"(?:(?:zum |zu )?(?:(?:nächste[nrm]?|kommende[nrm]?|diese[nrm]?|spätestens|zum|am|den|morgen|{_WEEKDAY},?)\s+)*"
    rf"(?:{_WEEKDAY}|{_DATE}|übermorgen|morgen(?: früh| abend| mittag)?|heute(?: abend| mittag| nachmittag)?|wochenende"
    rf"|ende (?:der|nächster|dieser|des) (?:woche|monats)|monatsende|woche|monat|\d{{1,2}}(?::\d\d)? uhr))"
)
_GERMAN_HASTE = re.compile(
    r"\b(?:eilt|ist (?:sehr |echt |wirklich )?(?:eilig|dringend)|(?:sehr |äußerst |ganz )?dringend(?:e[rsnm]?)?|eilig(?:e[rsnm]?)?|schnellstmöglich\w*"
    r"|so schnell wie (?:nur )?möglich|(?:so bald|sobald) wie möglich|baldmöglichst|schnellstens|umgehend|unverzüglich|notfall"
    r"|drängt|asap|zeitkritisch|auf der stelle|heute noch(?! (?:mal|kein\w*|im|in|nicht|einmal|immer|auf))|noch heute)\b",
    _I,
)
_GERMAN_SOFT = re.compile(
    r"\b(?:nicht|kein\w*|wenig|un)\W+(?:\w+\W+){0,2}$|\b(?:notfalls|im|im absoluten|für den|für)\s+$|\b(?:wäre|würde)\b.{0,20}$", _I
)
_GERMAN_AFTER_SOFT = re.compile(r"\s*(?:nicht|gar nicht|überhaupt nicht|kontakt|nummer|f[aä]ll\w*)\b", _I)
_GERMAN_LIMIT = re.compile(rf"\b(?:bis(?: spätestens)?(?: zum)?|spätestens(?: bis)?(?: zum| am)?|frist(?: bis| am| endet am)?)\s+{_DAY}(?!\w)", _I)
_GERMAN_NEAR = re.compile(
    rf"\b(?:übermorgen|(?<!guten )(?<!guten, )morgen(?: früh| abend| mittag| vormittag| nachmittag)?|ab {_WEEKDAY}|ab morgen"
    rf"|(?:kommende[nrm]?|nächste[nrm]?|diese[nrm]?) (?:{_WEEKDAY}|wochenende|woche)|am wochenende|in (?:zwei|drei|2|3) tagen|heute abend)\b",
    _I,
)
# "von Montag bis Freitag", "06.07. bis 22.07.": how long something lasts.
_RANGE_BEFORE = re.compile(
    rf"(?:\b(?:von|vom|ab|zwischen|beginnt|{_WEEKDAY}|mo|{_MONTH}|heute|from)\b[^?!]{{0,30}}|\d[\d.: ]*(?:uhr)?)\W*$", _I
)
# Who promises to hurry does not ask for it.
_OWN_HASTE = re.compile(r"\b(?:ich|wir|sollte)\b(?! bitten?| ersuchen?| brauch| benötig| such| dräng)(?:\W+\w+){0,5}\W*$", _I)
_PAST = re.compile(r"\bbis (?:zum )?heute\b(?! abend| mittag| nachmittag)|\bbis woche\b|\bbis monat\b|\bdiese woche (?:noch )?(?:war|hab)", _I)
_FAREWELL = re.compile(r"\W*(?:dann,? |also,? |na dann |tschüss |und )*bis (?:dann|bald|später|\w+)\W*$", _I)
_ENGLISH_HASTE = re.compile(
    r"\b(?:urgent(?:ly)?|asap|as soon as possible|immediately|right away|emergency|time[- ]critical|without delay|(?:still )?today at the latest)\b", _I
)
_ENGLISH_SOFT = re.compile(r"\b(?:not|no|isn't|nothing|hardly|in case of|in an)\W+(?:\w+\W+){0,2}$", _I)
_EN_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_EN_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_ENGLISH_LIMIT = re.compile(
    rf"\b(?:by|no later than|before|until|deadline(?: is)?(?: on)?)\s+(?:(?:this|next|the|end of)\s+)*"
    rf"(?:{_EN_WEEKDAY}|tomorrow|tonight|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_EN_MONTH}|{_EN_MONTH} \d{{1,2}}|weekend|end of (?:the |this )?(?:week|month))\b",
    _I,
)
_ENGLISH_NEAR = re.compile(
    rf"\b(?:tomorrow|the day after tomorrow|(?:this|next|coming) (?:{_EN_WEEKDAY}|weekend|week)|in (?:two|three) days|tonight)\b", _I
)


def urgency(sentences: Iterable[Span], language: str) -> tuple[Urgency, ...]:
    """Every reason for haste found in the sentences, in order."""
    found: list[Urgency] = []
    for sentence in sentences:
        if not _FAREWELL.fullmatch(sentence.line):
            found.extend(_in(sentence, language))
    return tuple(found)


def _in(sentence: Span, language: str) -> list[Urgency]:
    text = sentence.text
    english = language == "en"
    haste, limit, near = (
        (_ENGLISH_HASTE, _ENGLISH_LIMIT, _ENGLISH_NEAR) if english else (_GERMAN_HASTE, _GERMAN_LIMIT, _GERMAN_NEAR)
    )
    soft = _ENGLISH_SOFT if english else _GERMAN_SOFT
    found: dict[tuple[int, int], Press] = {}
    for match in haste.finditer(text):
        after = not english and _GERMAN_AFTER_SOFT.match(text, match.end())
        before = text[: match.start()]
        if not (soft.search(before) or after or (not english and _OWN_HASTE.search(before))):
            found[match.span()] = Press.HASTE
    for match in limit.finditer(text):
        if not _RANGE_BEFORE.search(text[: match.start()]) and not _PAST.match(match.group()):
            found[match.span()] = Press.LIMIT
    for match in near.finditer(text):
        if not any(left <= match.start() < right for left, right in found):
            found[match.span()] = Press.NEAR_DAY
    return [
        Urgency(kind, Span(sentence.start + left, sentence.start + right, text[left:right]))
        for (left, right), kind in sorted(found.items())
    ]
