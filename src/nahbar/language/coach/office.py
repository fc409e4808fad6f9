"""Officialese: wordings of offices, and sentences made of nouns where verbs would do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.coach.finding import Remark
from nahbar.language.coach.lists import listed, wordings
from nahbar.language.coach.view import Sentence, View
from nahbar.language.patterns import Pattern

# So many nouns made of verbs and adjectives in one sentence are nominal style; with "erfolgt" one is enough.
NOUNS = 4
# More plain wordings than this need no pointing at one by one.
MOST = 12
_NOUN = Pattern(
    r"\b[A-ZÄÖÜ][a-zäöüß]{4,}(?:ung|ungen|heit|heiten|keit|keiten|tion|tionen|nahme|nahmen|schaft|ität|gabe|stellung)s?\b"
)
# Things, not actions: they count for nothing.
_THING = listed("office.thing")
_HAPPENS = listed("office.happens", flags=0)
_VERBS = {
    "durchführung": "durchführen", "überprüfung": "prüfen", "bearbeitung": "bearbeiten", "lieferung": "liefern",
    "auslieferung": "liefern", "erstattung": "erstatten", "rückerstattung": "erstatten", "beantragung": "beantragen",
    "zusendung": "schicken", "übersendung": "schicken", "rücksendung": "zurückschicken", "versand": "verschicken",
    "beantwortung": "beantworten", "kontaktaufnahme": "sich melden", "bereitstellung": "bereitstellen",
    "weiterleitung": "weitergeben", "einreichung": "schicken", "vorlage": "zeigen", "begleichung": "bezahlen",
    "abwicklung": "erledigen", "bewilligung": "bewilligen", "ausstellung": "ausstellen", "erstellung": "schreiben",
    "kündigung": "kündigen", "zahlung": "zahlen", "auszahlung": "auszahlen", "abrechnung": "abrechnen",
    "buchung": "buchen", "reparatur": "reparieren", "prüfung": "prüfen", "inbetriebnahme": "in Betrieb nehmen",
    "umstellung": "umstellen", "freischaltung": "freischalten", "zustellung": "zustellen", "abholung": "abholen",
    "montage": "montieren", "installation": "einbauen", "anmeldung": "anmelden", "abbuchung": "abbuchen",
}  # fmt: skip


def bureaucratic(view: View) -> Iterator[Remark]:
    """`bureaucratic`: each wording with a plain one for it, and sentences of nouns."""
    found = 0
    for sentence in view.sentences:
        hits = [
            Remark("bureaucratic", hit.span, _in_case(hit.span.text, hit.better))
            for hit in wordings(f"bureaucratic.{view.language}").find(sentence, view.form)
            if not view.is_quoted(hit.span.start, hit.span.end)
        ]
        if not hits and view.german:
            hits = list(_nominal(sentence))
        yield from hits[: max(0, MOST - found)]
        found += len(hits)


def _nominal(sentence: Sentence) -> Iterator[Remark]:
    text = sentence.span.text
    happens = _HAPPENS.search(text)
    if happens:
        yield Remark("bureaucratic", sentence.part(happens.start(), happens.end()), _verb(happens.group()))
        return
    nouns = [match for match in _NOUN.finditer(text) if not _THING.fullmatch(match.group())]
    if len(nouns) >= NOUNS:
        yield Remark("bureaucratic", sentence.part(nouns[0].start(), nouns[-1].end()), _verb(nouns[0].group()))


def _verb(words: str) -> str:
    """The verb that the noun was made of, with somebody who does it."""
    for word in re.findall(r"[^\W\d_]+", words):
        lowered = word.lower().removesuffix("en").removesuffix("s")
        if lowered in _VERBS:
            return f"wir … {_VERBS[lowered]}"
    return ""


def _in_case(said: str, better: str) -> str:
    """The better wording beginning as the replaced one does, with a capital or without."""
    if not better or better.startswith("("):
        return better.strip("()") if better != "(das)" else ""
    return better[0].upper() + better[1:] if said[:1].isupper() else better
