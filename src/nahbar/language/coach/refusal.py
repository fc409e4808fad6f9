# ruff: noqa: E501 - one pattern or sentence a line reads better than its pieces
"""Refusals without a way forward, and work that is pushed back to the person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.coach.finding import Remark
from nahbar.language.coach.lists import listed
from nahbar.language.coach.view import Sentence, View
from nahbar.language.patterns import Pattern

_I = re.IGNORECASE
_REFUSES_DE = listed("refusal.refuses_de")
_NO_REFUSAL_DE = listed("refusal.no_refusal_de")
_WAY_DE = listed("refusal.way_de")
_REFUSES_EN = listed("refusal.refuses_en")
_NO_REFUSAL_EN = listed("refusal.no_refusal_en")
_WAY_EN = listed("refusal.way_en")
_BUT = re.compile(r"\b(?:aber|jedoch|dafür|allerdings|dagegen|hingegen|stattdessen|sondern|but|however)\b")
_SORRY = Pattern(
    r"\b(?:schade|leid|leider|bedau\w*|versteh\w*|dank\w*|gern geholfen|sorry|afraid|regret|unfortunately|understand|thank\w*)\b",
    _I,
)
_FILLER = Pattern(
    r"\b(?:dank\w*|bedank\w*|verständnis|bedauer\w*|wünsch\w*|freuen uns|hoffe\w*|thank\w*|understanding|regret|wish you|hope)\b",
    _I,
)
_AGAIN_DE = r"(?:noch\s?einmal|noch ?mal|nochmals?|erneut|neu|wieder|von vorne?|ein zweites mal|ein weiteres mal|abermals|vollständig neu|komplett neu)"
_DO_DE = (
    r"(?:ausfüllen|auszufüllen|füllen|fülle|füll|senden|sende|schicken|schick|schicke|zusenden|zuschicken|zuzusenden|einsenden|einzusenden|einreichen|einzureichen|reichen|reiche|reich|hochladen|hochzuladen|laden|lade|lad|anmelden|anzumelden|registrieren|registrier|registriere|"
    r"beantragen|beantrage|stellen|stelle|stell|bewerben|bewirb|bestellen|bestelle|bestell|eingeben|einzugeben|geben|gib|schildern|schilder|beschreiben|beschreib|vorlegen|vorzulegen|legen|leg|nachreichen|nachzureichen|übermitteln|mailen|faxen|ausdrucken|scannen|kopieren|buchen|buche|anstellen|vorsprechen|erfassen|eintragen|einzutragen|eröffnen|mitteilen|teilen|wiederholen|versuchen|versuche|probieren)"
)
_SHIFTS_DE = Pattern(
    rf"(?:\b(?:bitte|müssen|müssten|sollten|musst|müsstest|solltest|können|bitten wir sie|bitten sie|möchten wir sie bitten|wir bitten sie|erforderlich|notwendig|nötig)\b|\b\w+en sie\b|^\w+)[^.!?;]{{0,120}}?(?:\b{_AGAIN_DE}\b[^.!?;]{{0,80}}?\b{_DO_DE}\b|\b{_DO_DE}\b[^.!?;]{{0,80}}?\b{_AGAIN_DE}\b)"
    rf"|^(?:bitte )?{_DO_DE}\b[^.!?;]{{0,80}}?\b{_AGAIN_DE}\b"
    r"|\b\w+en sie\b[^.!?]{0,80}\b(?:per (?:post|fax|einschreiben)|im original|schriftlich)\b|\b(?:benötigen|brauchen|verlangen) wir\b[^.!?]{0,80}\b(?:im original|in doppelter|schriftlich|erneut|noch einmal|per post|per fax|per einschreiben)\b|\b(?:drucken|scannen|faxen|kopieren) sie\b[^.!?]{0,60}\b(?:aus|ein|und)\b"
    r"|\b(?:fragen|erkundigen|melden|beschweren|informieren) sie (?:sich )?(?:bitte |doch |dazu |damit |direkt |selbst )*(?:beim|bei der|bei dem|bei ihrer|bei ihrem)\b|\b(?:frag|erkundige dich|meld dich|melde dich|beschwer dich) (?:bitte |doch |da |dazu |direkt |selbst )*(?:beim|bei der|bei dem|bei deiner|bei deinem)\b"
    r"|\b(?:tragen|pflegen|geben|ändern|korrigieren|aktualisieren|prüfen|messen|holen|besorgen|klären|laden|bringen) sie\b[^.!?]{0,60}\b(?:selbst|selber|eigenständig|im portal|im kundenkonto|in der app|über das portal|über die app)\b|\bwiederholen sie\b|\bwiederhol\w* (?:bitte )?(?:die|den|das|deine?n?)\b"
    r"|\b(?:benötigen|brauchen) wir\b[^.!?]{0,60}\b(?:noch ?einmal|noch ?mal|erneut|komplett neu)\b|\b(?:nehmen|akzeptieren|bearbeiten) wir\b[^.!?]{0,30}\b(?:nur|ausschließlich)\b[^.!?]{0,20}\b(?:über|per|via|auf)\b"
    r"|\bgehen sie\b[^.!?]{0,40}\b(?:zum|zur|ins)\b[^.!?]{0,80}\b(?:lassen|holen|beantragen|besorgen|bescheinig\w*)\b|\b(?:lassen|besorgen|holen) sie sich\b[^.!?]{0,60}\b(?:bescheinigung|nachweis|bestätigung|attest|ausstellen|bescheinigen|beglaubigen)\b"
    r"|\bmeld\w* (?:dich|sie sich)\b[^.!?]{0,40}\b(?:neu|erneut|noch ?mal\w*|noch einmal)\b[^.!?]{0,15}\ban\b"
    r"|\bwenden sie sich\b[^.!?]{0,80}?\b(?:an|direkt|selbst)\b(?! mich| uns)|\bwende dich\b[^.!?]{0,60}?\ban\b(?! mich| uns)|\b(?:müssen|müssten|sollten) sie sich\b[^.!?]{0,60}\ban\b[^.!?]{0,60}\bwenden\b|\bsich (?:bitte )?(?:direkt |selbst |zuerst |zunächst )?an\b[^.!?]{3,60}\b(?:zu wenden|wenden)\b|\b(?:kontaktieren|fragen|klären) sie\b[^.!?]{0,60}\b(?:direkt|selbst|dort nach|mit (?:dem|der) (?:hersteller|absender|spediteur|paketdienst|bank|anbieter|verkäufer|händler))\b|\bkontaktieren sie (?:bitte )?(?:den|die|das|ihren|ihre|direkt)\b(?! (?:mich|uns))|\bklär das bitte (?:direkt|selbst|mit)"
    r"|\b(?:stellen sie|stell|stelle|stellen)\b[^.!?]{0,60}\b(?:neuen|erneuten|schriftlichen|formlosen|formellen|gesonderten|separaten|weiteren|eigenen)\b[^.!?]{0,20}\bantrag|\b(?:neuen|erneuten|schriftlichen|gesonderten|separaten) antrag\b[^.!?]{0,40}\b(?:stellen|einreichen|ausfüllen)|\bneu (?:zu )?beantragen|\b(?:nutzen|verwenden|benutzen) sie\b[^.!?]{0,40}\b(?:formular|kontaktformular|portal|ticketsystem|app)\b|\b(?:nutze|verwende) bitte\b[^.!?]{0,30}\b(?:formular|portal|app)"
    r"|\b(?:über|in) (?:unser|unserem?|das|dem) (?:online-?|web-?|kontakt-?|service-?|kunden-?|reklamations-?)?(?:formular|kontaktformular|kundenportal|portal|ticketsystem)\b[^.!?]{0,60}\b(?:ein|einreichen|melden|stellen|senden|beantragen|kontaktieren|anfragen|einzureichen|zu stellen|erfassen|vornehmen|mitteilen)\b|\b(?:reichen|melden|stellen|senden|schildern|richten|beantragen|erfassen|geben|kündigen|reklamieren|buchen) sie\b[^.!?]{0,80}\büber (?:unser|das|die) (?:\w+-?)?(?:formular|portal|app|ticketsystem|kontaktformular|onlineformular)"
    r"|\b(?:müssen|müssten|sollten|klären) sie\b[^.!?]{0,30}\bmit (?:ihrer|ihrem|dem|der|den) \w+[^.!?]{0,20}(?:\bklären\b|$|\.)|\b(?:melden|richten|senden|schicken|adressieren) sie\b[^.!?]{0,60}\b(?:direkt |bitte )?(?:beim|an den|an die|an das|bei der|bei dem) (?:hersteller|lieferanten|paketdienst|spediteur|absender|amt|behörde|einwohnermeldeamt|finanzamt|krankenkasse|versicherung|zentrale|fachabteilung|händler|verkäufer|netzbetreiber|vermieter|hausverwaltung)\b|\breichen sie\b[^.!?]{0,100}\b(?:nach|ein)\b(?![^.!?]*\b(?:damit|weil|denn|dann|um)\b)|\b(?:reich|reiche) (?:bitte )?[^.!?]{0,80}\b(?:nach|ein)\b(?![^.!?]*\b(?:damit|weil|denn|dann)\b)|\b(?:nachzureichen|nachreichen)\b(?![^.!?]*\b(?:damit|weil|denn|dann)\b)|\bversuchen sie es\b[^.!?]{0,40}\b(?:später|noch ?einmal|erneut|wieder|zu einem)|\bversuch es\b[^.!?]{0,30}\b(?:später|noch ?mal|noch einmal|erneut)|\bfüllen sie\b[^.!?]{0,60}\b(?:formular|antrag|fragebogen|vordruck)\b[^.!?]{0,60}\baus\b(?![^.!?]*\b(?:damit|weil|denn|dann)\b)|\bfüll(?:e)? bitte\b[^.!?]{0,60}\b(?:formular|antrag|fragebogen)\b[^.!?]{0,40}\baus\b(?![^.!?]*\b(?:damit|weil|dann)\b)"
    r"|\bmüssen sie (?:selbst|selber|persönlich|schriftlich|per post|zunächst)\b|\b(?:selbst|selber) (?:kümmern|klären|nachfragen|abholen|beantragen|erledigen|besorgen|ausfüllen|prüfen|tragen|bringen)\b|\bper (?:post|fax|einschreiben)\b[^.!?]{0,30}\b(?:zu senden|einzusenden|zuzusenden|senden|schicken|zurück|an)\b(?= )|\bin (?:doppelter|dreifacher) ausfertigung",
    _I,
)
_NO_SHIFT_DE = listed("refusal.no_shift_de")
_SHIFTS_EN = listed("refusal.shifts_en")
_NO_SHIFT_EN = listed("refusal.no_shift_en")


def dead_end(view: View) -> Iterator[Remark]:
    """`dead-end`: nothing but a refusal. The place is the sentence that refuses."""
    refuses, denied, way = map(
        view.narrow, (_REFUSES_DE, _NO_REFUSAL_DE, _WAY_DE) if view.german else (_REFUSES_EN, _NO_REFUSAL_EN, _WAY_EN)
    )
    refused = [
        one for one in view.sentences if refuses.search(one.low) and not denied.search(one.low) and "?" not in one.low
    ]
    if not refused or _helps(view, refused, refuses, way):
        return
    yield Remark("dead-end", refused[0].span, _offer(view))


def _helps(view: View, refused: list[Sentence], refuses: Pattern, way: Pattern) -> bool:
    """Whether any other sentence, or a part of a refusing one, shows a way."""
    for sentence in view.sentences:
        if sentence not in refused:
            if way.search(sentence.low) and not (_FILLER.search(sentence.low) and len(sentence.words) < 12):
                return True
        elif _turns(sentence.low, refuses) or any(
            way.search(part) and not refuses.search(part) and len(part.split()) > 2 for part in sentence.clauses
        ):
            return True
    return False


def _turns(low: str, refuses: Pattern) -> bool:
    """Whether a "but" has something possible on one side: "the model is gone, but its successor fits"."""
    sides = _BUT.split(low)
    return len(sides) > 1 and any(
        len(side.split()) > 2 and not refuses.search(side) and not _SORRY.search(side) for side in sides
    )


def _offer(view: View) -> str:
    if not view.german:
        return "What I can do for you instead: …"
    return (
        "Was ich dir stattdessen anbieten kann: …"
        if view.form == "du"
        else "Was ich Ihnen stattdessen anbieten kann: …"
    )


def effort_shift(view: View) -> Iterator[Remark]:
    """`effort-shift`: the person is to do again, or elsewhere, what we could do."""
    shifts, denied = map(view.narrow, (_SHIFTS_DE, _NO_SHIFT_DE) if view.german else (_SHIFTS_EN, _NO_SHIFT_EN))
    for sentence in view.sentences:
        match = shifts.search(sentence.low)
        if match and not denied.search(sentence.low) and not sentence.low.endswith("?"):
            better = (
                "I will take care of it; all I need is …"
                if not view.german
                else "Ich erledige das und brauche nur noch …"
            )
            yield Remark("effort-shift", sentence.span, better)
