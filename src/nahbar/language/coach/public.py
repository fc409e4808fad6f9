# ruff: noqa: E501 - one pattern or sentence a line reads better than its pieces
"""What belongs to one person must not stand in a public answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.coach.finding import Remark
from nahbar.language.coach.lists import listed
from nahbar.language.coach.view import View
from nahbar.language.patterns import Pattern
from nahbar.language.spans import Span

_I = re.IGNORECASE
_IBAN = Pattern(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b")
_CARD = Pattern(r"(?<!\d)(?:\d{4}[ -]?){3}\d{4}(?!\d)")
_MAIL = Pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = Pattern(r"(?<![\w/.-])(?:\+\d{1,3}|00\d{2}|0)[ \d()/–-]{5,}\d(?![\w-])")
_NUMBER = listed("public.number")
_OF_GOODS = Pattern(r"\b(?:artikel|modell|teile|produkt|typ|bestellnummer des|version)\w*[ -]?(?:nummer|nr)?\W*$", _I)
_STREET = listed("public.street", flags=0)
_BORN = listed("public.born")
_PLATE = Pattern(r"\b[Kk]ennzeichen\b[^.!?\d]{0,20}\b[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} ?\d{1,4}\b")
_ILLNESS = (
    r"(?:diabet\w*|krebs\w*|tumor\w*|chemo\w*|depression\w*|burn-?out|bluthochdruck|herzinfarkt|schlaganfall|bandscheib\w*|\w*-?op|operation\w*|eingriffs?|schwangerschaft\w*|fehlgeburt|diagnose\w*|befund\w*|blutwert\w*|laborwert\w*|laborergebnis\w*|röntgenbild\w*|krankheit\w*|erkrankung\w*|\w*schmerz\w*|verletzung\w*|\w*allergie\w*|asthma|rheuma|epilepsie|hiv\w*|therapie\w*|psychotherapie|behandlung\w*|medikament\w*|tablett\w*|insulin|krankschreibung|attest|pflegegrad|schwerbehinderung|behinderung|sucht\w*|reha|entbindung|knie-?\w*|hüft\w*|implantat\w*|migräne|demenz\w*|arthrose|infektion|entzündung\w*|magenspiegelung|darmspiegelung|mrt|hörverlust|\w*bruch"
    r"|diabetes|cancer|surgery|operation|depression|pregnan\w*|diagnosis|blood (?:test|pressure|results?)|test results?|illness|condition|allerg\w*|asthma|treatment|medication|therapy|disability|injur\w*|x-?rays?|miscarriage|disease|symptoms?|procedure|prescription|scan results?)"
)
_HEALTH = Pattern(
    rf"\b(?:ihr|ihre|ihrer|ihrem|ihren|ihres|dein|deine|deiner|deinem|deinen|deines|your)\s+(?:(?:letzten?|chronische[nrms]?|schwere[nrms]?|jüngsten?|akute[nrms]?|starken?|recent|last|chronic|ongoing)\s+)?{_ILLNESS}\b|\b(?:sie|du|you)\b[^.!?]{{0,30}}\b(?:an|unter|with|from|have|had|schwanger|pregnant)\b\s*{_ILLNESS}\b|\b(?:sie|du)\b[^.!?]{{0,20}}\b(?:schwanger|erkrankt|operiert|krankgeschrieben|in behandlung|dement)\b|\b(?:wegen|aufgrund) (?:ihrer|ihres|deiner|deines) {_ILLNESS}\b|\byou (?:are|were) (?:pregnant|diagnosed|disabled|in hospital|ill with)\b",
    _I,
)
_HEALTH_OF_GOODS = listed("public.health_of_goods")
# What comes before or after a number, address or mail tells whose it is.
_OURS = listed("public.ours")
_THEIRS = Pattern(
    r"\b(?:ihr|ihre|ihrer|ihrem|ihren|dein|deine|deiner|deinem|deinen|sie|dich|ihnen|dir|zu ihnen|bei ihnen|wohnhaft|wohnen|wohnst|your|you)\b[^.!?]{0,60}$",
    _I,
)
_WE_REACH_YOU = listed("public.we_reach_you")
_OWN_MAILBOX = listed("public.own_mailbox")


def personal_data(view: View) -> Iterator[Remark]:
    """`personal-data-public`: only in public answers; each place once."""
    if not view.draft.everybody_reads:
        return
    taken: list[tuple[int, int]] = []
    for span in sorted(_places(view), key=lambda one: (one.start, -one.end)):
        if not any(left <= span.start < right for left, right in taken):
            taken.append((span.start, span.end))
            yield Remark("personal-data-public", span, _instead(view))


def _places(view: View) -> Iterator[Span]:
    text = view.text
    for match in _IBAN.finditer(text):
        if _is_iban(match.group()):
            yield Span.of(text, *match.span())
    for pattern in (_CARD, _BORN, _PLATE):
        for match in pattern.finditer(text):
            yield Span.of(text, *match.span())
    for match in _NUMBER.finditer(text):
        if not _OF_GOODS.search(
            text[max(0, match.start() - 20) : match.end("number") - len(match.group("number"))]
        ) and not _is_day(match.group("number")):
            yield Span.of(text, *match.span())
    for match in _HEALTH.finditer(text):
        if not _HEALTH_OF_GOODS.search(text[match.start() : match.end() + 20]):
            yield Span.of(text, *match.span())
    yield from _contacts(view)
    yield from _names(view)


def _contacts(view: View) -> Iterator[Span]:
    text = view.text
    for match in _MAIL.finditer(text):
        if not _is_our_mail(view, match):
            yield Span.of(text, *match.span())
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if 7 <= len(digits) <= 15 and not _is_day(match.group()) and _is_theirs(text, match):
            yield Span.of(text, *match.span())
    for match in _STREET.finditer(text):
        if _is_theirs(text, match, street=True):
            yield Span.of(text, *match.span())


def _names(view: View) -> Iterator[Span]:
    """The person's family name, or their whole name; a first name alone is what people call each other in public."""
    parts = view.name_parts
    if len(parts) < 2 or _said_themselves(view, parts[-1]):
        return
    first, last = re.escape(parts[0]), re.escape(parts[-1])
    for match in re.finditer(rf"\b(?:(?:Frau|Herrn?|Mrs?|Ms|Dr)\.? |{first} (?:\w+ )?)?{last}s?\b", view.text):
        yield Span.of(view.text, *match.span())


