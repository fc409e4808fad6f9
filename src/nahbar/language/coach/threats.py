# ruff: noqa: E501 - one pattern or sentence a line reads better than its pieces
"""Threats: a condition put to the person, and a harm that follows; or somebody strong of ours who is named."""

from __future__ import annotations

import re

from nahbar.language.coach.lists import listed
from nahbar.language.coach.view import Sentence
from nahbar.language.patterns import Pattern

_I = re.IGNORECASE
_WANTING = (
    r"(?:nicht|nichts|nie|kein\w*|weiter|weiterhin|wieder|erneut|nochmals?|noch ?mal|noch einmal|zu spät|offen|aus)"
)
# "Zahlen Sie nicht, ...", "Ist er bis Mittwoch nicht weg, ...", "Wer nicht zahlt, ...", "Bei Verzug ...", "Ohne Nachweis ...".
_CONDITION = Pattern(
    rf"(?:^|[.:] )(?:und |also |aber )?\w+(?:en|t|st) (?:sie|du|ihr|er|es|der|die|das|ihre?\w*|deine?\w*|bis|am)\b[^,]{{0,90}}\b{_WANTING}\b[^,]{{0,40}},"
    rf"|\b(?:wenn|falls|sofern|solange|sollten?|solltest|wer)\b[^,]{{0,110}}\b{_WANTING}\b[^,]{{0,50}},"
    rf"|\b(?:wenn|falls|sofern)\b[^.!?]{{0,90}}\b{_WANTING}\b"
    r"|\bbei(?:m)? (?:\w+ )?(?:nächsten|weiteren|erneuten|wiederholten|\w*verzug|\w*verstoß|\w*verspätung|zuwiderhandlung\w*|nichtzahlung|nichterscheinen|ausbleiben\w*|überschreit\w*|missachtung)\b"
    r"|\bohne (?:ihre?n?|deine?n?|rechtzeitige|fristgerechte|eine?n?)?\s?(?:\w+ )?\w*(?:zahlung|unterschrift|nachweis|antwort|rückmeldung|anmeldung|zustimmung|mitwirkung|attest|beleg)\b"
    r"|\b(?:entweder|noch (?:ein|eine|einmal) (?:\w+ ){0,4}(?:und|dann)|ein (?:weiteres|letztes) mal|ab (?:dem|der) (?:zweiten|dritten|vierten|nächsten))\b"
    rf"|^\w+en (?:sie|du)\b[^,]{{0,60}}\b{_WANTING},"
    r"|\b(?:sonst|andernfalls|anderenfalls|ansonsten|widrigenfalls)\b|\bnach ablauf (?:der|dieser) frist\b",
    _I,
)
_THEIRS = r"(?:ihre?[mnrs]?|deine?[mnrs]?|sie|dich|ihnen|dir)"
_HARM = Pattern(
    rf"\b(?:sperren|kündigen|löschen|streichen|stornieren|beenden|entziehen|pfänden|versteigern|verschrotten|entsorgen|vergeben|abmahnen|mahnen|verklagen|melden|schließen|werfen|schmeißen|setzen|verweisen|belangen|beantragen|verlangen|fordern|berechnen|behalten) (?:wir|ich)\b[^.!?]{{0,50}}\b{_THEIRS}\b"
    r"|\b(?:stellen|schalten|drehen|klemmen|ziehen|nehmen) (?:wir|ich)\b[^.!?]{0,70}\b(?:ab|weg|ein)\b"
    r"|\b(?:verlieren|verlierst|verliert|verwirken|verwirkt|verfällt|verfallen|erlischt|erlöschen|entfällt)\b"
    r"|\b(?:wird|werden|lassen|müssen|muss)\b[^.!?]{0,70}\b(?:gesperrt|gekündigt|gelöscht|gestrichen|entzogen|gepfändet|versteigert|entsorgt|vergeben|abgemahnt|gemeldet|abgestellt|abgeschaltet|abgeklemmt|abgeschleppt|abschleppen|ausgeschlossen|eingezogen|einbehalten|entfernt|verschrottet|geräumt|räumen|teuer|exmatrikuliert)\b"
    rf"|\b(?:wohnung|platz|vertrag|termin|rabatt|anspruch|garantie|konto|zugang|kaution|anzahlung|stelle|karte|gutschein)\b[^.!?]{{0,25}}\b(?:ist|sind|wäre) (?:\w+ )?(?:weg|futsch|verloren|dahin)\b"
    rf"|\bauf (?:ihre|deine|eure) (?:eigenen )?kosten\b|\bzu (?:ihren|deinen) lasten\b|\bkostenpflichtig\b|\bhausverbot\b|\b(?:fallen|entstehen|kommen)\b[^.!?]{{0,40}}\b(?:\w*gebühr\w*|\w*kosten|zinsen)\b"
    rf"|\b(?:darfst|dürfen|darf|kannst|können) (?:du|sie)\b[^.!?]{{0,60}}\b(?:nicht|kein\w*)\b|\b(?:bekommen|bekommst|kriegst|erhalten|gibt es)\b[^.!?]{{0,40}}\b(?:nichts|kein\w*|nie) ?(?:mehr|wieder)\b|\b(?:fliegst|fliegen)\b[^.!?]{{0,40}}\b(?:raus|aus|von)\b"
    r"|\b(?:müssen|musst|müsst|können|kannst) (?:sie|du) (?:sich|dir)\b[^.!?]{0,40}\b(?:ander\w*|neue\w*)\b[^.!?]{0,40}\b(?:suchen|umsehen)|\b(?:brechen|beenden|stoppen|verweigern|lehnen) (?:wir|ich)\b|\bin rechnung\b|\b(?:räumen|öffnen|abholen|entfernen) (?:und|lassen)\b|\b(?:lassen|nehmen) (?:wir|ich) (?:sie|ihn|es|das|den|die)\b[^.!?]{0,30}\b(?:räumen|öffnen|abholen|entfernen|weg)\b"
    r"|\btreten (?:wir|ich)\b[^.!?]{0,30}\bzurück\b|\b(?:ab(?:zu)?zieh\w*|abgezogen)\b|\b(?:zahlst|zahlen) (?:du|sie)\b[^.!?]{0,30}\b(?:komplett|selbst|voll\w*|alles|drauf)\b|\bbehalten (?:wir|ich)\b"
    r"|\b(?:ärger|probleme|konsequenzen|unannehmlichkeiten|folgen)\b[^.!?]{0,20}\b(?:mit|haben|geben|rechnen|für)\b|\b(?:unangenehm|ungemütlich|ernst|teuer)\b"
    r"|\b(?:rechts)?anw[aä]lt\w*|\bgericht(?:e|s|lich\w*)?\b(?! des)|\binkasso\w*|\bpolizei\b|\bauskunftei\b|\bschufa\b|\banzeige\b|\bmahnbescheid|\b\w*mahnung\b|\bgerichtsvollzieher\w*",
    _I,
)
# Ours, and strong: nobody names them to be kind.
_STRONG = Pattern(
    r"\b(?:unser\w*|mein\w*) (?:rechts)?(?:anw[aä]lt\w*|abteilung recht|jurist\w*|inkasso\w*)\b(?![^.!?]*\b(?:hilft|berät|gern)\b)|\bunsere rechtsabteilung\b(?![^.!?]*\b(?:hilft|berät|gern)\b)"
    r"|\b(?:bleibt|bliebe|haben wir)\b[^.!?]{0,30}\b(?:nur|kein anderer)\b[^.!?]{0,40}\b(?:gericht|anwalt|klage|anzeige|kündigung|weg vor)|\b(?:dann|danach|sonst) (?:wird|werden) (?:es|wir|das)\b[^.!?]{0,20}\b(?:unangenehm|ungemütlich|ernst|teuer|deutlicher|andere saiten)\b|\berlischt (?:ihr|dein)\b|\bsehen wir uns (?:dann )?(?:vor|in) (?:dem )?gericht"
    r"|\b(?:akte|fall|forderung|vorgang|sache|angelegenheit)\b[^.!?]{0,30}\b(?:geht|liegt|wandert|landet)\b[^.!?]{0,30}\b(?:anwalt|anwältin|inkasso\w*|gericht|staatsanwaltschaft)|\binkasso\w*\b[^.!?]{0,40}\b(?:übernimmt|übernehmen|meldet|melden|kümmert)\b"
    r"|\b(?:gut|zweimal|genau) überlegen\b[^.!?]{0,20}\bob\b|\bwarnen (?:wir )?(?:sie|dich)\b|\bwarne (?:ich )?(?:sie|dich)\b",
    _I,
)
# What people owe: where it is put as a condition, all but help is a threat.
_OWED = Pattern(
    r"(?:^|[.:] )(?!.*\bkönnen\b)(?!(?:wäre|hätte|würde|könnte|hatte)\w*\b)\w+(?:en|st|t|e) (?:sie|du|die|der|das|ihre?|deine?)\b[^,]{0,60}\bnicht\b[^,]{0,40},"
    r"|\b(?:wenn|falls|sofern|solange|sollten?|solltest)\b(?![^,]*\b(?:können|kannst|könnten)\b)[^,]{0,60}\b(?:nicht|kein\w*|nie)\b[^,]{0,40}(?:zahl|überweis|begleich|beglich|zurückbring|zurückgeb|zurückgeg|zurückschick|einreich|vorleg|nachweis|unterschr|unterz|entfern|räum|reagier|antwort|erschein|unterlass|unterläss|abgeb|einhalt|einhält|bezahl|mitwirk)\w*[^,]{0,20},"
    r"|\b(?:sollten?|wenn|falls)\b[^,]{0,50}(?:zahlung|miete|betrag|rate|beitrag|nachweis|unterlagen|beleg)\b[^,]{0,40}\b(?:ausbleib\w*|fehlen|fehlt|nicht)\b[^,]{0,30},|\bohne (?:gültige[ns]?|eine?n?|ihre?n?|deine?n?) \w*(?:attest|nachweis|zahlung|unterschrift|beleg|ausweis|fahrkarte|ticket)\b",
    _I,
)
_HELP = Pattern(
    r"\b(?:gern\w*|kein\w* (?:problem|sorge|eile|ding|kosten)|schlimm|helf\w*|hilft|einfach|lösung|kostenlos|umsonst|ersatz|tausch\w*|erstatt\w*|kümmer\w*|erinner\w*|davon aus|nachfrag\w*|frag\w*|ruf\w*|schreib\w*|komm\w*|sag\w*|meld\w*|geht (?:auch|das)|reicht|genügt|finden wir|findet sich|nichts|vielleicht|wahrscheinlich|liegt (?:es|das) (?:meist|oft))\b|\b(?:schicke|gebe|bringe|lege|suche|mache|nehme|drucke|hole|warte|prüfe) ich\b|\b(?:schicken|geben|bringen|suchen|holen|warten|prüfen|liefern|reparieren) wir\b",
    _I,
)
_CONDITION_EN = Pattern(
    r"\bif\b[^.!?]{0,80}\b(?:not|n't|nothing|no|nobody|never|again|late|still|fail\w*|ignore\w*|miss|unpaid|another|keep\w*|continue\w*)\b|\bunless\b|\botherwise\b|\bor else\b|\bfailing (?:that|this)\b|\bfailure to\b|\bnext time\b|\bone more\b|\bwithout (?:your|a|the|any) (?:payment|signature|reply|answer|proof|response)\b|\banyone who\b|\bthose who\b",
    _I,
)
_HARM_EN = Pattern(
    r"\b(?:collection agenc\w*|debt collect\w*|collectors?|solicitors?|lawyers?|attorneys?|courts?|police|bailiffs?|prosecut\w*)\b"
    r"|\b(?:we|i)(?:'ll| will| shall| must| have to| are going to)\b[^.!?]{0,40}\b(?:suspend|terminate|disconnect|cut|block|cancel|close|evict|fine|remove|delete|ban|report you|sue|clamp|tow|expel|charge you|withhold|repossess|change the locks|turn off|switch off|give your|let your|throw)\b"
    r"|\b(?:your|the) \w+(?: \w+)? (?:will|shall|is going to) be (?:suspended|terminated|disconnected|cut|blocked|cancelled|canceled|closed|deleted|removed|withheld|towed|forfeited)\b"
    r"|\byou(?:'ll| will) (?:lose|be (?:charged|fined|banned|removed|evicted|excluded|liable)|no longer|have to pay)\b|\bat your (?:own )?(?:expense|cost)\b|\b(?:late|extra|additional) (?:fees?|charges?)\b",
    _I,
)
_STRONG_EN = Pattern(
    r"\bour (?:solicitors?|lawyers?|attorneys?|legal (?:team|department))\b(?![^.!?]*\b(?:help|advise|happy|gladly)\b)|\b(?:collection agency|debt collectors?)\b[^.!?]{0,40}\b(?:will|take)\b|\bthink (?:twice|carefully|hard)\b[^.!?]{0,20}\bbefore\b|\bconsider yourself warned\b|\bwe warn you\b",
    _I,
)


