# ruff: noqa: E501 - one pattern or sentence a line reads better than its pieces
"""Passive that hides who acts, where it matters: decisions about the person, faults, what is going to happen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.coach.finding import Remark
from nahbar.language.coach.lists import listed
from nahbar.language.coach.view import Sentence, View
from nahbar.language.patterns import Pattern

_I = re.IGNORECASE
# So many passives of any verb in one sentence, or in a draft, hide who acts.
HEAP_IN_SENTENCE, HEAP_IN_DRAFT = 2, 3
# Who acts is looked for between verbs far apart: what this costs grows with the square of a sentence.
LONGEST = 800
_MATTERS = (
    r"(?:abgelehnt|verlängert|gesenkt|geändert|herabgesetzt|zurückgenommen|zurückgewiesen|abgewiesen|verweigert|entschieden|beschlossen|festgestellt|festgelegt|festgesetzt|geprüft|überprüft|nachgeprüft"
    r"|untersucht|bearbeitet|weiterbearbeitet|weitergeleitet|weitergegeben|weitergereicht|übergeben|storniert|gesperrt|gekündigt|beendet|gelöscht|eingestellt|gestrichen|gekürzt"
    r"|deaktiviert|abgebucht|eingezogen|berechnet|einbehalten|eingeleitet|veranlasst|benachrichtigt|informiert|kontaktiert|unterrichtet|verständigt"
    r"|vergessen|übersehen|versäumt|verwechselt|verlegt|verloren|vertauscht|vernachlässigt|missverstanden|bewilligt|genehmigt|gewährt|erteilt|beantragt"
    r"|erstattet|rückerstattet|zurückerstattet|gutgeschrieben|aufgehoben|ausgeschlossen|abgeschaltet|abgestellt|erhöht|angepasst|angemahnt|gemahnt|beanstandet|bemängelt"
    r"|angeordnet|verfügt|abgeschlossen|archiviert|geschlossen|registriert|erfasst|zugeordnet|zugewiesen|anerkannt|aberkannt|bestätigt|beantwortet|geklärt|ermittelt|begutachtet|verworfen|verschoben|abgesagt|annulliert|zurückgestellt|eskaliert|entzogen|widerrufen|umgebucht|mitgeteilt|verkauft|verraten|getroffen|gemacht|unternommen|ausgezahlt|behoben|korrigiert)"
)
_ANY = (
    r"(?:(?:ab|an|auf|aus|bei|ein|fest|mit|nach|um|vor|weg|weiter|zu|zurück|zusammen|durch|unter|über|frei)?ge[a-zäöüß]{2,}(?:t|en)"
    r"|[a-zäöüß]{2,}iert|(?:be|ver|er|ent|zer|über|unter)[a-zäöüß]{2,}(?:t|en))"
)
_NO_PARTICIPLE = frozenset(
    [
        "geht",
        "gebt",
        "gelten",
        "gehen",
        "geben",
        "gegen",
        "genau",
        "gestern",
        "gesamt",
        "gerecht",
        "gewiss",
        "berichten",
        "entweder",
        "erst",
    ]
)


def _german(participle: str) -> Pattern:
    return Pattern(
        rf"\b(?:wird|werden|wurde|wurden|werde|wirst|wurdest)\b(?P<mid>[^;:.!?]*?)\b(?P<end>{participle})(?:\s+(?:werden|worden))?(?=\s*(?:[,;:.!?)]|$|und\b|sowie\b|oder\b|werden\b|worden\b|als\b|und dass|weil\b))"
        rf"|\b(?P<late>{participle})\s+(?:wird|werden|wurde|wurden|worden|werde)\b"
        rf"|\b(?:ist|sind)\b[^;:.!?]*?\b(?P<perfect>{participle}) worden\b",
        _I,
    )


_SURE = _german(_MATTERS)
_LOOSE = _german(_ANY)
# "von Murat", "durch unseren Techniker", "vom Monteur"; "von Ihnen" and "vom 3. Mai" name nobody of ours.
_ACTOR = listed("passive.actor", flags=0)
_FAULT = Pattern(
    r"\b(?:leider|versehentlich|irrtümlich\w*|fälschlich\w*|falsch\w*|doppelt|zu spät|zu viel|fehlerhaft\w*|beschädigt|aus versehen|nicht rechtzeitig)\b",
    _I,
)
# "wenn das Gerät geöffnet wird": general conditions; "Sie werden gebeten" is officialese; a wish is none of ours.
_HARMLESS = listed("passive.harmless")
_ENGLISH_SURE = listed("passive.english_sure")
_ENGLISH_ANY = listed("passive.english_any")
_ENGLISH_ACTOR = Pattern(r"\bby (?:me|us|my|our|the|a|an|[A-Z]\w+)\b(?! (?:end|way|time))")
_ENGLISH_HARMLESS = listed("passive.english_harmless")


def passive(view: View) -> Iterator[Remark]:
    """`passive`: one remark a sentence, with the words that hide who acts."""
    found = [(sentence, match) for sentence in view.sentences if (match := _hiding(sentence, german=view.german))]
    for sentence, match in found:
        yield Remark("passive", sentence.part(match.start(), match.end()), _active(view, match))
    if found:
        return
    loose = [(sentence, _all(sentence, german=view.german)) for sentence in view.sentences]
    heaps = [(sentence, hits) for sentence, hits in loose if len(hits) >= HEAP_IN_SENTENCE]
    if not heaps and sum(len(hits) for _, hits in loose) >= HEAP_IN_DRAFT:
        heaps = [(sentence, hits) for sentence, hits in loose if hits][:1]
    for sentence, hits in heaps:
        yield Remark("passive", sentence.part(hits[0].start(), hits[-1].end()), _active(view, hits[0]))


def _hiding(sentence: Sentence, *, german: bool) -> re.Match[str] | None:
    text = sentence.flat[:LONGEST]
    if sentence.low.endswith("?"):
        return None
    actor, harmless, sure = (
        (_ACTOR, _HARMLESS, _SURE) if german else (_ENGLISH_ACTOR, _ENGLISH_HARMLESS, _ENGLISH_SURE)
    )
    if not re.search(
        r"\b(?:w[iu]rde?n?|wird|werden|worden)\b" if german else r"\b(?:is|are|was|were|been?|being)\b", sentence.low
    ):
        return None
    if actor.search(text) or harmless.search(text):
        return None
    match = sure.search(text)
    if not match and _FAULT.search(text) and german:
        match = next((hit for hit in _LOOSE.finditer(text) if _participle(hit) not in _NO_PARTICIPLE), None)
    return match


def _all(sentence: Sentence, *, german: bool) -> list[re.Match[str]]:
    text = sentence.flat[:LONGEST]
    if (_ACTOR if german else _ENGLISH_ACTOR).search(text):
        return []
    if not german:
        return list(_ENGLISH_ANY.finditer(text))
    if not re.search(r"\b(?:wird|werden|wurden?|worden)\b", sentence.low):
        return []
    return [hit for hit in _LOOSE.finditer(text) if _participle(hit) not in _NO_PARTICIPLE]


def _participle(match: re.Match[str]) -> str:
    return (match.group("end") or match.group("late") or match.group("perfect") or "").lower()


def _active(view: View, match: re.Match[str]) -> str:
    """The same with somebody who acts."""
    if not view.german:
        return f"we have {match.group('end') or match.groupdict().get('fault') or 'done'} …"
    participle = _participle(match)
    past = re.search(r"\bwurden?\b|worden", match.group(), re.IGNORECASE)
    return f"wir haben … {participle}" if past else "wir kümmern uns darum: …"
