"""Refusals without a way forward, and work that is pushed back to the person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.coach.finding import Remark
from nahbar.language.coach.view import Sentence, View
from nahbar.language.patterns import Pattern

_I = re.IGNORECASE
_REFUSES_DE = Pattern(
    r"\b(?:ist|sind|war|wäre|bleibt|wird)\b[^.!?;]{0,80}\b(?:nicht (?:mehr |länger |leider )?möglich|ausgeschlossen|unmöglich|nicht vorgesehen|nicht zulässig|nicht gestattet|nicht erlaubt|nicht machbar|nicht drin|nicht realisierbar|nicht umsetzbar)\b|\bnicht (?:mehr )?möglich\b|\bunmöglich\b(?! zu sagen)"
    r"|\b(?:können|kann|könnten) (?:wir|ich)\b[^.!?;]{0,90}\b(?:nicht|nichts|kein\w*|leider weder)\b|\b(?:wir|ich) (?:können|kann|könnten)\b[^.!?;]{0,90}\b(?:nicht|nichts|kein\w*)\b(?! (?:nur|zu lange|besser|anders))"
    r"|\b(?:dürfen|darf) (?:wir|ich|man)\b[^.!?;]{0,70}\b(?:nicht|kein\w*)\b|\b(?:wir|ich) (?:dürfen|darf)\b[^.!?;]{0,70}\b(?:nicht|kein\w*)\b"
    r"|\b(?:ablehnen|abgelehnt|abzulehnen|lehnen (?:wir|ihr)\w*|zurückweisen|zurückgewiesen|abgewiesen|verweigern|verweigert)\b|\beine (?:absage|ablehnung)\b|\babsagen müssen|\bmüssen (?:wir )?(?:ihnen |dir )?(?:leider )?(?:absagen|verneinen)"
    r"|\b(?:geht|gehen|klappt) (?:das |dies |es |bei uns |hier |so |leider |daher )*(?:leider )?(?:nicht|gar nicht|überhaupt nicht)\b|\bgeht\b[^.!?;]{0,40}\bnicht\b"
    r"|\b(?:führen|haben|verkaufen|produzieren|vertreiben|liefern|bieten|machen|nehmen|übernehmen|erstatten|akzeptieren|tauschen|reparieren|versenden|annehmen|leisten|vergeben|verschicken|vermieten|gewähren|geben|sehen|gibt|kennen) (?:wir|ich|es|das|den|die|solche|so etwas)\b[^.!?;]{0,70}\b(?:nicht|kein\w*)\b"
    r"|\bwir (?:führen|haben|verkaufen|liefern|bieten|machen|nehmen|übernehmen|erstatten|akzeptieren|tauschen|reparieren|leisten|vergeben|vermieten|gewähren|geben|sehen)\b[^.!?;]{0,70}\b(?:nicht|kein\w*)\b"
    r"|\bgibt es\b[^.!?;]{0,60}\b(?:nicht|kein\w*)\b|\bes gibt\b[^.!?;]{0,40}\b(?:kein\w*|leider nicht)\b|\bnicht zuständig|\bkein\w* (?:möglichkeit|anspruch|spielraum|ausnahmen?|kulanz|auskunft|erstattung|gutschrift|rückgabe|umtausch|rabatt|lösung|ersatz|kapazität\w*|bedarf)\b(?! (?:nötig|brauchen))"
    r"|\bkein\w* (?:aussicht|chance|andere\w* (?:auskunft|antwort|mitteilung|entscheidung)|handlungsbedarf|grund)\b|\bkommt (?:leider |für uns |daher )?nicht in (?:betracht|frage)|\bscheidet (?:leider )?aus\b|\b(?:schon|bereits|leider) (?:schon |bereits )?(?:vergeben|vermietet|verkauft|besetzt|voll)\b|\bwird (?:leider )?nicht mehr\b|\bnehmen (?:wir )?[^.!?]{0,40}\bkeine?n?\b|\bnicht durch(?:geführt)?\b|\b(?:ausverkauft|vergriffen|ausgebucht|eingestellt|restlos vergeben|voll belegt)\b|\bnicht mehr (?:lieferbar|erhältlich|verfügbar|im sortiment|im programm|hergestellt|frei|vorrätig|zu haben|zu bekommen|auf lager|angeboten|produziert)|\bnicht (?:verfügbar|erhältlich|lieferbar|vorrätig|erstattungsfähig|versichert|umtauschbar|förderfähig)\b"
    r"|\b(?:kein\w*|nicht) (?:\w+ )?(?:stattgeben|nachkommen|entsprechen|entgegenkommen|weiterhelfen|helfen|berücksichtigen|berücksichtigt|annehmen|erstatten|akzeptieren|einverstanden)\b|\b(?:sie|du|ihnen) (?:können|kannst|dürfen|darfst)\b[^.!?;]{0,60}\b(?:leider|erst)\b[^.!?;]{0,40}\b(?:nicht|kein\w*)\b|\b(?:sie können|können sie|du kannst|kannst du|dürfen sie|darfst du)\b[^.!?;?]{0,60}\bnicht (?:vorzeitig|mehr|kündigen|zurückgeben|widerrufen|umtauschen|ändern|teilnehmen|mitnehmen|stornieren)\b"
    r"|\bbleibt (?:es )?(?:daher |also |leider |somit )?(?:dabei|bei (?:unserer|der) (?:entscheidung|ablehnung|absage))|\bentscheidung (?:ist|bleibt) (?:endgültig|bestehen)|\bauf (?:unsere|der) (?:entscheidung|ablehnung)|\bkönnen nichts\b|\bnichts (?:für sie |für dich |mehr |weiter |daran )?(?:tun|machen|ändern)\b|\bwarten müssen\b|\bnoch bis \w+ gebunden\b|\baußerstande\b|\bnicht in der lage\b|\bnicht (?:weiter)?helfen\b|\bnicht unsere aufgabe",
    _I,
)
_NO_REFUSAL_DE = Pattern(
    r"\b(?:kein problem|keine sorge|keine umstände|kostet nichts|keine kosten|keine gebühr\w*|nicht nötig|nicht schlimm|nichts (?:zu tun|weiter|tun|zahlen|machen|mehr zu)|keinen cent|kein thema|nichts falsch|brauchen sie|brauchst du|müssen sie|musst du|nicht vergessen|nicht nur|nicht versäumen|nichts dagegen|sagt mir nichts|nicht lange|nicht weit|nicht zuletzt|nicht ausgeschlossen|kann nicht schaden|leider noch nicht genau|nicht wissen|nicht oft genug|nicht gesehen|nicht gedacht|nicht passieren|kein wunder|nicht besser|nicht finden|nicht erkennen|nicht verlangen|nicht zumuten|nicht verübeln|nicht so stehen|nicht so lassen)\b"
    r"|\b(?:ich|wir) (?:haben|habe|hatten|hatte)\b[^.!?;]{0,60}\bnicht\b|\bnicht (?:von ihnen|von dir) (?:verlangen|erwarten)",
    _I,
)
_WAY_DE = Pattern(
    r"\b(?:stattdessen|statt dessen|alternativ\w*|dafür|trotzdem|dennoch|ersatzweise|ausnahmsweise|aus kulanz|kulanz\w*|entgegenkommen\w*|als ausgleich|zum ausgleich|als dank|als ersatz|zum trost|wiedergutmachung)\b|\b(?:biete|bieten|anbieten|angebot|vorschlag|vorschlagen|schlage|schlagen|empfehle|empfehlen|empfiehlt|rate|raten|tipp)\b"
    r"|\b(?:sie können|können sie|du kannst|kannst du|könnten sie|könntest du|dürfen sie|darfst du|lässt sich|bekommen sie|erhalten sie|bekommst du|finden sie|findest du|erreichen sie)\b|\b(?:wenn|falls|sofern|sobald) (?:sie|du|es ihnen|ihnen|dir|das)\b|\b(?:möchten|wollen|mögen|hätten|wäre|würde|hättest|magst|willst|passt|reicht|genügt) (?:sie|du|ihnen|dir|das|es)\b|\b(?:wäre|würde)\b[^.!?]{0,40}\b(?:möglich|ihnen|dir|helfen)\b"
    r"|\bbitte\b[^.!?]{0,40}\b\w+en sie\b|\b(?:schreiben|melden|fragen|schicken|sagen|geben|wenden|rufen|kommen|schauen|probieren|nehmen|nutzen|lassen|besuchen|holen) sie\b|\b(?:schreib|meld|melde|frag|schick|sag|gib|ruf|komm|schau|probier|nimm|nutz|lass|hol)\b|\bwiderspr(?:uch|echen)\b|\b(?:gutschein|gutschrift|rabatt|leihgerät|leihweise|leihen|ersatzgerät|ratenzahlung|warteliste|nachlass|freikarte|schnupper\w*|probe\w*)\b|\banlaufstelle|\bansprechpartner|\bverbraucherzentrale|\bschlichtung"
    r"|\b(?:ich|wir) (?:habe|haben|kann|können|schicke|schicken|gebe|geben|erstatte|erstatten|überweise|überweisen|lege|legen|rufe|rufen|frage|fragen|suche|suchen|reserviere|reservieren|melde|melden|trage|setze|setzen|merke|notiere|bestelle|bestellen|besorge|besorgen|übernehme|übernehmen|buche|buchen|tausche|tauschen|repariere|reparieren|verlängere|verlängern|schenke|schenken|zahle|zahlen|lade|laden|leite|helfe|helfen|nehme|nehmen|schaue|schauen|mache|machen|kümmere|kümmern|würde|könnte|könnten|stelle|stellen|spreche|organisiere|vermittle|begleite|versuche|versuchen|schreibe)\b(?![^.!?]*\b(?:leider|bedauern|verständnis|sorgfältig|geprüft|erhalten|bedanken|gelesen|zur kenntnis|eingehend)\b)"
    r"|\b(?:habe|haben|schicke|schicken|reserviere|gebe|lege|notiere|erstatte|überweise|kümmere|melde|leite|besorge|übernehme|helfe|helfen|kann|können|könnte|könnten) (?:ich|wir)\b(?![^.!?]*\b(?:leider|bedauern|verständnis|sorgfältig|geprüft|erhalten|bedanken|gelesen|zur kenntnis)\b)|\b(?:dort|nebenan|in der nähe|im nächsten|ab (?:dem|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|nächst\w*|kommend\w*|montag|dienstag|mittwoch|donnerstag|freitag|\d)|wieder (?:da|frei|möglich|lieferbar)|im (?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|frühjahr|herbst|sommer|winter))\b|\bhilft (?:ihnen|dir)\b|\bübernimmt\b|\bmacht das\b|\bnimmt\b|\bfährt\b|\bsteht noch\b|\bhat noch\b|\bführt\b|\bzwei (?:wege|möglichkeiten)|\b(?:guter|anderer|einfacher) weg|\blösung:|\bmöglich (?:ist|wäre|sind) (?:aber|jedoch|dagegen|hingegen)|\b(?:aber|jedoch|dagegen|hingegen|allerdings|doch)\b",
    _I,
)
_REFUSES_EN = Pattern(
    r"\b(?:cannot|can't|can not|could not|couldn't|unable to|not able to|won't be able|not in a position)\b|\b(?:is|are|was|were|will be) (?:\w+ )?(?:not|never|no longer) (?:\w+ )?(?:possible|available|allowed|permitted|refundable|eligible|covered|accepted|transferable|offered|entitled)|\b(?:impossible|sold out|fully booked|discontinued|out of stock|non-refundable|ineligible)\b|\b(?:reject\w*|declin\w*|refus\w*|den(?:y|ied)|turn(?:ed)? down)\b"
    r"|\b(?:do not|don't|does not|doesn't|no longer) (?:\w+ )?(?:offer|sell|stock|accept|deliver|ship|give|provide|make|have|refund|exchange|repair|allow|cover|do)\b|\bno (?:refunds?|exceptions?|exchanges?|alternative|option|way|solution|entitlement)\b|\bnot (?:our|my) (?:responsibility|department|problem|job)|\bnothing (?:more |else |further )?(?:we|i) can\b|\bour decision (?:is|stands|remains)|\bafraid (?:not|we|i|that|this|there|it)\b",
    _I,
)
_NO_REFUSAL_EN = Pattern(
    r"\bno problem|\bno need|\bnot (?:at all|a problem|necessary|only)|\bno (?:charge|cost|fee|worries|trouble)|\bcannot (?:thank|apologi[sz]e|wait|imagine|be right)|\byou do(?:n't| not) (?:have|need)|\bcan't (?:thank|wait)|\bwe did not\b|\bi did not\b|\bif you (?:cannot|can't|are unable)",
    _I,
)
_WAY_EN = Pattern(
    r"\b(?:instead|alternatively|however|but|though|nevertheless|still|in return|as a gesture|goodwill|what (?:i|we) can)\b|\b(?:you (?:can|could|may|might)|if you|would you|happy to|glad to|gladly|i (?:have|can|could|will|would|suggest|recommend)|we (?:have|can|could|will|would|offer|suggest|recommend)|i'll|we'll|let me|please (?:write|send|contact|try|ask|let|tell|use|come))\b(?![^.!?]*\b(?:regret|understanding|carefully reviewed|received|afraid|sorry)\b)|\b(?:voucher|discount|waiting list|appeal|refund you|replacement|loan|another (?:one|way|option)|there is a)\b|\btry\b|\bhave (?:asked|put|reserved)\b",
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
    r"|\bwenden sie sich\b[^.!?]{0,80}?\b(?:an|direkt|selbst)\b(?! mich| uns)|\bwende dich\b[^.!?]{0,60}?\ban\b(?! mich| uns)|\b(?:müssen|müssten|sollten) sie sich\b[^.!?]{0,60}\ban\b[^.!?]{0,60}\bwenden\b|\bsich (?:bitte )?(?:direkt |selbst |zuerst |zunächst )?an\b[^.!?]{3,60}\b(?:zu wenden|wenden)\b|\b(?:kontaktieren|fragen|klären) sie\b[^.!?]{0,60}\b(?:direkt|selbst|dort nach|mit (?:dem|der) (?:hersteller|absender|spediteur|paketdienst|bank|anbieter|verkäufer|händler))\b|\bkontaktieren sie (?:bitte )?(?:den|die|das|ihren|ihre|direkt)\b(?! (?:mich|uns))|\bklär das bitte (?:direkt|selbst|mit)"
    r"|\b(?:stellen sie|stell|stelle|stellen)\b[^.!?]{0,60}\b(?:neuen|erneuten|schriftlichen|formlosen|formellen|gesonderten|separaten|weiteren|eigenen)\b[^.!?]{0,20}\bantrag|\b(?:neuen|erneuten|schriftlichen|gesonderten|separaten) antrag\b[^.!?]{0,40}\b(?:stellen|einreichen|ausfüllen)|\bneu (?:zu )?beantragen|\b(?:nutzen|verwenden|benutzen) sie\b[^.!?]{0,40}\b(?:formular|kontaktformular|portal|ticketsystem|app)\b|\b(?:nutze|verwende) bitte\b[^.!?]{0,30}\b(?:formular|portal|app)"
    r"|\b(?:über|in) (?:unser|unserem?|das|dem) (?:online-?|web-?|kontakt-?|service-?|kunden-?|reklamations-?)?(?:formular|kontaktformular|kundenportal|portal|ticketsystem)\b[^.!?]{0,60}\b(?:ein|einreichen|melden|stellen|senden|beantragen|kontaktieren|anfragen|einzureichen|zu stellen|erfassen|vornehmen|mitteilen)\b|\b(?:reichen|melden|stellen|senden|schildern|richten|beantragen|erfassen|geben|kündigen|reklamieren|buchen) sie\b[^.!?]{0,80}\büber (?:unser|das|die) (?:\w+-?)?(?:formular|portal|app|ticketsystem|kontaktformular|onlineformular)"
    r"|\b(?:müssen|müssten|sollten|klären) sie\b[^.!?]{0,30}\bmit (?:ihrer|ihrem|dem|der|den) \w+[^.!?]{0,20}(?:\bklären\b|$|\.)|\b(?:melden|richten|senden|schicken|adressieren) sie\b[^.!?]{0,60}\b(?:direkt |bitte )?(?:beim|an den|an die|an das|bei der|bei dem) (?:hersteller|lieferanten|paketdienst|spediteur|absender|amt|behörde|einwohnermeldeamt|finanzamt|krankenkasse|versicherung|zentrale|fachabteilung|händler|verkäufer|netzbetreiber|vermieter|hausverwaltung)\b|\breichen sie\b[^.!?]{0,100}\b(?:nach|ein)\b(?![^.!?]*\b(?:damit|weil|denn|dann|um)\b)|\b(?:reich|reiche) (?:bitte )?[^.!?]{0,80}\b(?:nach|ein)\b(?![^.!?]*\b(?:damit|weil|denn|dann)\b)|\b(?:nachzureichen|nachreichen)\b(?![^.!?]*\b(?:damit|weil|denn|dann)\b)|\bversuchen sie es\b[^.!?]{0,40}\b(?:später|noch ?einmal|erneut|wieder|zu einem)|\bversuch es\b[^.!?]{0,30}\b(?:später|noch ?mal|noch einmal|erneut)|\bfüllen sie\b[^.!?]{0,60}\b(?:formular|antrag|fragebogen|vordruck)\b[^.!?]{0,60}\baus\b(?![^.!?]*\b(?:damit|weil|denn|dann)\b)|\bfüll(?:e)? bitte\b[^.!?]{0,60}\b(?:formular|antrag|fragebogen)\b[^.!?]{0,40}\baus\b(?![^.!?]*\b(?:damit|weil|dann)\b)"
    r"|\bmüssen sie (?:selbst|selber|persönlich|schriftlich|per post|zunächst)\b|\b(?:selbst|selber) (?:kümmern|klären|nachfragen|abholen|beantragen|erledigen|besorgen|ausfüllen|prüfen|tragen|bringen)\b|\bper (?:post|fax|einschreiben)\b[^.!?]{0,30}\b(?:zu senden|einzusenden|zuzusenden|senden|schicken|zurück|an)\b(?= )|\bin (?:doppelter|dreifacher) ausfertigung",
    _I,
)
_NO_SHIFT_DE = Pattern(
    r"\b(?:nicht|nichts|niemand|kein\w*)\b(?: \w+){0,6} (?:noch ?einmal|noch ?mal|erneut|neu|wieder|ausfüllen|auszufüllen|schicken|senden|einreichen|stellen|wenden|kümmern|beantragen|selbst)|\b(?:müssen|brauchen|musst|brauchst) (?:sie |du |dafür |also )*(?:nichts|nicht|kein\w*)\b|\bdann (?:klappt|geht|greift|läuft|funktioniert|sollte|müsste|ist|sind)\b|\b(?:wir|ich) (?:\w+ ){0,3}(?:schicke|schicken|sende|senden|fülle|füllen|stelle|stellen|reiche|reichen)\b|\bwenn (?:sie |du )?(?:das|es|etwas|noch|wieder|mal|fragen|nicht)\b|\bfalls\b|\bgern (?:noch ?einmal|jederzeit|wieder)|\b(?:gern|gerne|jederzeit|immer) an (?:mich|uns)|\ban mich\b|\ban uns\b|\bzurückrufen|\bfür sie\b[^.!?]{0,30}\b(?:noch ?einmal|erneut|neu)\b|\bnehmen (?:wir|ich) ihnen\b|\bwieder (?:mit|dabei|frei)",
    _I,
)
_SHIFTS_EN = Pattern(
    r"\b(?:please|you (?:will |would |'ll )?(?:need|have|must|should|are required|are asked)(?: to)?|kindly|must|ask you to|asking you to|need you to)\b[^.!?]{0,100}\b(?:again|once more|anew|a new|from scratch|resubmit|re-?send|re-?apply|re-?register|reapply|re-?enter|re-?upload|re-?order|a second time|afresh)\b(?! if)|\b(?:resubmit|re-?send|reapply|re-?apply|re-?register|re-?enter) (?:your|the|it|all|them|online|for)\b|\b(?:apply|send|submit|fill (?:it |this )?(?:in|out)|register|upload) (?:\w+ ){0,3}again\b"
    r"|\b(?:contact|speak to|get in touch with|write to|ask|take (?:it|this) up with|turn to|approach) (?:the|your|our) (?:manufacturer|supplier|courier|carrier|bank|seller|retailer|council|department|provider|insurer|\w+ (?:department|team|office))\b|\b(?:contact|ask|check with)\b[^.!?]{0,30}\b(?:yourself|directly)\b|\byou will (?:need|have) to (?:contact|call|arrange|sort|do|find|organi[sz]e|fill|complete|submit|apply|provide|send|print|collect)\b|\b(?:use|through|via|using|complete|submit|fill (?:in|out)) (?:our|the|this|an?)(?: \w+){0,2} (?:form|portal|app|website form|ticket system)\b(?! (?:so|because))|\btry again later|\bplease try again\b|\bplease (?:print|fax)\b",
    _I,
)
_NO_SHIFT_EN = Pattern(
    r"\bno need to|\b(?:do not|don't|won't|not|never|nothing)\b(?: \w+){0,3} (?:need|have to|send|fill|again)\b|\bfor you to fill\b|\bif (?:it|that|this|you|anything)\b|\bhas been (?:re)?sent|\bwe (?:have|will|'ll)\b|\bi (?:have|will|'ll)\b|\bfeel free",
    _I,
)


def dead_end(view: View) -> Iterator[Remark]:
    """`dead-end`: nothing but a refusal. The place is the sentence that refuses."""
    refuses, denied, way = (
        (_REFUSES_DE, _NO_REFUSAL_DE, _WAY_DE) if view.german else (_REFUSES_EN, _NO_REFUSAL_EN, _WAY_EN)
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
        elif any(
            way.search(part) and not refuses.search(part) and len(part.split()) > 2 for part in sentence.clauses
        ):
            return True
    return False


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
    shifts, denied = (_SHIFTS_DE, _NO_SHIFT_DE) if view.german else (_SHIFTS_EN, _NO_SHIFT_EN)
    for sentence in view.sentences:
        match = shifts.search(sentence.low)
        if match and not denied.search(sentence.low) and not sentence.low.endswith("?"):
            better = (
                "I will take care of it; all I need is …"
                if not view.german
                else "Ich erledige das und brauche nur noch …"
            )
            yield Remark("effort-shift", sentence.span, better)