class Threats:
    """What threatens, narrowed to one draft."""

    def __init__(self, text: str, *, german: bool) -> None:
        names = ("threat_de", "if_not", "harm", "no_threat_de") if german else ("threat_en", "if_not_en", "harm_en", "no_threat_en")  # fmt: skip
        own = (_STRONG, _CONDITION, _HARM) if german else (_STRONG_EN, _CONDITION_EN, _HARM_EN)
        sure, condition, harm, self.harmless = (_LISTS[name].within(text) for name in names)
        strong, structure, loss = (pattern.within(text) for pattern in own)
        self.owed = _OWED.within(text) if german else None
        self.sure, self.conditions, self.harms = (sure, strong), (condition, structure), (harm, loss)

    def found(self, sentence: Sentence, before: str) -> re.Match[str] | None:
        """The words that threaten; `before` is the sentence before, in lower case, which may hold the condition."""
        low = sentence.low
        if self.harmless.search(low) or low.endswith("?"):
            return None
        match = _first(self.sure, sentence.flat)
        if match:
            return match
        if self.owed and (owed := self.owed.search(sentence.flat)) and not _HELP.search(sentence.flat, owed.end()):
            return owed
        follows = re.match(r"(?:dann|so|then|in diesem fall|in that case)\b", low) and _first(self.conditions, before)
        return _first(self.harms, sentence.flat) if follows or _first(self.conditions, low) else None


def _first(patterns: tuple[Pattern, ...], text: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.search(text))), None)


_LISTS = {
    name: listed(f"tone.{name}")
    for name in ("threat_de", "if_not", "harm", "no_threat_de", "threat_en", "if_not_en", "harm_en", "no_threat_en")
}
