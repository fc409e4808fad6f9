"""German: Germany, Austria, Switzerland."""

from __future__ import annotations

from nahbar.channels.email.folds.marks.model import Marks

_DEVICE = r"(?:mein(?:em|er|en)? )?[^,.;:!?]{2,45}"

GERMAN = Marks(
    labels={
        "from": ("von", "absender"),
        "date": ("gesendet", "gesendet am", "datum", "geschickt", "verschickt", "erstellt"),
        "to": ("an", "empfänger", "empfaenger"),
        "cc": ("cc", "kopie", "kopie an", "bcc", "blindkopie"),
        "subject": ("betreff", "thema"),
        "other": ("antwort an", "priorität", "wichtigkeit", "anlage", "anlagen", "anhänge", "vertraulichkeit"),
    },
    wrote=("schrieb", "schrieben", "geschrieben", "schreibt"),
    months=("jan|jän", "feb|feber", "mär|mrz|maer", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"),
    forward_subjects=("wg", "weitergeleitet", "wtr"),
    original=(
        r"urspr(?:ü|ue?)ngliche (?:nachricht|e-?mail|mail)(?: ende)?",
        r"original-?(?: ?nachricht|e-?mail|mail)(?: verarbeitet von .{2,30})?",
        r"originale? (?:nachricht|e-?mail|mail)",
        r"(?:bitte )?(?:antworten|schreiben) sie (?:bitte )?(?:nur )?(?:oberhalb|über) dieser (?:zeile|linie).{0,30}",
        r"bitte (?:geben|tragen) sie ihre antwort (?:oberhalb|über) dieser (?:zeile|linie) ein",
    ),
    forwarded=(
        r"weitergeleitete (?:nachricht|e-?mail|mail)",
        r"(?:anfang|beginn) der weitergeleiteten (?:nachricht|e-?mail|mail)",
        r"weitergeleitet (?:von|durch) .{2,80}",
    ),
    phones=(
        rf"von {_DEVICE} (?:aus )?(?:gesendet|geschickt|verschickt)",
        rf"(?:mobil|von unterwegs) (?:gesendet|geschrieben|geschickt)(?: von {_DEVICE})?",
        (
            r"gesendet vo[nm] (?:mein(?:em|er) [^,.;:!?]{2,40}|(?:i?phone|ipad|handy|smartphone|tablet"
            r"|mobil)[^,.;:!?]{0,30}"
            r"|(?:mail|outlook|yahoo|proton|gmx|web\.de|aol|mailbox)[^,;:!?]{0,30})"
        ),
        (
            r"(?:diese|die) (?:e-?mail|nachricht|mail) wurde (?:von|mit|per|über) [^,;:!?]{3,80}"
            r"(?:gesendet|verschickt|geschrieben|versendet)"
        ),
        r"diese e-?mail wurde von avast.{3,60}geprüft|virenfrei",
        (
            r"gesendet mit (?:der |dem |meinem )?(?:mobilen mail[ -]app|telekom|gmx|web\.de|freenet|1&1|ionos|proton"
            r"|k-9|blackmail|blackberry|spark|canary|posteo|tutanota|airmail|vivaldi)[^,;:!?]{0,60}"
        ),
        rf"mit freundlichen grüßen von {_DEVICE} gesendet",
        rf"mit (?:der |dem )?{_DEVICE}(?:app|k-9 mail|e-?mail|handy|proton mail) (?:gesendet|geschrieben)",
        r"(?:holen|laden) sie sich outlook .{2,20}|outlook für (?:ios|android) (?:beziehen|herunterladen|abrufen)",
    ),
    greetings=(
        r"(?:hallo|hi|hey|moin|servus|tag|liebe[rs]?|sehr geehrte[rs]?|grüezi)\b",
        r"(?:guten (?:tag|morgen|abend)|grüß (?:gott|dich|euch|sie))\b",
    ),
    pointers=(
        r"\b(?:siehe|s\.|antworten?|kommentare?|anmerkungen|meine) .{0,30}(?:unten|darunter|drunter|dazwischen)\b",
        r"\b(?:im text|zwischen (?:den|ihren|deinen) (?:zeilen|sätzen|fragen|punkten)|in (?:rot|blau|grün)|inline)\b",
    ),
    closings=(
        (
            r"(?:(?:mit|viele|vielen|liebe|lieben|beste|besten|herzliche|herzlichen|schöne|schönen|freundliche"
            r"|freundlichen"
            r"|freundlichem|sonnige|sonnigen|ganz|kollegiale[nm]?|mfg|und|allerbeste|allerliebste|liebem|nette"
            r"|netten)[ ,]+)*"
            r"(?:gr(?:ü|ue)(?:ß|ss)(?:en|e|le|li)?|gru(?:ß|ss))(?: (?:aus|vom?n?|nach|an|in) .{2,30})?"
        ),
        (
            r"(?:mfg|v?lg|vg|bg|glg|ganz lg|hg|lgr|mit besten empfehlungen|hochachtungsvoll|herzlichst"
            r"|mit vorzüglicher hochachtung)"
        ),
        (
            r"(?:(?:vielen|herzlichen|besten|lieben|schönen) )?danke?(?: (?:im voraus|vorab|schon mal|und .{2,40}"
            r"|euch|ihnen|dir|schön))*"
        ),
        r"(?:einen )?schöne[ns] (?:tag|abend|wochenende|woche|feiertage|sonntag)(?: noch)?(?: und .{3,30})?",
        (
            r"bis (?:bald|dann|morgen|später|demnächst|\w+tag)|alles (?:liebe|gute)|es grüßt(?: .{3,30})?|servus"
            r"|tschüss|ciao"
        ),
    ),
    cautions=(
        r"diese (?:e-?mail|nachricht|mail|information)(?:en)?\b",
        r"die(?:se)? (?:in|mit) dieser (?:e-?mail|nachricht|mail) ",
        r"der inhalt dieser (?:e-?mail|nachricht|mail)",
        r"(?:wichtiger |rechtlicher )?(?:vertraulichkeits|datenschutz)?(?:hinweis|erklärung)e?\s?(?::|$)",
        r"vertraulichkeit",
        (
            r"(?:wenn|falls|sollten|sind) sie nicht der (?:richtige|beabsichtigte|vorgesehene|bestimmungsgemäße"
            r"|eigentliche)"
        ),
        r"das unerlaubte kopieren|jede (?:form der )?(?:unbefugte|unautorisierte|veröffentlichung|verwendung)",
    ),
    banners=(
        (
            r"(?:achtung|vorsicht|warnung|hinweis)?[ :!\]\[-]*(?:externe? (?:e-?mail|absender|nachricht)\b"
            r"|\[?extern\]?$)"
        ),
        (
            r"(?:achtung|vorsicht|warnung|hinweis)\b.{0,20}(?:diese|die) (?:e-?mail|nachricht).{0,40}(?:extern"
            r"|außerhalb|ausserhalb)"
        ),
        r"(?:sie erhalten nicht häufig|sie erhalten nicht oft) e-?mails? von ",
        r"(?:bitte )?(?:denken sie an|schützen sie|schonen sie|bedenken sie|prüfen sie).{0,70}(?:druck|umwelt)",
        (
            r"(?:informationen|hinweise|angaben) (?:zum|zur) (?:datenschutz|verarbeitung"
            r"|umgang mit).{0,80}(?:unter|hier|:|https?)"
        ),
        r"(?:unsere )?datenschutz(?:hinweise|erklärung|informationen)\b.{0,40}(?:finden sie|unter|hier|https?)",
    ),
    caution_words=(
        r"vertraulich|geheimhaltung",
        r"rechtlich geschützt|privilegiert|geschützte informationen",
        "adressat|empfänger |empfänger.|empfänger,|empfangsberechtigt",
        r"irrtümlich|versehentlich|fälschlich|nicht für sie bestimmt",
        r"vernichten|löschen",
        r"unbefugt|unerlaubt|untersagt|nicht gestattet|verboten|unzulässig",
        "informieren sie|benachrichtigen sie|in kenntnis|ausschließlich für|nur für den|nur für die",
        "viren |haftung|rechtsverbindlich|manipulation",
    ),
    speaking=(
        *(
            "ich",
            "mir",
            "mich",
            "mein",
            "meine",
            "meinen",
            "meiner",
            "meinem",
            "wir",
            "uns",
            "unser",
            "unsere",
            "du",
            "dir",
        ),
        *(
            "dich",
            "dein",
            "deine",
            "euch",
            "ihr",
            "ihre",
            "ihren",
            "ihnen",
            "sie",
            "bitte",
            "danke",
            "können",
            "haben",
        ),
    ),
    first_person=("ich", "mir", "mich", "mein", "meine", "meinen", "meiner", "meinem", "meines"),
    functions=(
        (
            r"(?:\w*(?:leit(?:er|ung|erin)|berater|beraterin|assistent|assistentin|ingenieurin?|meister|meisterin"
            r"|verwaltung|verwalterin?)"
            r"|geschäftsführ\w+|geschäftsleitung|inhaber(?:in)?|vorstand\w*|vertrieb\w*|einkauf|buchhaltung"
            r"|sachbearbeit\w+|prokurist(?:in)?"
            r"|sekretariat|kundenservice|kundendienst|rechtsanw\w+|steuerberat\w+|abteilung.*|referent(?:in)?"
            r"|projekt\w+"
            r"|hausverwaltung|personal\w*|\w+entwickler(?:in)?|auszubildende[rn]?|i\. ?[av]\.)"
        ),
    ),
)
