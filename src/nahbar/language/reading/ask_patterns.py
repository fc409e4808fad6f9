"""How people ask in German and English: the wordings by which questions and requests are told."""

from __future__ import annotations

import re

from nahbar.language.patterns import Pattern

_I = re.IGNORECASE

# What may stand before the asking itself: "Hallo, ", "und noch eine Frage: ".
LEAD = (
    r"(?:(?:und|aber|also|oder|dann|nun|jetzt|außerdem|zudem|ansonsten|ps|p\.s\.|hallo|hi|hey|moin|huhu|servus"
    r"|guten tag"
    r"|sorry|ach|achja|ach ja|übrigens|mal|kurz|bloß|nur|noch (?:eine|ne|'ne) frage|(?:nur |mal )?(?:eine "
    r"|ne )?(?:kurze )?frage"
    r"|(?:also )?ich wollt(?:e)? mal fragen|and|but|so|also|hi there|hello|oh|ok|okay|by the way|one more thing"
    r"|quick question)"
    r"\s*[:,.–-]?\s+){0,3}"
)
WORD = (
    r"(?:was|wann|wo|wohin|woher|wie|wieso|warum|weshalb|wer|wem|wen|welche[mnrs]?|wieviel|womit|wofür|woran|wodurch"
    r"|worauf|wozu|wobei|inwiefern|inwieweit|mit we(?:m|lche[mnrs]?)|an we(?:n|m|lche[mnrs]?)|für we(?:n|lche[mnrs]?)"
    r"|auf welche[mnrs]?|bei we(?:m|lche[mnrs]?)|zu welche[mnrs]?|von we(?:m|lche[mnrs]?)|ab welche[mnrs]?"
    r"|in welche[mnrs]?"
    r"|aus welche[mnrs]?|unter welche[mnrs]?|nach welche[mnrs]?|seit wann|bis wann|ab wann|um wie ?viel(?:e)?"
    r"|um was|wat|wos|wia)"
)
_FINITE = (
    r"(?:ist|is|sind|kann|kannst|können|könnt|könnte|könnten|könntet|muss|müssen|musst|müsst|soll|sollen|sollte|darf"
    r"|dürfen|dürfte|hat|haben|habe|hab|habt|hast|hatte|hätte|wird|werden|wurde|würde|würden|kostet|kosten|dauert"
    r"|bekomme"
    r"|bekommt|bekommen|krieg|kriege|kriegt|gibt|geht|gehts|steht|kommt|kommen|komm|komme|bleibt|bleiben|macht|machen"
    r"|mache|heißt|heisst|funktioniert|passt|passiert|war|waren|wäre|wären|läuft|laufen|finde|find|erreiche|gilt"
    r"|gelten"
    r"|liegt|lautet|brauche|braucht|brauchen|nehmt|nehmen|verlangt|verlangen|fällt|fallen|melde|kündige|lang|lange"
    r"|hoch|viel"
    r"|viele|teuer|groß|weit|oft|schnell|alt|zahle|zahlt|meint|chostet|kost|kostn|endet|beginnt|fährt|öffnet"
    r"|schließt)"
)
_PRONOUN = (
    r"(?:es|ihr|du|ich|man|wir|sie|das|da|die|der|den|dieser?|mein|meine|noch|eigentlich|bei|hier|dort|auch|schon"
    r"|jemand"
    r"|wer|denn|dann|heute|heut|morgen|am|im|in|zu|ein|eine|einen|nen|ne|für|nu|s)"
)
BARE = Pattern(
    rf"{LEAD}(?:{WORD}\s+(?:\w+\s+){{0,2}}{_FINITE}\b"
    rf"|(?:nehmt|nehmen|habt|könnt|gibts?|gibt's|geht|gehts|kann|konn|könnt|könnte|darf|muss|soll|sollte|macht"
    rf"|verkauft"
    rf"|führt|repariert|liefert|hast|kannst|bist|seid|ist|is|sind|haben|können|dürfen|fährt|kommt|weiß|weißt|wisst"
    rf"|passt"
    rf"|lohnt|hat|hätte|hättet|hättest|braucht|brauch|bekomm|bekomme|krieg|wird|werden|funktioniert|stimmt|gilt)\s+"
    rf"{_PRONOUN}\b(?!.*\b(?:gern|gerne|nur|leider|halt|natürlich|nicht mehr|wieder|gestern)\b))",
    _I,
)
# Whoever "weiß jemand, wann" asks everybody.
TELLS = (
    r"(?:sag(?:en|t)?|nenn(?:en|t)?|mitteil\w*|mit(?:zu)?teilen|teilen|teilt?|erklär\w*|erläuter\w*|verrat\w*"
    r"|wissen lassen"
    r"|lass\w* .{0,30}wissen|(?:bescheid|auskunft|antwort|info|rückmeldung)\w* (?:ge\w+|sagen|darüber)|schreib(?:en"
    r"|t)?|mail(?:en|t)?"
    r"|tell|let (?:me|us) know|explain|inform|advise)"
)
CLAUSE = rf"(?:ob|{WORD})\b"
INDIRECT = Pattern(
    rf"\b(?:(?:wüsste|wüßte|wüssten|wüsst|wissen)\s+(?:ich|wir|auch|nur|noch|gerne?|mal|außerdem|\s)+|ich (?:möchte"
    rf"|wollte|würde|will|wollt|hätte)\s"
    rf".{{0,40}}?\b(?:wissen|fragen|erfahren|anfragen|nachfragen|gewusst|erkundigen)"
    rf"|(?:mich|uns) (?:würde |)(?:\w+ )?interessier(?:en|t|te)|würde (?:mich|uns) (?:\w+ )?interessieren"
    rf"|interessieren würde (?:mich|uns)|ich frage mich|(?:meine |die |eine |nur die |kurz die )?frage (?:ist|wäre"
    rf"|lautet|also)?"
    rf"|nicht (?:ganz |so |recht )?(?:klar|sicher|schlau daraus)|unklar(?: ist| bleibt)?(?: mir)?"
    rf"|bin (?:mir )?unsicher"
    rf"|weiß nicht(?: genau| recht)?|verstehe nicht(?: ganz)?"
    rf"|(?:sagen|schreiben|verraten|erklären|mailen|nennen) sie (?:mir|uns)\b[^,.?!]{{0,40}}|teilen sie (?:mir"
    rf"|uns)\b[^,.?!]{{0,60}}\bmit\b"
    rf"|(?:sag|sagt|schreib|schreibt|verrat|verratet|erklär|erklärt|teilt) (?:mir|uns)\b[^,.?!]{{0,40}}"
    rf"|(?:bescheid|rückmeldung|auskunft|info|infos|information|mitteilung|antwort)\b[^,.?!]{{0,30}}"
    rf"|bitte um [^,.?!]{{1,40}}|mitzuteilen"
    rf"|dürfte ich (?:bitte )?(?:erfahren|fragen|wissen)|darf ich (?:mal |kurz )?fragen|weiß (?:jemand|einer|wer)"
    rf"|wissen sie|weißt du|wisst ihr|gespannt|gern (?:wissen|erfahren|gewusst)|(?:sagen|erklären|verraten|erfahren"
    rf"|mitteilen))"
    rf"\s*,?\s*{CLAUSE}",
    _I,
)
# "Nennen Sie mir bitte den Preis" asks for information as well.
ASKS_TO_BE_TOLD = Pattern(
    r"\b(?:(?:nennen|sagen|verraten|erklären|erläutern) sie (?:mir|uns|bitte|doch)|teilen sie (?:mir"
    r"|uns) .{1,80}\bmit\b"
    r"|(?:nenn|sag|verrat|erklär)t? (?:mir|uns)|(?:mir|uns) .{0,60}\b(?:sagen|nennen|erklären|verraten|mitteilen"
    r"|erläutern)\b"
    r"|(?:tell|explain to) (?:me|us)|let (?:me|us) know (?:if|whether|what|when|where|how|why|who|which))",
    _I,
)
POLITE = Pattern(
    rf"{LEAD}(?:bitte\s+)?(?:könn(?:t?en|ten)|würden|wollen|möchten|könntest|kannst|würdest|könntet|könnt|könt"
    rf"|würdet|wären|wärst|wärt|kenntet|kennts|kannt)\s+"
    r"(?:sie|du|ihr|se|do|bitte|mir|uns)\b|\bkönn(?:en|ten) sie (?:mir|uns|bitte|das|es)\b(?! .{0,30}\bob\b)",
    _I,
)
SOMEBODY = Pattern(
    rf"{LEAD}(?:kann|könnte|könnten|kannt|macht|schaut|guckt)\s+(?:\w+\s+){{0,4}}(?:jemand|einer|wer|mal wer"
    rf"|irgendwer|irgendjemand|herr|frau|ihr \w+|die \w+|der \w+)\b"
    r"|(?:kann|könnte) (?:das|der|die|dies) \w+(?: \w+){0,4} (?:\w+t|\w+en) werden",
    _I,
)
ABILITY = Pattern(
    r"\b(?:mithalten|empfehlen|überhaupt|auch (?:nach|in|am|im|mit|ohne|für)|nach \w+ liefern|garantieren|anbieten"
    r"|vorstellen|bestätigen, dass|abnehmen)\b",
    _I,
)
POSSIBLE = Pattern(rf"{LEAD}(?:wäre|wär) es (?:\w+ )?(?:möglich|machbar|denkbar),? (?:dass|wenn|mir|uns)\b", _I)
_IMPERATIVE_SIE = (
    r"(?!(?:haben|sind|können|könnten|werden|würden|wollen|sollten|sollen|müssen|dürfen|hätten|wären|waren|mögen"
    r"|möchten|glauben"
    r"|meinen|finden|denken|wissen|schämen|sparen|seien|liefern|nehmen an|verkaufen|bieten|akzeptieren|hatten"
    r"|kennen|gehen|liegen|sitzen|führen)\b)"
    r"(?:[a-zäöüß]{3,}(?:en|ern|eln)|tun|seien)\s+sie\b"
)
_DU = (
    r"(?:schick|gib|sag|schreib|komm|ruf|meld|melde|lass|schau|nimm|bring|mach|stell|lösch|stornier|kündig|halt"
    r"|setz|prüf|guck|kümmer"
    r"|erstatte|überweis|entfern|tausch|ersetz|hol|hilf|zeig|sende|leg|buch|reservier|korrigier|trag|sperr|check"
    r"|denk dran|wink|bestell)"
)
_IHR = (
    r"(?:schickt|gebt|sagt|schreibt|kommt|ruft|meldet|lasst|schaut|nehmt|bringt|macht|stellt|löscht|storniert"
    r"|kündigt|haltet|setzt|prüft"
    r"|guckt|kümmert|rückt|erstattet|überweist|entfernt|tauscht|ersetzt|holt|helft|zeigt|sendet|legt|bucht"
    r"|reserviert|korrigiert|tragt"
    r"|sperrt|checkt|richtet|beendet|löst|hört|tut|fixt|repariert|behebt|liefert|schaltet|räumt|zahlt|baut|denkt"
    r"|bestellt|streicht|stoppt|weist|legt)"
)
IMPERATIVE = Pattern(
    rf"{LEAD}(?:bitte,?\s+)?(?:{_IMPERATIVE_SIE}"
    rf"|{_DU}\b\s+(?!ich\b|er\b|sie\b|wir\b)|{_IHR}\s+(?!ihr\b|er\b|sie\b|es\b|man\b|der\b|die hotline|wer\b|keiner"
    rf"|niemand|einer)"
    r"(?=.*\b(?:mir|uns|bitte|mal|doch|das|den|dem|die|eure?|mein\w*|es|ihn|endlich|sofort|euch|weg|raus|ab|auf"
    r"|einen?)\b))",
    _I,
)
IMPERATIVE_INSIDE = Pattern(
    rf"(?:[,;:–-]|\b(?:und|dann|sonst|oder|also|so|hause))\s+(?:bitte\s+)?{_IMPERATIVE_SIE}"
    rf"|[,;–-]\s+(?:bitte\s+)?(?:{_DU}|{_IHR})\s+(?:mir|uns|bitte|mal|doch|das|den|dem|mein\w*|endlich|sofort|euch"
    rf"|es)\b",
    _I,
)
_NO_IMPERATIVE = (
    r"(?:schämen sie sich|sparen sie sich|stellen sie sich (?:vor|mal vor|nicht so)|haben sie (?:vielen|herzlichen"
    r"|besten) dank"
    r"|seien sie (?:versichert|gewiss|herzlich|gegrüßt)|bleiben sie gesund|machen sie(?: es)? (?:so |weiter so"
    r"|sich keine)"
    r"|machen sie weiter|machs? gut|halt die ohren|komm gut|kommen sie gut|lassen sie es sich|grüßen sie"
    r"|verstehen sie mich nicht falsch"
    r"|hebt .{0,20}(?:hintern|arsch)|halten? (?:sie )?(?:doch )?.{0,12}(?:maul|fresse|klappe)|sagt mal|sag mal"
    r"|schau mal einer|guckt euch"
    r"|glauben sie mir|sie werden|machen sie sich keine|lassen sie sich)"
)
NO_IMPERATIVE = Pattern(rf"{LEAD}{_NO_IMPERATIVE}", _I)
# "bitte" with something to do; not "wie bitte", "bitte schön", "was bitte".
PLEASE = Pattern(
    r"(?<!wie )(?<!was )(?<!wer )(?<!na )(?<!aber )\bbitte\b(?!\s*(?:sehr|schön|\?|nicht falsch|keine (?:kündigung"
    r"|panik)|was|wer|wo\b))",
    _I,
)
WISHES = Pattern(
    r"\b(?:(?:ich|wir) (?:bitten?|ersuchen?|ersuche|fordern?|verlangen?|beantragen?|bestehen? (?:auf"
    r"|darauf))\b(?!.{0,20}\bzu viel\b)"
    r"|bitten wir|bitte ich|(?:ich|wir) erwarten? (?!(?:mir|uns)\b|ein (?:kind|baby))"
    r"|erwarte ich|erwarten wir|fordere ich|verlange ich|wird (?:höflich |freundlich |daher )?gebeten|erbeten\b"
    r"|erbitte\w*"
    r"|(?:ich|wir) setzen? (?:ihnen|euch|dir) .{0,30}frist|(?:ich )?bestehe (?:auf|darauf)"
    r"|(?:hätten?|hätt) (?:(?:ich|wir) |auch |noch |bitte |nun |eben )*gerne?(?! gewusst"
    r"| gehabt, dass)(?!.{0,60}(?:gewusst|erfahren))"
    r"|(?:ich|wir) (?:möchten?|will|wollen|würden?|würd)\b.{0,80}\b(?:geld zurück|zurück(?:haben|geben|bekommen"
    r"|erstattet)|stornieren|"
    r"bestellen|buchen|reservieren|umbuchen|umtauschen|tauschen|verschieben|anmelden|abholen lassen|vereinbaren"
    r"|stornieren|"
    r"verbunden werden|sprechen|zurückgeben|ersetzt|erstattet|wiederhaben|verlängern lassen|gelöscht|haben)\b"
    r"|will (?:mein|meine|das) \w+ (?:zurück|wieder)|(?:ich|wir) (?:möchten?|will|wollen), dass (?:sie|ihr|du|man"
    r"|mein)"
    r"|(?:möchte|möchten|will|wollen) (?:ich |wir )?(?:bitte |gerne? |hier|sofort|heute |jetzt )*(?:einen? |mein "
    r"|meine )?(?:termin|geld|ersatz|umtausch|lösung|erklärung|entschuldigung|antwort|rückruf|tisch|beratung"
    r"|kostenvoranschlag|erstattung)\w*"
    r"|(?:ich|wir) (?:bräuchten?|brauchen?|benötigen?|bräucht)\b(?! (?:ihre|eure) hilfe nicht| kein| nicht"
    r"| nur noch| jetzt nur| dringend (?:geld|urlaub))(?=.{0,60}\b(?:bitte|noch|eine?n? |die |das |den |dringend"
    r"|von ihnen|von euch|ihre|bis|neue[nrs]?|termin|kopie|bescheinigung|rechnung|ersatz)\b)"
    r"|benötige ich|brauche ich noch|brauche (?:schnell|dringend|noch|bitte) "
    r"|(?:wäre|wär|wären|fände) .{0,25}(?:nett|lieb|freundlich|dankbar|schön|super|toll|prima|klasse|verbunden"
    r"|hilfreich|wichtig),? wenn (?:sie|du|ihr|mir|mich|uns|man mir|jemand)"
    r"|würden? (?:mich|uns) .{0,20}freuen,? wenn (?:sie|du|ihr|mir|uns)|freuen (?:mich|uns),? wenn (?:sie|ihr|du)"
    r"|würden? (?:mich|uns) (?:sehr )?über .{0,40}(?:termin|antwort|rückmeldung|nachricht|zusendung|angebot"
    r"|vorschlag)\w* freuen"
    r"|seien sie so (?:gut|nett|lieb|freundlich)|wären sie so|dürfte ich sie|darf ich (?:sie|dich"
    r"|euch)(?: \w+){0,2} bitten|dürfen wir sie"
    r"|helfen sie (?:mir|uns)|hilf mir|helft (?:mir|uns)|bitte (?:um|rückruf|dringend))",
    _I,
)
# Polite phrases at a letter's end that ask for nothing in particular.
EMPTY = Pattern(
    r"(?:ich |wir )?(?:freue|freuen|würde mich|hoffe|hoffen|wünsche|danke|bedanke|verbleibe)\b(?!.{0,60}wenn (?:sie"
    r"|ihr|du))"
    r"|vielen dank (?:im voraus|für ihre|schon)|(?:für|bei) (?:rück)?fragen|für (?:ihr|euer) verständnis"
    r"|um verständnis|i look forward|thanks in advance",
    _I,
)
EN_BARE = Pattern(
    rf"{LEAD}(?:(?:what|when|where|how|why|who|which|whom|whose)(?:'s| (?:much|many|long|often|soon|far|time|kind"
    rf"|documents?|\w+))?"
    r"\s+(?:is|are|do|does|did|can|could|will|would|should|was|were|has|have|you|i)\b"
    r"|(?:do|does|did|is|are|can|could|will|would|should|have|has|may)\s+(?:you|u|i|we|there|it|this|that|the|my"
    r"|your|they|anyone|someone)\b"
    r"|any (?:idea|chance|news|discount)\b|is (?:breakfast|it|there)\b)",
    _I,
)
EN_POLITE = Pattern(
    rf"{LEAD}(?:please\s+)?(?:can|could|will|would) (?:you|u|someone|somebody|anyone)\b(?! (?:match|accept|take"
    rf"|do it|recommend|offer|still|also|ship|deliver))"
    r"|\b(?:can|could|would) you (?:please|kindly)\b|would you mind",
    _I,
)
EN_INDIRECT = Pattern(
    r"\b(?:i(?:'m| am| was|'ve been)? ?(?:just |also )?(?:wondering|wonder|would (?:like|love) to (?:know|ask)"
    r"|want(?:ed)? to (?:know|ask)|'?d (?:like|love) to (?:know|ask)|not sure|curious|don't know)"
    r"|(?:please |can you |could you |would you )?(?:tell (?:me|us)|let (?:me|us) know|advise|confirm"
    r"|explain)(?: \w+){0,3}|my question is)\W+(?:if|whether|what|when|where|how|why|who|which)\b",
    _I,
)
EN_WISHES = Pattern(
    r"(?:\b(?:please|pls|plz|kindly)\b(?! find (?:attached|enclosed)| see attached)"
    r"|\bi(?: would|'d) (?:like|love|appreciate|be grateful|be glad)\b(?! to (?:know|ask|thank|say|praise"
    r"|compliment|point))"
    r"|\bi (?:demand|request|expect|insist|require|need (?:a|an|my|the|you|someone|it|this))\b|\bi want (?:my|a|an"
    r"|you|the|this)\b|\bwe(?: would|'d) (?:like|appreciate|love)\b"
    r"|\b(?:it would be|would be) (?:great|nice|lovely|helpful|kind|good) if you (?:could|would|can)"
    r"|grateful if you|appreciate (?:it )?if you|\bgive me my\b)",
    _I,
)
EN_IMPERATIVE = Pattern(
    rf"{LEAD}(?:send|give|call|cancel|refund|delete|remove|take|stop|get|sort|fix|tell|let me know|book|check"
    rf"|change|replace|return|confirm|transfer|forward|erase|unsubscribe|block|freeze|help|close|add|reissue"
    rf"|update|explain|contact|ring|email|keep|put me)\s+(?:me|us|my|our|it|this|that|the|him|her|them|out|your"
    rf"|everything|sending|of|off|a)\b",
    _I,
)
# Reproaches, exclamations and small talk in the form of a question.
_RHETORICAL = (
    r"ist das (?:jetzt )?(?:euer|ihr|dein) (?:\w+ )?ernst|(?:ist|soll) (?:das|doch)(?: hier"
    r"| jetzt)? (?:ein )?(?:schlechter )?(?:witz|scherz)"
    r"|was soll (?:das|der|die|dieser|so was|sowas)\b|geht'?s (?:eigentlich |denn )?noch"
    r"|geht es (?:eigentlich )?noch|^echt jetzt|^ernsthaft|^im ernst|^wirklich\W|^na und\W|warum auch nicht"
    r"|^wozu auch"
    r"|wer weiß\W|^wie bitte|nicht wahr\W|^wissen sie was|^weißt du was|^wisst ihr,? was|^und nun\W*$|^hä\W"
    r"|im falschen film|für wie (?:dumm|blöd|doof)|wo leben wir"
    r"|wie oft (?:denn |soll|muss|noch)|wer soll (?:das|so was|sowas)|muss das sein|muss (?:ich )?erst"
    r"|bilden sie sich|bildet ihr euch|wie kommen sie (?:eigentlich )?dazu|wie kommt ihr dazu"
    r"|wie können sie es wagen|was fällt (?:ihnen|euch|dir)|was erlauben|was (?:glauben|denken"
    r"|meinen) sie (?:eigentlich|denn|wohl),?|was (?:glaubt|denkt|meint) ihr (?:eigentlich|denn|wohl)"
    r"|wollen sie mich|wollt ihr mich|willst du mich|wollen sie uns|wollt ihr uns|haben sie (?:eigentlich "
    r"|denn )?(?:überhaupt|sie noch alle|noch alle|keinen anstand|kein)|habt ihr sie (?:eigentlich )?noch"
    r"|habt ihr (?:eigentlich |denn )?(?:noch alle|kein\w* )"
    r"|liest (?:bei ihnen|das|da|hier|denn|eigentlich)|finden sie das (?:eigentlich |etwa )?(?:normal|in ordnung"
    r"|richtig|gut|witzig|lustig|fair)|findet ihr das (?:eigentlich |etwa )?(?:normal|ok|okay|in ordnung|witzig"
    r"|lustig|fair)"
    r"|was will man mehr|was ist (?:das )?(?:eigentlich |bloß |denn )?(?:das )?(?:eigentlich |bloß )?für (?:ein"
    r"|eine)\b|wer (?:denkt|lässt|kommt) (?:sich|auf) (?:so|sowas)|was bitte|wer bitte|wie blöd|wie dumm"
    r"|wie kann man (?:nur )?so|wie dreist"
    r"|seit wann ist es|in welchem jahrhundert|schon (?:ein)?mal (?:was |etwas )?von .{2,40} gehört|wer zahlt mir"
    r"|wozu (?:bezahl|zahl|hab|gibt|habe ich|brauch)\w*|wofür (?:bezahl|zahl)\w* (?:ich|wir|man) (?:eigentlich"
    r"|überhaupt)"
    r"|mit welchem recht|wie lange (?:wollt|wollen) (?:ihr|sie)|wann (?:kriegt|bekommt|lernt|begreift|kapiert) ihr"
    r"|wann (?:kriegen|bekommen|lernen|begreifen) sie|wie kann es sein|wie kann das sein|das nennen sie"
    r"|das nennt ihr|und das soll|so etwas nennt|so jemanden? lässt"
    r"|hat der .{2,40} gelahmt|warum überrascht mich|wundert (?:das|es) (?:noch )?|ist das zu viel verlangt"
    r"|was gibt'?s da|noch fragen\W|wer hätte das gedacht|(?:na|tja),? (?:und|wer)|der weihnachtsmann|wie blind"
    r"|merkt ihr|merken sie (?:eigentlich|noch)|habt ihr da keine"
    r"|was habe ich (?:ihnen|euch) (?:eigentlich )?getan|soll ich (?:etwa|vielleicht|jetzt etwa)"
    r"|bin ich (?:denn )?(?:hier )?(?:im|der|die|euer|ihr)\b|wie geht(?:'?s| es)(?: (?:dir|ihnen|euch|so))?\W*$"
    r"|alles (?:gut|klar|fit)\W*$|ist das schlimm\? ach|oder was\W*$|, (?:oder|gell|ne|nicht wahr|ja|wat|was)\?"
    r"|stehen die anderen|wozu haben wir|was lernen wir|wie soll man da|kriegt ihr das|wer braucht (?:schon|das)"
    r"|(?:jetzt )?zufrieden\?$|wenigstens das\?"
    r"|is this (?:some kind of )?a? ?joke|are you (?:kidding|serious|joking)|^(?:oh )?(?:seriously|really)\b"
    r"|who cares|guess what|you know what|what the (?:hell|heck|f)|how dare|how hard (?:can|is)|what kind of"
    r"|do you (?:people )?(?:even|ever|actually) (?:read|care|listen)|do they\?|does anybody|aren't you"
    r"|is that too much|how is that|how is this acceptable|what part of|how stupid|why on earth|who does that"
    r"|have you no shame|again\?+$|^how are you"
)
RHETORICAL = Pattern(_RHETORICAL, _I)
_WHOLE = (
    r"(?:hallo|oder(?: etwa)?(?: nicht)?|gell|stimmt'?s|ja|was|na|huhu|right|why not|ernsthaft|wirklich|schon wieder"
    r"|again|und|wie jetzt|echt)"
)
ALONE = Pattern(rf"{_WHOLE}\s*[?!.]+", _I)
# Where two askings are joined in one sentence.
JOINT = Pattern(
    rf",?\s+(?:und|sowie|oder|bzw\.|and|or)\s+(?=(?:auch |dann |außerdem |noch |also )?(?:{WORD}\s+\w+|(?:können"
    rf"|könnten|würden|kannst|könnt|könntet|gibt es|gibts|gibt|haben sie|habt ihr|übernimmt|muss ich|kann ich"
    rf"|kann man|darf ich|darf man|lässt|ist|sind|ob|bitte|fallen|brauche ich|wie|wo|wann|was|lohnt|is there|do you"
    rf"|can i|could you|how|what|when|where|transfer|delete|please|send|give)\b|[a-zäöüß]{{4,}}en sie\b))"
    r"|(?<=[\w\"])[,;]\s+(?=(?:bitte|und bitte)\s+\w+)|\s+[–-]\s+(?=(?:bitte|können|kannst|könnt|wann|wie|was)\b)"
    rf"|,\s+(?=(?:{_DU}|{_IHR})\s+(?:mir|uns|bitte|mal|doch|das|den|dem|mein\w*)\b)|,\s+(?=(?:könnt(?:e|en|et"
    rf"|est)?|können|kannst|würden|gibt es|geht das|kann man|could you|can you)\b[^,]*\?)",
    _I,
)
MARK = Pattern(r"\?[?!.\"“”»«')\]]*\s*(?:[:;]-?[)(DP]|[^\w\s]{1,3})*\s*$")
ASIDE = Pattern(r"\((\w+(?:[\s,]+[\w-]+){2,20}\?+)\)")
QUOTE_AHEAD = Pattern(r"[\"„»“]")