def _said_themselves(view: View, last: str) -> bool:
    """Whether the person signed the public message with that name."""
    return bool(re.search(rf"\b{re.escape(last)}\b", view.draft.incoming))


def _is_our_mail(view: View, match: re.Match[str]) -> bool:
    address = match.group().lower()
    if any(part.lower() in address for part in view.name_parts if len(part) > 2):
        return False
    if _OWN_MAILBOX.match(address):
        return True
    before = view.text[max(0, match.start() - 60) : match.start()]
    if re.search(
        r"(?i)\b(?:anmeld\w*|bewerb\w*|schreib\w*|mailen|mail|kontakt|fragen|write|mail us)\b[^.!?]*$", before
    ):
        return not re.search(r"(?i)\b(?:ihnen|dir|ihre?|deine?|you|your|haben|habe|hatten)\b[^.!?]*$", before)
    if any(part.lower() in address for part in view.draft.member.split() if len(part) > 2):
        return True
    return bool(re.search(r"(?i)\b(?:uns|mich|mir|us|me|unser\w*|our)\b[^.!?]*$", before)) and not re.search(
        r"(?i)\b(?:ihre?|deine?|your)\b[^.!?]*$", before
    )


def _is_theirs(text: str, match: re.Match[str], *, street: bool = False) -> bool:
    start = max(text.rfind(mark, 0, match.start()) for mark in (". ", "! ", "? ", "\n")) + 1
    before = text[max(0, start) : match.start()]
    around = before + text[match.end() : match.end() + 60].partition(". ")[0]
    if _WE_REACH_YOU.search(around) and not re.search(
        r"(?i)(?<!wir )(?<!ich )\b(?:erreichen|erreichst|rufen|schreiben|melden|besuchen) (?:sie|du)\b", before
    ):
        return True
    if street:
        return bool(
            re.search(
                r"(?i)\b(?:ihre[nrm]?|deine[nrm]?|zu ihnen|bei ihnen|zu dir|bei dir|wohn\w*|your|wir kommen|we come|liefer\w*|geliefert|zugestellt|abgegeben|abgeholt|schicken|geschickt|gesendet|waren wir|aus der|wohnhaft|deliver\w*|shipped|dropped)\b",
                before,
            )
        ) and not re.search(r"(?i)\b(?:unser\w*|our|laden|filiale|geschäft|abholen|holen sie|store|shop)\b", before)
    if re.search(
        r"(?i)\b(?:ihre|deine|your|ihrer|deiner) (?:\w+ )?(?:nummer|telefon\w*|handy\w*|mobil\w*|rufnummer|number|phone)",
        before,
    ):
        return True
    return not _OURS.search(around) and not re.search(
        r"(?i)\b(?:telefon|tel|hotline|0800)\b", before + match.group()[:4]
    )


def _is_iban(written: str) -> bool:
    """ISO 13616: the check digits; what follows without a blank may be no part of it."""
    plain = written.replace(" ", "")
    for length in range(min(34, len(plain)), 14, -1):
        moved = plain[4:length] + plain[:4]
        if int("".join(str(int(character, 36)) for character in moved)) % 97 == 1:
            return True
    return plain[:2] in ("DE", "AT", "CH") and len(plain) in (20, 21, 22)


def _is_day(written: str) -> bool:
    return bool(re.fullmatch(r"\d{1,2}\.\d{1,2}\.(?:\d{2,4})?|\d{4}", written.strip()))


def _instead(view: View) -> str:
    if not view.german:
        return "Please send us a private message, then we will look after it at once."
    if view.form == "du":
        return "Schreib uns das bitte als private Nachricht, dann kümmern wir uns gleich darum."
    return "Schreiben Sie uns das bitte als private Nachricht, dann kümmern wir uns gleich darum."
