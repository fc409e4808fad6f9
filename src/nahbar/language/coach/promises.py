"""What we promise: by a day, which can be tracked, or vaguely, which makes people wait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from nahbar.language.coach.days import Day, days
from nahbar.language.coach.finding import Promise, Remark
from nahbar.language.coach.lists import wordings
from nahbar.language.coach.view import Sentence, View
from nahbar.language.patterns import Pattern
from nahbar.language.spans import Span

_I = re.IGNORECASE
# How many working days the coach offers instead of "soon".
OFFERED = 3
_WEEKDAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}  # fmt: skip
_OURS_DE = Pattern(
    r"\b(?:ich|wir)\b|\b(?:meine?|unsere?)(?:r|n)? (?:kolleg\w+|chef\w*|monteur\w*|techniker\w*|fahrer\w*|team|mitarbeiter\w*|handwerker|werkstatt|buchhaltung|abteilung|labor|lager|hausmeister\w*|elektriker|installateur|spediteur|kundendienst)|\b(?:der|die|ein|eine) (?:monteur|techniker|fahrer|hausmeister|elektriker|handwerker|kollege|kollegin|installateur|klempner|maler|mechaniker|gutachter|arzt|ärztin|spedition|buchhaltung|werkstatt)\w*"
    r"|\b(?:sie|du) (?:bekommen|bekommst|erhalten|erhältst|kriegst|kriegen|hören|hörst|haben|hast)\b|\b(?:bekommen|bekommst|erhalten|erhältst|kriegst|hören|hörst|haben|hast) (?:sie|du)\b|\b(?:ihr|ihre|ihren|dein|deine|das|die|der|eine?|ein) (?:neue[rs]? )?(?:geld|paket|lieferung|rechnung|gutschrift|ersatz\w*|betrag|erstattung|rückzahlung|ware|bestellung|karte|ausweis|unterlagen|vertrag|bescheid|guthaben|rad|gerät|schlüssel|antwort|ergebnis|befund|angebot|rückruf|sendung|auto|wagen|überweisung)\b[^.!?]{0,60}\b(?:kommt|kommen|ist|sind|liegt|liegen|geht|gehen|wird|werden|trifft|landet|folgt|steht|erreicht|startet)\b"
    r"|\b(?:herr|frau) [a-zäöüß]+ (?:kommt|ruft|meldet|bringt|schickt|repariert|schaut|liefert|kümmert|holt|baut|tauscht|erledigt|sendet|prüft|wird)|\b(?:kommt|ruft|meldet|bringt|schickt|repariert|schaut|liefert|kümmert|holt|baut|tauscht) (?:sich )?(?:herr|frau|mein|meine|unser|unsere|der|ein) |\b(?:geht|kommt|folgt)\b[^.!?]{0,40}\b(?:raus|zu ihnen|zu dir|bei ihnen|auf den weg|in die post|zur post)\b|\b(?:bis|spätestens)\b[^.!?]*\b(?:ist|sind)\b[^.!?]*\b(?:fertig|da|bereit|repariert|erledigt|montiert|eingebaut|bei ihnen|bei dir|behoben|abgeschlossen|wieder)\b|\b(?:melde|schicke|sende|rufe|kläre|prüfe|gebe|liefere|bringe|hole|tausche|überweise|erstatte|erledige)\b|^(?:antwort|lieferung|rückmeldung|gutschrift)\b",
    _I,
)
_NOT_OURS_DE = Pattern(
    r"\b(?:geöffnet|offen|öffnen|öffnungszeit\w*|geschlossen|schließen|erreichbar|sprechstunde|sprechzeit\w*|zu erreichen|feiertag|ruhetag|betriebsferien|im urlaub|urlaub)\b|\b(?:erreichen sie|erreichst du) (?:uns|mich)\b"
    r"|\b(?:passt|passen|ginge|hätten|hättest|würde|würden|wäre|wollen|möchten|mögen|magst|möchtest|willst)\b|\b(?:termin|termine|plätze|platz|zeitfenster|slot)\b[^.!?]{0,50}\b(?:frei|möglich|anbieten|verfügbar|haben wir|habe ich|vormerken|vorschlag\w*)\b|\b(?:könnte|könnten|kann|können)\b[^.!?]{0,50}\b(?:anbieten|vorschlagen|frei|ermöglichen|einrichten|termin)\b|\b(?:anbieten|biete|bieten|vorschlag|vorschlage|vorschlagen|schlage|schlagen|frei)\b"
    r"|\b(?:ihr|dein|der|ihren|deinen|unser|den|ein|einen) (?:\w+)?termin\b|\b(?:sie (?:haben|bekommen) (?:einen|den|ihren) termin)|\bbitte\b(?! entschuldig| verzeih)[^.!?]{0,80}(?:\b(?:bis|am|vor|spätestens|innerhalb|binnen)\b)|\b(?:schicken|senden|zahlen|überweisen|melden|geben|kommen|bringen|sagen|antworten|kündigen|reichen|bezahlen|teilen|holen|rufen|schreiben|nennen|entscheiden|prüfen|lassen|stornieren|räumen|unterschreiben|begleichen) sie\b"
    r"|\b(?:benötige|benötigen|brauche|brauchen|bräuchte|bräuchten|erwarte|erwarten|erbitte|erbitten|bitte|bitten) (?:ich|wir)\b|\b(?:ich|wir) (?:benötige|benötigen|brauche|brauchen|bräuchte|bräuchten|erwarte|erwarten|bitte|bitten|erbitten)\b|\b(?:müssen|müssten|sollten|können|könnten|dürfen) (?:sie|du)\b|\b(?:sie|du) (?:müssen|müssten|sollten|können|könnten|dürfen|musst|kannst|solltest|darfst|könntest)\b|\b(?:kannst|musst|darfst|könntest|solltest) du\b|\bzahlbar\b|\bfrist\b|\bfällig\b|\bzeit (?:bis|haben)|\bhaben sie (?:noch )?(?:bis|zeit)|\bsie haben (?:noch )?(?:bis|zeit)\b"
    r"|\b(?:läuft|endet|gilt|gelten|gültig|beginnt|startet|findet|finden|dauert|feiern|feiert|feier|treffen|sehen uns|freue mich|freuen uns|freue ich|freuen wir|hoffe|hoffen|wünsche|wünschen|wünscht|lädt|laden wir|laden ein|einladen|eingeladen|treffpunkt|nikolaus|weihnachtsmann|einlass|basar|kurs|versammlung|veranstaltung|konzert|fest|sitzung|aktion|angebot gilt|verlängert sich|kündigungsfrist|laufzeit|schaffen|braucht|warten)\b|\bbis dahin\b|\b(?:wenn|falls|sofern|ob)\b|\bgeburtstag\b|\bfahrplan\b|\btäglich\b|\bimmer\b|\bjeden\b|\bmontags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags\b",
    _I,
)
_PAST_DE = Pattern(
    r"\b(?:habe|haben|hat|hatte|hatten|bin|sind|ist|wurde|wurden|war|waren|worden)\b[^.!?]*\b(?:ge\w{2,}(?:t|en)|\w+ge\w{2,}(?:t|en)|\w+iert|(?:be|ver|er|ent|zer|über|unter)\w{2,}(?:t|en)|worden|gewesen|da|dort|hier|unterwegs|fertig|angekommen|los)\b|\b(?:war|waren|wurde|wurden|kam|kamen|ging|gingen|hatte|hatten|schrieb|schrieben|gab|stand)\b|\bseit\b",
    _I,
)
_FUTURE_DE = Pattern(
    r"\b(?:bis|spätestens)\b[^.!?]*\b(?:ist|sind) (?:ihr|ihre|dein|deine|das|die|der|alles|es)\b|\b(?:wird|werde|werden|haben sie (?:ihr|ihre|ihren|das|den|die)|haben sie bis|ist (?:er|sie|es|das|ihr\w*|dein\w*)\b[^.!?]*\b(?:bei ihnen|bei dir|fertig|da))\b",
    _I,
)
_OURS_EN = Pattern(
    r"\b(?:i|we|i'll|we'll)\b|\b(?:my|our) (?:colleague|engineer|technician|driver|team|manager|workshop|plumber|electrician)\b|\b(?:the|your|a) (?:engineer|technician|driver|refund|parcel|delivery|money|replacement|key|keys|invoice|order|credit|card|results?|plumber|electrician|new \w+)\b[^.!?]{0,40}\b(?:will|is|are|arrives?|comes?|goes|leaves)\b|\byou(?:'ll| will) (?:have|get|receive|hear)|\b(?:mr|ms|mrs)\.? \w+ (?:will|comes)",
    _I,
)
_NOT_OURS_EN = Pattern(
    r"\b(?:open|closed|opening hours|office hours|available|on holiday|bank holiday)\b|\b(?:would|could you|can you|shall|does|suits?|prefer|offer|suggest|free|slots?|appointment|booked in)\b|\bplease\b[^.!?]{0,80}\b(?:by|on|before|within|until)\b|\b(?:we|i) (?:need|require|expect|ask|look forward|hope)\b|\b(?:you (?:can|need|must|have to|should|may|have until|have (?:until|by)))\b|\blook(?:ing)? forward|\b(?:ends?|runs?|expires?|valid|starts?|begins?|takes place|due|payable|meeting|course|event|deadline)\b|\bif\b|\bwhether\b|\bevery\b|\bmondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays\b|\bsee you\b|\bhave a\b",
    _I,
)
_PAST_EN = Pattern(
    r"\b(?:have|has|had)\s+(?:\w+ly |already |just |now |also )?\w+(?:ed|en|t|de|ne)\b|\b(?:was|were|sent|left|went|came|did|called|wrote|spoke|arrived|posted|received|changed|shipped)\b|\bsince\b",
    _I,
)
# Nobody waits for what already happened, or for what the person is to do.
_VAGUE_PAST = Pattern(
    r"\b(?:repariert|geschickt|erledigt|gelöst|behoben|geklärt|gekommen|geantwortet|reagiert|angerufen|gemeldet|verschickt|geliefert|getauscht)(?:\s*$|,|\.|!)|\b(?:have|has|had|was|were) \w+(?:ed|en|t|de|ne)\b",
    _I,
)
_VAGUE_ASKED = Pattern(
    r"\b(?:bitte|könnten sie|könntest du|können sie|kannst du|würden sie|please|could you|can you|kindly)\b|\b(?:schicken|senden|melden|geben|zahlen|überweisen|antworten|rufen|kommen|schreiben|reichen|bringen|teilen|lassen|werden|machen|nehmen|probieren) sie\b(?! (?:von|in|zeitnah|bald))|\b(?:sobald|wenn|falls|as soon as|when|once|if) (?:sie|du|es ihnen|es dir|you|das|die|der|it)\b|\byou (?:can|should|need|must|have to)\b|\b(?:müssen|sollten) sie\b|^(?:schick|send|sag|gib|meld|komm)\w*\b",
    _I,
)
_VAGUE_OURS_DE = Pattern(
    r"\b(?:ich|wir|uns|mich|mir|meine?|unsere?|mitarbeiter\w*|kolleg\w+|techniker\w*|monteur\w*|herr|frau|team)\b|\b(?:sie|du) (?:erhalten|erhältst|bekommen|bekommst|hören|hörst|werden|wirst)\b|\b(?:erhalten|erhältst|bekommen|bekommst|hören|hörst|kommt|folgt|erfolgt|wird|werden|geht|meldet|trifft|sollte|steht|ist|sind|können)\b",
    _I,
)
_VAGUE_OURS_EN = Pattern(r"\b(?:i|we|us|my|our|i'll|we'll)\b|\b(?:will|you'll|be|someone|follows?)\b", _I)
# "Bald" alone says little; with one of these verbs it is a promise.
_PROMISES = Pattern(
    r"\b(?:meld\w*|hören|erhalten|bekommen|bekommst|schick\w*|send\w*|klär\w*|kümmer\w*|antwort\w*|liefer\w*|reparier\w*|erledig\w*|prüf\w*|überweis\w*|erstatt\w*|bearbeit\w*|informier\w*|zurückruf\w*|ruf\w*|beheb\w*|veranlass\w*|komm\w* .{0,30}(?:zu|vorbei)|zurück|beantwort\w*|erfolg\w*|zukommen|get back|be in touch|hear|send|reply|respond|contact|call|fix|refund|repair|deliver|look into|update|resolve|receive|arrive|write)\b",
    _I,
)
_FAREWELL = Pattern(
    r"\bbis (?:bald|demnächst|später)\b|\bbald (?:wieder|mal wieder|gesund)|\b(?:hoffe|hoffen|freue|freuen|wünsche|wünschen|gute besserung)\b|\b(?:hope|look forward|get well|see you)\b|\b(?:schnell|bald|rasch|quickly|soon) (?:wieder |ganz )?(?:auf die beine|gesund|fit|better|well)|\b(?:geht|ging|so|wie|zu|sehr|ganz|how|very|too|so|as) (?:\w+ )?(?:schnell|rasch|zügig|quickly|soon)\b(?! (?:wie|as))|\bsoon(?:er|est)?\b (?:after|or)|\b(?:schnelle[rnms]?|rasche[rnms]?|zügige[rnms]?)\b",
    _I,
)
# "Wenn Bamberg zu weit ist, schicke ich es heute": an offer, not yet a promise.
_OFFER = Pattern(r"(?:aber |und |oder |but |and |or )?(?:wenn|falls|sollten|sollte|if|should)\b", _I)
_WEAK_LINE = 1


def vague(view: View) -> Iterator[Remark]:
    """`promise-vague`: we will, but when? With a day to take instead where now is known."""
    for sentence in view.sentences:
        for hit in wordings(f"vague.{view.language}").find(sentence):
            if view.is_quoted(hit.span.start, hit.span.end):
                continue
            clause = _clause(sentence, hit.span)
            if _is_vague(view, sentence, clause, weak=hit.line == _WEAK_LINE):
                yield Remark("promise-vague", hit.span, _offered(view))


def _is_vague(view: View, sentence: Sentence, clause: str, *, weak: bool) -> bool:
    if "?" in sentence.low or any(True for _ in days(sentence.span.text, view.language, None)):
        return False
    done = re.search(r"\b(?:habe|haben|hat|hatte|hatten|wurden?|have|has|had)\b", clause) and not re.search(
        r"\bw[ie]rd", clause
    )
    if done or _VAGUE_ASKED.search(clause) or _VAGUE_PAST.search(clause):
        return False
    if weak and (
        _FAREWELL.search(clause)
        or not _PROMISES.search(clause)
        or not re.search(r"\b(?:ich|wir|uns|mich|erfolgt|wird|kommt|geht|folgt|i|we|us|will|you'll)\b", clause)
    ):
        return False
    return bool((_VAGUE_OURS_DE if view.german else _VAGUE_OURS_EN).search(sentence.low))


def _clause(sentence: Sentence, span: Span) -> str:
    """The part of the sentence between commas and "und" in which a wording stands, in lower case."""
    text, at = sentence.span.text.replace("\n", " "), span.start - sentence.span.start
    before = [match.end() for match in re.finditer(r"[,;:]\s|\s(?:und|aber|sondern|and|but)\s", text[:at])]
    after = re.search(r"[,;:]\s|\s(?:und|aber|sondern|and|but)\s", text[at + len(span.text) :])
    end = at + len(span.text) + after.start() if after else len(text)
    return text[before[-1] if before else 0 : end].lower().strip()


def _offered(view: View) -> str:
    now = view.draft.now
    if now is None:
        return "bis Donnerstag" if view.german else "by Thursday"
    day, left = now.date(), OFFERED
    while left:
        day += timedelta(1)
        left -= day.weekday() < 5
    return f"bis {day_in_words(day, 'de')}" if view.german else f"by {day_in_words(day, 'en')}"


def day_in_words(day: date, language: str) -> str:
    """ "Donnerstag, 26. November" or "Thursday, 26 November"."""
    month = _MONTHS[language][day.month - 1]
    dot = "." if language == "de" else ""
    return f"{_WEEKDAYS[language][day.weekday()]}, {day.day}{dot} {month}"


def promised(view: View, threatening: frozenset[Span]) -> list[Promise]:
    """What the draft promises by a day, outside of sentences that threaten."""
    return [
        Promise(sentence.part(day.start, day.end), day.day)
        for sentence in view.sentences
        if sentence.span not in threatening
        for day in days(sentence.span.text.replace("\n", " "), view.language, view.draft.now)
        if _is_promise(view, sentence, day)
    ]


def dated(view: View, promises: list[Promise]) -> Iterator[Remark]:
    """`promise-dated`: offers to track each promise."""
    for promise in promises:
        words = day_in_words(promise.due, view.draft.interface or view.language) if promise.due else promise.span.line
        year = f" {promise.due.year}" if promise.due else ""
        yield Remark("promise-dated", promise.span, words=words + year)


def _is_promise(view: View, sentence: Sentence, day: Day) -> bool:
    now = view.draft.now
    if day.day and now and day.day < now.date():
        return False
    if view.is_quoted(sentence.span.start + day.start, sentence.span.start + day.end):
        return False
    clause = _clause(sentence, sentence.part(day.start, day.end))
    ours, not_ours, past = (_OURS_DE, _NOT_OURS_DE, _PAST_DE) if view.german else (_OURS_EN, _NOT_OURS_EN, _PAST_EN)
    if sentence.low.endswith("?") or not_ours.search(clause) or _OFFER.match(sentence.low):
        return False
    if past.search(clause) and not (view.german and _FUTURE_DE.search(clause)):
        return False
    return bool(
        ours.search(clause)
        or (not past.search(sentence.low) and not not_ours.search(sentence.low) and ours.search(sentence.low))
    )
