"""Greeting, closing and form of address of a draft."""

from __future__ import annotations

import re

from nahbar.language.address import Form, address
from nahbar.language.coach.finding import NOWHERE, PERSONAL, TONE, Finding
from nahbar.language.frame import Frame, is_nobody
from nahbar.language.lines import own_lines
from nahbar.language.patterns import Pattern
from nahbar.language.reading import Reading
from nahbar.language.sentences import words
from nahbar.language.spans import Span

# "Bis morgen!" needs no salutation.
SHORTEST_LETTER = 6
# A name in the opening is a salutation too: "Herzlichen Dank, liebe Frau Uhde, ..."
_NAME_IN_OPENING = Pattern(
    r"\b(?:liebe[rs]?|sehr geehrte[rs]?|dear)\s+(?:(?:Frau|Herr|Mr|Mrs|Ms|Dr)\.?\s+)?[A-ZÄÖÜ]\w+|,\s*(?:Frau|Herr"
    r"|Mr\.?|Mrs\.?|Ms\.?)\s+[A-ZÄÖÜ]\w+",
    re.IGNORECASE,
)
_CROWD = Pattern(
    r"damen und herren|kund(?:e|in|en|innen)\b|customer|sir\b|madam|interessent|whom it may|nutzer", re.IGNORECASE
)
_TEAM = Pattern(
    r"team\b|service\b|kunden(?:dienst|betreuung|service|center)|abteilung|support\b|customer (?:care|service)"
    r"|hotline|buchhaltung\b|ihr\w* .{1,40}gmbh",
    re.IGNORECASE,
)
# rule -> what, why, in a language
_TEXTS = {
    "de": {
        "salutation-missing": (
            "Hier fehlt die Anrede.",
            "Mit dem Namen am Anfang weiß man: Hier schreibt mir jemand.",
        ),
        "salutation-impersonal": (
            "Die Anrede könnte an jeden gehen.",
            "Wer seinen Namen liest, fühlt sich gemeint. Nimm ihn, wenn du ihn kennst.",
        ),
        "closing-missing": ("Hier fehlt ein Gruß.", "Ohne Gruß wirkt auch ein freundlicher Text abgebrochen."),
        "closing-nameless": (
            "Hier unterschreibt kein Mensch.",
            "Ein Name macht aus der Auskunft ein Gespräch. Setz gern deinen darunter.",
        ),
    },
    "en": {
        "salutation-missing": (
            "There is no salutation.",
            "A name at the top tells people that somebody writes to them.",
        ),
        "salutation-impersonal": (
            "The salutation could go to anybody.",
            "People who read their name feel meant. Take it where you know it.",
        ),
        "closing-missing": ("There is no closing.", "Without one even a friendly text seems broken off."),
        "closing-nameless": (
            "No person signs here.",
            "A name turns information into a conversation. Do put yours below.",
        ),
    },
}
_CLOSING = {"de": "Herzliche Grüße", "en": "Kind regards"}
_HELLO = {"de": "Guten Tag {name},", "en": "Dear {name},"}
_HELLO_CLOSE = {"de": "Hallo {name},", "en": "Dear {name},"}
# The form of address is looked at in German only.
_MIXED = ("Du und Sie stehen nebeneinander.", "Das irritiert beim Lesen. Bleib bei einer Form.")
_OTHER = (
    "Die Nachricht an dich sagt „{theirs}“, dein Entwurf nicht.",
    "Wer so angesprochen wird, wie er selbst schreibt, fühlt sich verstanden.",
)
_SINGULAR = Pattern(r"(?:du|dich|dir|dein\w*)$", re.IGNORECASE)


def frame_findings(draft: str, around: Frame, incoming: Reading | None, language: str) -> list[Finding]:
    """Salutation, closing and form of address. `incoming` is the reading of what the draft answers, if anything."""
    if sum(len(words(line.text)) for line in own_lines(draft)) < SHORTEST_LETTER:
        return []
    found = _salutation(around, incoming, language) + _closing(draft, around, language)
    return found + (_form(draft, around, incoming) if language == "de" else [])


def _finding(rule: str, span: Span, language: str, better: str) -> Finding:
    what, why = _TEXTS[language][rule]
    return Finding(rule, span, what, why, better, PERSONAL)


def _salutation(around: Frame, incoming: Reading | None, language: str) -> list[Finding]:
    name = incoming.signed if incoming else ""
    hello = _HELLO_CLOSE if incoming and incoming.form is Form.DU else _HELLO
    better = hello[language].format(name=name) if name else ""
    if around.greeting is None:
        opening = next((line.text for line in around.body if line.text), "")
        if _NAME_IN_OPENING.search(opening[:120]):
            return []
        return [_finding("salutation-missing", NOWHERE, language, better)]
    text = around.greeting.text
    nameless = not around.greeted and (_CROWD.search(text) or (name and not is_nobody(text) and len(words(text)) < 3))
    if nameless:
        return [_finding("salutation-impersonal", around.greeting, language, better)]
    return []


def _closing(draft: str, around: Frame, language: str) -> list[Finding]:
    lines = [line for line in own_lines(draft) if line.text]
    if around.closing is None:
        last = lines[-1].text
        if around.signed or _TEAM.search(last) or _reads_like_farewell(last):
            return []
        return [_finding("closing-missing", NOWHERE, language, _CLOSING[language])]
    # The desk puts the member's signature below the draft: a closing without any name is fine, one by a team is not.
    below = [line for line in lines if line.start >= around.closing.start]
    team = next((line for line in below if _TEAM.search(line.text)), None)
    if team and not around.signed:
        return [_finding("closing-nameless", team, language, "")]
    return []


def _form(draft: str, around: Frame, incoming: Reading | None) -> list[Finding]:
    own = address(draft, around.body)
    if own.du and own.sie:
        rarer = own.du if len(own.du) <= len(own.sie) else own.sie
        return [Finding("form-mismatch", rarer[0], *_MIXED, "", TONE)]
    if incoming is None or incoming.form not in (Form.DU, Form.SIE):
        return []
    # "ihr" to a company says little about how its writer wants to be addressed; "du" does.
    if incoming.form is Form.DU and not any(_SINGULAR.match(span.text) for span in incoming.address.du):
        return []
    theirs, place = ("Sie", own.du) if incoming.form is Form.SIE else ("du", own.sie)
    if not place:
        return []
    return [Finding("form-mismatch", place[0], _OTHER[0].format(theirs=theirs), _OTHER[1], "", TONE)]


def _reads_like_farewell(line: str) -> bool:
    """A closing of the writer's own making: a short last line that is no sentence ("Glückauf zurück")."""
    return len(words(line)) <= 4 and not line.endswith((".", "?", ":", ",", ")"))
