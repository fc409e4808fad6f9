"""Threats, reproaches and capitals: what makes people hard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.coach.finding import Remark
from nahbar.language.coach.view import Sentence, View
from nahbar.language.patterns import Pattern

_I = re.IGNORECASE
_THREAT_DE = Pattern(
    r"\bbehalten (?:wir|ich) uns\b[^.!?]{0,120}?\bvor(?:zu\w+|\b)|\b(?:wir|ich) (?:behalten|behalte) (?:uns|mir)\b[^.!?]{0,120}?\bvor\b"
    r"|\buns\b[^.!?]{0,80}?\bvor(?:zu)?behalten\b(?! bleib)"
    r"|\b(?:rechtliche|gerichtliche|juristische|anwaltliche|zivilrechtliche|strafrechtliche|arbeitsrechtliche|weitere|weitergehende|entsprechende)n? "
    r"(?:schritte|maßnahmen|konsequenzen|folgen)\b[^.!?]{0,60}?\b(?:einleiten|einzuleiten|ergreifen|vorgehen|prüfen|nach sich|veranlassen|folgen|rechnen|unternehmen|vor|ziehen|haben)\b"
    r"|\b(?:folgen|drohen|droht|prüfen wir|ergreifen wir|mit|einleitung|zieht|hat)\b[^.!?]{0,40}\b(?:rechtliche|gerichtliche|juristische|anwaltliche|strafrechtliche|zivilrechtliche)\w* (?:schritte|maßnahmen|konsequenzen|folgen)"
    r"|\bgerichtlich\w* (?:mahnverfahren|geltend machen|geltend|vorgehen|einfordern|eintreiben|durchsetzen)|\bgerichtlich (?:gegen sie|gegen dich)"
    r"|\b(?:ein |einem |das |unser |an ein |an das |an unser )?inkasso\w*\b[^.!?]{0,50}\b(?:beauftrag\w*|übergeb\w*|übergab|einschalt\w*|weiterleit\w*|weitergeb\w*|abgeb\w*|abzugeb\w*|geb\w*|abtret\w*|übertrag\w*|einleit\w*)"
    r"|\b(?:übergeben|geben|leiten|gehen?|geht|wandert|beauftragen|schalten)\b[^.!?]{0,60}\b(?:ans?|ein|an unser|an das|unser) inkasso\w*"
    r"|\b(?:unser\w*|einen|dem|den|an) (?:rechts)?anw[aä]lt\w*\b[^.!?]{0,40}\b(?:übergeb\w*|einschalt\w*|beauftrag\w*|weiter\w*|abgeb\w*)|\b(?:rechtsanwalt|anwalt|rechtsabteilung)\b[^.!?]{0,30}\b(?:übergeben|einschalten|beauftragen|eingeschaltet)"
    r"|\b(?:strafanzeige|anzeige|klage|räumungsklage|mahnbescheid|zwangsvollstreckung|pfändung|vollstreckung)\b[^.!?]{0,40}\b(?:erstatten|stellen|erheben|einreichen|beantragen|einleiten|veranlassen|betreiben)\b"
    r"|\b(?:erstatten|erheben|beantragen|betreiben|prüfen) wir\b[^.!?]{0,40}\b(?:strafanzeige|anzeige|klage|mahnbescheid|pfändung|vollstreckung)"
    r"|\b(?:müssen|haben) sie mit\b[^.!?]{0,80}\b(?:rechnen|zu rechnen)\b|\bmusst du mit\b[^.!?]{0,60}\brechnen\b|\bhaben sie\b[^.!?]{0,60}\bzu befürchten"
    r"|\b(?:dies|das) ist (?:unsere|die|ihre|deine) (?:aller)?letzte (?:mahnung|warnung|aufforderung|erinnerung|chance)|\bletztmalig\w*|\bein letztes mal (?:auf|dazu)|\bletzte (?:mahnung|warnung|zahlungsaufforderung)\b"
    r"|\bsehen wir uns\b[^.!?]{0,30}\b(?:gezwungen|genötigt|veranlasst)\b|\bsind wir (?:leider )?gezwungen\b"
    r"|\bohne (?:weitere|vorherige|erneute) (?:ankündigung|mahnung|vorwarnung|warnung|benachrichtigung)\b"
    r"|\b(?:hat|haben|zieht) (?:das )?(?:ernste |ernsthafte )?konsequenzen|\bkonsequenzen (?:haben|ziehen|nach sich|tragen)|\bdie konsequenzen"
    r"|\b(?:schufa|auskunftei)\b[^.!?]{0,40}\b(?:meld|eintrag|mitteil|weiter)|\b(?:negativ\w*|schufa-?)\s?eintrag\b"
    r"|\bschadensersatz(?:ansprüche|forderung\w*|pflichtig)?\b[^.!?]{0,40}\b(?:geltend|fordern|verlangen|verklagen|stellen)\b"
    r"|\bmachen wir sie (?:haftbar|verantwortlich)|\bhaftbar machen|\bzur rechenschaft|\bzwangsgeld|\bzwangsräumung|\bvertragsstrafe\b[^.!?]{0,30}\b(?:fällig|erheben|fordern)"
    r"|\b(?:wird|ist) (?:dann |sofort |umgehend )?(?:eine )?(?:strafgebühr|mahngebühr|strafzahlung) (?:fällig|erhoben)|\bhausverbot\b[^.!?]{0,30}\b(?:erteilen|aussprechen|rechnen)",
    _I,
)
_IF_NOT = Pattern(
    r"\b(?:andernfalls|anderenfalls|ansonsten|sonst|widrigenfalls)\b|\b(?:sollten|wenn|falls|sofern|solange) (?:sie|du|wir|ihre|deine|die|der|das|bis)\b[^.!?]{0,100}"
    r"\b(?:nicht|nichts|kein\w*|weiter|weiterhin|erneut|noch einmal|nochmals|wieder|ausbleib\w*)\b|\bwer\b[^.!?]{0,80}\b(?:nicht|kein\w*|weiter|erneut)\b|\b(?:ein |jeder )?(?:weiterer|erneuter|nochmaliger|wiederholter) (?:verstoß|vorfall|verzug)|\bbei (?:nicht\w+|ausbleiben\w*|erneutem|wiederhol\w+|weiterem|zuwider\w+|verstoß|verzug|verspätung)\b"
    r"|\b(?:sollte|wenn|falls|geht|erfolgt)\b[^.!?]{0,80}\b(?:bis zum|bis|fristgerecht|rechtzeitig)\b[^.!?]{0,60}\b(?:nicht|kein\w*)|\bnach ablauf (?:der|dieser) frist|\bnoch einmal (?:vor|pass|zu spät)\w*"
    r"|\b(?:zahlen|räumen|entfernen|bezahlen|begleichen|melden) sie\b[^.!?]{0,60}\bnicht\b|\bnutzen sie\b[^.!?]{0,40}\bweiter\b|\bkommst du\b[^.!?]{0,40}\b(?:noch einmal|wieder)\b",
    _I,
)
_HARM = Pattern(
    r"\b(?:wir|ich|dann|müssen|werden|wird|sofort|automatisch)\b[^.!?]{0,70}\b(?:sperr(?:en|t)|gesperrt|kündigen|gekündigt|kündigung|einstellen|eingestellt|abstellen|abgestellt|"
    r"abschalten|abgeschaltet|abklemmen|löschen|gelöscht|stornieren|storniert|ausschließen|ausgeschlossen|entsorgen|entsorgt|entfernen (?:lassen)?|abschleppen|abgeschleppt|räumen lassen|"
    r"in rechnung|berechnen|exmatrikuliert|gestrichen|streichen|vollstrecken|abmahnen|abgemahnt|einbehalten|verfällt|verfallen|erlischt|pfänden|vermerkt|entziehen|entzogen)\b"
    r"|\b(?:verfällt|erlischt|verlieren sie|verlierst du|bleibt ihnen|fliegst du|fliegen sie|kündigen|sperren|löschen|berechnen|schalten|stellen) (?:ihr|dein|der|die|wir|den|das|ihnen|raus|aus)\b"
    r"|\bnicht mehr (?:rein|hinein|teilnehmen|trainieren|rein darfst)|\bfristlos\w* kündig\w*|\bkündigung\b[^.!?]{0,30}\b(?:führ|folg|rechnen|zur)|\b(?:führt|führen)\b[^.!?]{0,30}\b(?:kündigung|sperrung|ausschluss|löschung|verlust)|\bwird gesperrt|\bunterbrechen\b|\bunterbrochen\b|\bvollen preis\b|\babmahnung\b|\bmahngebühr\w*|\bmahnverfahren|\b(?:zusätzliche|weitere|hohe) (?:kosten|gebühren)\b",
    _I,
)
# What the person wants, and what is denied, is no threat.
_NO_THREAT_DE = Pattern(
    r"\b(?:kein\w*|ohne|weder|nie(?:mals)?|nicht)\b(?: \w+){0,3} (?:inkasso|anwalt|mahn|gericht|rechtlich|konsequenz|sperr|kündig|abmahnung|klage|schufa|gebühr|kosten|hausverbot)"
    r"|\b(?:müssen|brauchen) sie (?:sich )?(?:keine|nicht|auch keine|also keine)|\bbrauchst du (?:keine|nicht)|\bfälschung|\bbetrüger|\bbetrugs?masche|\bnicht von uns\b|\bkeine sorge|\bvorbehalten bleib|\brückgängig"
    r"|\bwenn sie (?:das |es )?(?:möchten|wollen|wünschen|mögen)|\bauf (?:ihren )?wunsch|\bwie gewünscht|\bgerne?\b",
    _I,
)
_THREAT_EN = Pattern(
    r"\breserve the right\b|\b(?:take|taking|pursue|pursuing|initiate|consider|commence|begin|start|face|result in|lead to|involve) (?:\w+ ){0,2}?(?:legal|court|further|disciplinary|enforcement) (?:\w+ )?(?:action|steps|proceedings|measures|consequences)"
    r"|\blegal (?:action|proceedings|steps|consequences) (?:will|may|shall|against|follow)|\bfailure to \w+[^.!?]{0,80}\b(?:will|may|shall|results?|lead)\b"
    r"|\b(?:pass|passed|passing|hand|handed|refer|referred|refer|sell|transfer|transferred)\b[^.!?]{0,50}\b(?:debt|collect\w*|solicitors?|lawyers?|bailiffs?|legal (?:team|department))|\bdebt (?:collect\w*|recovery)\b[^.!?]{0,30}\b(?:will|agency)"
    r"|\b(?:this is )?(?:your|our|the) (?:final|last) (?:notice|warning|reminder|demand|chance)\b|\bfinal (?:demand|notice|warning)\b|\b(?:have|leaves? us (?:with )?|left with) no (?:choice|option|alternative) but\b|\b(?:be|are|feel) (?:forced|compelled|obliged) to\b"
    r"|\bheld? (?:you )?(?:fully |personally )?(?:liable|responsible) for|\bhold you (?:liable|responsible)|\bwithout (?:further|prior|any further) (?:notice|warning|reminder)|\b(?:face|suffer|bear|there will be) (?:the |serious )?consequences|\bcredit (?:rating|score|file|record)\b[^.!?]{0,40}\b(?:affect|damage|report|mark)|\b(?:affect|damage|harm|report\w*)\b[^.!?]{0,40}\bcredit (?:rating|score|file|record)|\bsee you in court|\bcourt proceedings (?:will|may)|\btake you to court|\bbailiffs?\b",
    _I,
)
_IF_NOT_EN = Pattern(
    r"\b(?:unless|otherwise|or else)\b|\bif\b[^.!?]{0,80}\b(?:not|n't|fail\w*|again|continue\w*|no (?:payment|reply|response)|remain\w* (?:unpaid|outstanding)|keep\w*|another|unpaid|late)\b|\bshould you (?:not|fail|continue)|\bfailing (?:that|this|which)|\bfailure\b",
    _I,
)
_HARM_EN = Pattern(
    r"\b(?:will|must|shall|may|going to|have to|be)\b[^.!?]{0,50}\b(?:suspend\w*|terminat\w*|disconnect\w*|cut off|block\w*|cancel\w*|clos(?:e|ed)|evict\w*|charg(?:e|ed) (?:you|a|an|extra|interest)|charged|fined?|removed?|delet\w*|lose|forfeit\w*|banned?|report(?:ed)? you|sue|clamp\w*|tow\w*|expell\w*|penalt\w*)\b|\b(?:late|additional|extra) (?:fees?|charges?|costs)\b|\byou(?:'ll| will) lose\b",
    _I,
)
_NO_THREAT_EN = Pattern(
    r"\b(?:no|not|never|without|n't)\b(?: \w+){0,4} (?:legal action|court|debt|collect\w*|charged?|fees?|cancel\w*|suspend\w*|bailiff|consequences)|\bscam|\bnot from us|\bif you (?:like|wish|want|prefer|would like)|\bno need to|\bfear\b|\bhappy to|\bgladly",
    _I,
)
_BLAME_DE = Pattern(
    r"\b(?:wie|was|worauf|darauf|das|dies)?\s?(?:wir |ich )?(?:ihnen |dir |sie )?(?:haben |habe |hatten |hatte |wurde |wurden |wurden sie )?(?:ihnen |dir |wir ihnen |ich dir |wir |ich )?(?:bereits|schon)(?: \w+){0,3}? (?:zweimal|dreimal|viermal|mehrfach|mehrmals|wiederholt|oft genug|x-?mal|zigmal|zum wiederholten mal|ausführlich|deutlich|unmissverständlich)(?: \w+){0,3}? (?:mitgeteilt|gesagt|geschrieben|erklärt|erläutert|erwähnt|hingewiesen|dargelegt|informiert|ausgeführt|betont|beantwortet|gemahnt|aufgefordert|erinnert|gebeten)"
    r"|\bwie (?:wir |ich )?(?:ihnen |dir )?(?:bereits|schon|zuvor|mehrfach|wiederholt|oben|eingangs|in unserer? \w+(?: vom [\d.]+)?)(?: \w+){0,4}? (?:mitgeteilt|gesagt|geschrieben|erklärt|erläutert|erwähnt|hingewiesen|dargelegt|ausgeführt|beschrieben|betont)"
    r"|\b(?:mehrfach|wiederholt|mehrmals|oft genug|x-mal)(?: \w+){0,3} (?:mitgeteilt|gesagt|geschrieben|erklärt|erläutert|hingewiesen|erinnert|gebeten|aufgefordert|gemahnt)\b"
    r"|\b(?:haben sie|sie haben|hast du|du hast|habt ihr|ihr habt|sie (?:selbst )?hatten)\b(?: es)?(?![^.!?]*\bnichts\b)(?: [\w,-]+){0,10}? (?:versäumt|unterlassen|missachtet|ignoriert|nicht beachtet|nicht gelesen|nicht eingehalten|überlesen|verschlafen|vernachlässigt|verschuldet|verursacht|nicht reagiert|nicht befolgt|nicht gemeldet|nicht angegeben|nicht informiert|nicht mitgeteilt|nicht rechtzeitig\b[\w ]*|zu spät (?:gemeldet|reagiert|bezahlt|gekündigt|eingereicht|geschickt|gekommen)|falsch (?:\w+ )?(?:ausgefüllt|eingegeben|angegeben|bedient|verstanden|angeschlossen|montiert|abgelesen|gelesen|eingestellt|ausgewählt|bestellt|benutzt|gemacht)|fehlerhaft \w+|unvollständig \w+|nicht (?:richtig|ordnungsgemäß|fristgerecht|korrekt|sorgfältig|vollständig|genau|aufmerksam|gründlich) \w+|zu verantworten|zuzuschreiben)"
    r"|\b(?:haben sie|sie haben|hast du|du hast)(?: \w+){0,4} (?:vergessen|übersehen),? (?:\w+ ){0,8}?(?:zu \w+|\w+zu\w+en|dass)|\b(?:haben sie|sie haben|hast du|du hast)\b(?: \w+){0,3} (?:die frist|den termin|unsere|die anlage|die unterschrift|den anhang|das kleingedruckte|unseren hinweis)(?: \w+){0,4} (?:vergessen|übersehen|verpasst|ignoriert)"
    r"|\b(?:die |diese |der |den |unsere )?(?:frist|termin|terminabsage|anmeldeschluss) (?:\w+ )?(?:haben sie|hast du)(?: \w+){0,3} (?:versäumt|verpasst|überschritten|verstreichen)"
    r"|\b(?:hätten sie|hättest du|hättet ihr)\b(?![^.!?]*\b(?:lust|gern|gerne|zeit|noch fragen|interesse|einen vorschlag|ein foto|etwas dagegen)\b)[^.!?]*?,\s*(?:wäre|hätte|könnte|würde|dann|wären|hätten|bräuchte)"
    r"|\b(?:das |sie |dies |du )?(?:hätten|hättest|hättet) (?:sie|du|ihr)?(?: \w+){0,8}? (?:\w+en|\w+ern) (?:müssen|sollen|können)\b|\b(?:hätten|hättest) (?:sie|du) (?:ja |doch |eben |halt )?(?:besser|früher|eher|vorher|genauer)\b|\b(?:sie|du) (?:hätten|hättest)(?: \w+){0,6} (?:müssen|sollen|können)\b"
    r"|\b(?:liegt|lag|liegen)\b(?! nicht)(?: \w+){0,3} (?:bei ihnen|an ihnen|bei dir|an dir|in ihrer verantwortung|in ihrem verantwortungsbereich|in deiner verantwortung|auf ihrer seite)(?!\s+(?:zu hause|in der|im |vor|auf))(?! \w*(?:bereit|abhol))"
    r"|\b(?:ihre|deine|eure|ihrer|deiner) (?:eigene[rn]? )?(?:schuld|unachtsamkeit|nachlässigkeit|fahrlässigkeit|unaufmerksamkeit|versäumnisse?|fehlbedienung|falschangaben?|fehler(?:hafte[rn]?)? (?:eingabe|angaben?|bedienung))\b(?! nicht)|\b(?:ihr|dein|ihrem|ihres|deinem) (?:eigenes? |eigener? |eigenen )?(?:verschulden|versäumnis|fehler|fehlverhalten|bedienfehler|anwenderfehler|problem)\b(?! (?:gelöst|behoben|verstanden|lösen|beheben|angesehen|nicht|war|liegt|ist (?:gelöst|behoben)|mit|in|bei|genau|hat|haben|kenne|kennen|zu lösen))"
    r"|\b(?:sind|bist|waren) (?:allein )?(?:sie|du) (?:selbst |selber |allein )+(?:verantwortlich|schuld|zuständig)|\bbei (?:richtiger|sachgemäßer|ordnungsgemäßer|korrekter) (?:pflege|bedienung|nutzung|anwendung|handhabung|lagerung)\b[^.!?]*\bwäre\b|\bnicht richtig (?:hingeschaut|hingesehen|gelesen|zugehört|aufgepasst)|\bselbst (?:schuld|verschuldet|verursacht|zu verantworten|zuzuschreiben)|\beigenverschulden|\bselbstverschuld\w*|\b(?:bedien|anwender|benutzer)fehler (?:ihrerseits|von ihnen)|\bihrerseits\b[^.!?]{0,40}\b(?:versäumt|fehler|unterlassen|nicht)|\bbedienungsfehler\b(?! (?:ausgeschlossen|nicht))|\bunsachgemäß\w*"
    r"|\b(?:sie|du) (?:müssen|müssten|sollten|müsstest|solltest|musst) (?:doch |eigentlich |ja |schon |wohl )+(?:selbst |selber |längst )?(?:wissen|bemerkt|gemerkt|gesehen|gelesen|erkennen|verstehen|einsehen)|\b(?:wie|das|dies) (?:sie|du) (?:\w+ )?(?:wissen|kennen|bemerken|lesen|erkennen) (?:sollten|müssten|können müssten)|\bwie ihnen bekannt sein (?:sollte|dürfte|müsste)|\b(?:dürfte|sollte|müsste) ihnen (?:doch |ja |eigentlich )?bekannt sein|\bwie allgemein bekannt"
    r"|\bwie (?:sie|du) (?:unschwer|unserer|unseren|den agb|der website|dem vertrag|leicht|deutlich|selbst|auch selbst)\b[^.!?]{0,60}\b(?:entnehmen|erkennen|sehen|lesen|nachlesen)|\bsteht (?:doch |ja |auch |klar und )?(?:deutlich|eindeutig|ausdrücklich|klar|unmissverständlich|groß|schwarz auf weiß|doch|ja)\b[^.!?]{0,30}\b(?:in|auf|im|am)\b|\blesen sie (?:bitte )?(?:\w+ )?(?:genau|erst|richtig|aufmerksam|künftig|gründlich)|\bwer lesen kann|\bwenn (?:sie|du)\b[^.!?]{0,60}\b(?:gelesen|beachtet|aufgepasst|zugehört|informiert|gemeldet|geprüft) (?:hätten|hättest)"
    r"|\b(?:entgegen|trotz) (?:unser\w*|mehrfacher|mehrmaliger|wiederholter|ausdrücklicher|der klaren|klarer)(?: \w+)? (?:hinweis\w*|anweisung\w*|erinnerung\w*|aufforderung\w*|bitte\w*|empfehlung\w*|warnung\w*|mahnung\w*)|\b(?:aufgrund|wegen|durch|infolge) (?:ihrer|deiner|ihres|deines|ihre|ihren|ihr) (?:falschen?|fehlenden?|verspäteten?|unvollständigen?|fehlerhaften?|mangelnden?|unterlassenen?|versäumten?|unklaren?|ungenauen?|nicht \w+en?|eigenen?)\b"
    r"|\b(?:offensichtlich|offenbar|anscheinend|augenscheinlich|wohl) (?:haben|hast|wurde|sind) (?:sie|du|von ihnen)\b[^.!?]{0,60}\b(?:nicht|falsch|kein\w*|übersehen|vergessen|missverstanden|überlesen)|\b(?:sie|du) (?:können|kannst) (?:doch )?nicht (?:einfach |ernsthaft )?(?:erwarten|verlangen|davon ausgehen)|\b(?:uns|mir) (?:kann|können) sie (?:das|dies|dafür)? ?(?:nicht|kaum|keinen) (?:vorwerfen|vorwurf)|\b(?:ihr|dein) (?:ton|tonfall|verhalten)\b[^.!?]{0,30}\b(?:unangemessen|unangebracht|inakzeptabel|nicht)\b|\bihre unterstellung\w*|\bihre behauptung\w*\b[^.!?]{0,40}\b(?:falsch|unwahr|haltlos|nicht)|\b(?:sie|du) (?:irren|irrst) (?:sich|dich)\b|\bdas ist (?:ihr|dein) problem|\b(?:es )?(?:ist|war|wäre) (?:ihre|deine) (?:pflicht|aufgabe|sache)\b|\bin ihrer pflicht\b",
    _I,
)
_NO_BLAME_DE = Pattern(
    r"\b(?:nicht|kein\w*|keineswegs|nie|niemals)(?: \w+){0,2} (?:ihre? |deine? |ihres |deines )?(?:schuld|fehler|versäumnis|verschulden|bedien\w+)\b|\bnichts (?:falsch|versäumt|übersehen|vergessen)|\b(?:falls|wenn|sollten|ob|sofern) sie\b[^.!?]{0,60}\b(?:übersehen|vergessen|versäumt|verpasst)|\bvielleicht|\bmachen sie sich keine|\bwir haben (?:\w+ ){0,3}versäumt|\bich habe (?:\w+ ){0,4}(?:versäumt|übersehen)|\bwar nicht (?:ihr|dein)|\bnicht an ihnen|\bnicht bei ihnen",
    _I,
)
_BLAME_EN = Pattern(
    r"\b(?:as|like) (?:we |i )?(?:have |had )?(?:previously|already|repeatedly|clearly|earlier|before|stated above)(?: \w+){0,4}? ?(?:stated|mentioned|explained|communicated|advised|told|informed|said|written|pointed|outlined|noted)|\b(?:already|repeatedly|clearly|several times|many times|more than once)\b[^.!?]{0,40}\b(?:told|explained|informed|asked|warned|reminded|advised|stated)(?: you)?|\b(?:told|explained to|informed|asked|warned|reminded) you (?:already|repeatedly|clearly|several times|many times|more than once|before)|\bas i said (?:before|already)|\bas you (?:should|ought to|must) (?:know|be aware|have)"
    r"|\byou (?:have |had |clearly |obviously |simply |again )*(?:failed|neglected|omitted|forgot|ignored|disregarded|overlooked|missed the deadline|misread|misunderstood|refused)\b(?! your (?:umbrella|jacket|bag|keys|glasses|scarf))|\byou (?:should|could|ought to|might) have\b|\byou did(?:n't| not) (?:bother|read|follow|pay attention|provide|notify|inform|check|tell|submit|complete|reply|respond|give|fill|return|use|listen|let us)|\b(?:had|if) you (?:had )?(?:only |just )?(?:read|followed|paid attention|checked|told|listened|contacted|reported|looked|informed|asked|bothered)\b|\b(?:is|was|lies?) (?:entirely |clearly |solely |purely )?(?:your (?:own )?(?:fault|mistake|error|responsibility|negligence|doing)|with you\b(?! (?:by|on|in|soon|to)))|\b(?:due to|because of|through|owing to) your (?:own )?(?:fault|mistake|error|negligence|failure|carelessness|incorrect|wrong|late|missing|incomplete|misuse)|\byou (?:only )?have (?:only )?yourself to blame|\byour own fault|\buser error|\byou must (?:surely )?(?:know|realise|realize|understand) that|\b(?:clearly|plainly) (?:stated|states|says|written)\b|\bit (?:is|was) your (?:responsibility|job|duty|obligation)|\byou (?:entered|gave us|provided|typed|filled in|sent|used|chose|ordered) (?:us )?(?:the |a |an )?(?:wrong|incorrect|incomplete|false|invalid)|\bcontrary to our|\bdespite our (?:repeated|several|numerous|previous|many)|\byou can(?:not|'t) (?:seriously )?expect|\bimproper (?:use|handling)\b|\byou were told|\byou were (?:clearly|repeatedly) (?:informed|advised|warned)|\bplease read (?:\w+ )?(?:carefully|properly|more carefully)",
    _I,
)
_NO_BLAME_EN = Pattern(
    r"\b(?:not|n't|no|never)(?: \w+){0,2} your (?:own )?(?:fault|mistake|error)|\byou (?:did|have done) nothing wrong|\bif you (?:forgot|missed|overlooked)|\bperhaps|\bmay have (?:missed|overlooked)|\bwe (?:have )?(?:failed|neglected|forgot)|\bhad you (?:not )?told us we\b",
    _I,
)
_SHOUT_WORDS = frozenset(
    ["NICHT", "NICHTS", "KEIN", "KEINE", "KEINEN", "KEINER", "KEINESFALLS", "SOFORT", "NIE", "NIEMALS", "IMMER", "ALLE", "ALLES", "BITTE", "ACHTUNG", "WICHTIG", "DRINGEND", "LETZTE", "LETZTER", "LETZTES", "ENDGÜLTIG", "NUR", "MÜSSEN", "DÜRFEN", "ABER", "JETZT", "HEUTE", "GRATIS", "KOSTENLOS", "NEU", "DANKE", "STOP", "STOPP", "UNBEDINGT", "AUSSCHLIESSLICH", "UMGEHEND", "VORHER", "NACHHER", "SELBST", "NOCHMAL", "ERNEUT", "WIR", "SIE", "IHRE", "MUSS", "SOLLTE", "VERBOTEN", "ENDLICH", "AUF", "KEINEN", "FALL", "NEIN", "DOCH", "SCHON", "MEHRFACH", "MEHRMALS", "HINWEIS", "ZUERST", "WARNUNG", "MAHNUNG", "FRIST", "PFLICHT", "GESCHLOSSEN", "SOLANGE", "NOT", "NEVER", "ALWAYS", "NOW", "IMPORTANT", "URGENT", "PLEASE", "MUST", "ONLY", "IMMEDIATELY", "FREE", "CLOSED", "STRICTLY", "WARNING", "ATTENTION", "LAST", "FINAL", "ALL", "EVERY", "AGAIN", "BEFORE", "VERY", "ASAP"]
) - {"ASAP", "NEU", "SIE", "ALL"}  # fmt: skip
_CAPITALS = Pattern(r"(?<![\w-])[A-ZÄÖÜẞ]{3,}(?![\w-])(?!\s?\d)")
_RUN = Pattern(r"(?<![\w-])(?=[^a-zäöüß\n]*?[A-ZÄÖÜẞ]{4,})[A-ZÄÖÜẞ]{2,}(?:[ ,]+[A-ZÄÖÜẞ]{2,})+(?![\w-])")
_MARKS = Pattern(r"!{3,}|\?{3,}|(?:!\?|\?!){2,}[!?]*|!(?:\s?!){2,}|!{2,}\?+!*|\?+!{2,}")


def threat(view: View) -> Iterator[Remark]:
    """`threat`: consequences announced to make somebody act."""
    sure, condition, harm, harmless = (
        (_THREAT_DE, _IF_NOT, _HARM, _NO_THREAT_DE)
        if view.german
        else (_THREAT_EN, _IF_NOT_EN, _HARM_EN, _NO_THREAT_EN)
    )
    before = ""
    for sentence in view.sentences:
        low, after = sentence.low, before
        before = low
        if harmless.search(low) or low.endswith("?"):
            continue
        match = sure.search(sentence.flat)
        if not match and condition.search(low) and harm.search(low):
            match = harm.search(sentence.flat)
        if not match and condition.search(after) and re.match(r"(?:dann|then|in diesem fall|in that case)\b", low):
            match = harm.search(sentence.flat)
        if match and not _quoted(view, sentence, match):
            yield Remark("threat", sentence.span, _way_out(view))


def blame(view: View) -> Iterator[Remark]:
    """`blame`: somebody is told that it is their fault."""
    pattern, harmless = (_BLAME_DE, _NO_BLAME_DE) if view.german else (_BLAME_EN, _NO_BLAME_EN)
    for sentence in view.sentences:
        if harmless.search(sentence.low) or sentence.low.endswith("?"):
            continue
        match = pattern.search(sentence.flat)
        if match and not _quoted(view, sentence, match):
            yield Remark("blame", sentence.part(match.start(), match.end()), _kinder(view, match.group().lower()))


def shouting(view: View) -> Iterator[Remark]:
    """`shouting`: capitals and rows of exclamation marks. Needs no language."""
    line = 0
    for found in view.lines:
        line += 1
        if view.around.closing and found.start >= view.around.closing.start:
            return
        text = found.text
        match = _MARKS.search(text) or _loud(text)
        if match and not view.is_quoted(found.start + match.start(), found.start + match.end()):
            span = found.of(view.text, found.start + match.start(), found.start + match.end())
            yield Remark("shouting", span, _quiet(match.group()))


def _loud(text: str) -> re.Match[str] | None:
    for match in _RUN.finditer(text):
        words = re.findall(r"\w+", match.group())
        if sum(len(word) > 3 for word in words) >= 2 or any(word in _SHOUT_WORDS for word in words):
            return match
    for match in _CAPITALS.finditer(text):
        if match.group() in _SHOUT_WORDS:
            return match
    return None


def _quiet(loud: str) -> str:
    if loud[0] in "!?":
        return "?" if "?" in loud else "!"
    return loud.lower()


def _quoted(view: View, sentence: Sentence, match: re.Match[str]) -> bool:
    return view.is_quoted(sentence.span.start + match.start(), sentence.span.start + match.end())


def _way_out(view: View) -> str:
    if not view.german:
        return "If this is difficult at the moment, write to me and we will find a way together."
    if view.form == "du":
        return "Wenn es gerade schwierig ist, schreib mir bitte, dann finden wir zusammen einen Weg."
    return "Wenn es gerade schwierig ist, schreiben Sie mir bitte, dann finden wir zusammen einen Weg."


def _kinder(view: View, said: str) -> str:
    if not view.german:
        return (
            "Here it is once more:"
            if re.search(r"told|explain|said|stated|mention|inform|remind", said)
            else "We still need …"
        )
    if re.search(r"mitgeteilt|gesagt|geschrieben|erklärt|erläutert|erwähnt|hingewiesen|erinnert", said):
        return "gern noch einmal:"
    if re.search(r"versäumt|vergessen|nicht|fehl|unvollständig", said):
        return "uns fehlt noch …"
    return "So kommen wir weiter: …"
