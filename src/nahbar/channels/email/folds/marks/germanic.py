"""Dutch, Danish, Norwegian and Swedish; and Finnish, which their mail programs ship with."""

from __future__ import annotations

from nahbar.channels.email.folds.marks.model import Marks

DUTCH = Marks(
    labels={
        "from": ("van", "afzender"),
        "date": ("verzonden", "datum", "verstuurd", "verzonden op"),
        "to": ("aan", "ontvanger"),
        "cc": ("cc", "kopie", "bcc"),
        "subject": ("onderwerp", "betreft"),
        "other": ("antwoord aan", "urgentie", "bijlagen", "prioriteit"),
    },
    wrote=("schreef", "geschreven", "schrijft"),
    months=("jan", "feb", "mrt|maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    forward_subjects=("doorst", "doorgestuurd"),
    original=(r"oorspronkelijke? (?:bericht|e-?mail)|origineel bericht",),
    forwarded=(
        r"doorgestuurd bericht|begin doorgestuurd bericht|begin van doorgestuurd bericht|doorgestuurd door .{2,80}",
    ),
    phones=(
        r"(?:verstuurd|verzonden) (?:vanaf|met|via|vanuit)(?: mijn| de| een)? ?[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}",
        r"via (?:mijn )?\S+ (?:verstuurd|verzonden)|outlook (?:voor (?:ios|android) )?downloaden.{0,20}",
    ),
    closings=(
        (
            r"(?:met )?(?:(?:vriendelijke|hartelijke|beste) )?(?:groet(?:en|jes)?)|mvg|hoogachtend|bedankt"
            r"|alvast bedankt|bvd"
        ),
    ),
    cautions=(r"de informatie (?:in|verzonden)|dit (?:bericht|e-?mail\w*)|deze (?:e-?mail|mail)",),
    banners=(r"(?:denk aan het milieu|print deze)",),
    caution_words=(
        r"vertrouwelijk",
        r"geadresseerde|bestemd voor",
        r"ten onrechte|per abuis|per vergissing",
        r"vernietigen|verwijderen",
    ),
    speaking=("ik", "mij", "mijn", "wij", "we", "ons", "onze", "u", "uw", "je", "jij", "graag", "kunt", "heeft"),
    first_person=("ik", "mij", "mijn"),
    functions=(r"(?:directeur|eigenaar|medewerker|klantenservice|afdeling) ?.*",),
)

DANISH = Marks(
    labels={
        "from": ("fra", "afsender"),
        "date": ("sendt", "dato", "sendt den"),
        "to": ("til", "modtager"),
        "cc": ("cc", "kopi"),
        "subject": ("emne",),
        "other": ("vedhæftede filer", "prioritet", "svar til"),
    },
    wrote=("skrev", "skriver"),
    months=("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    forward_subjects=("vs", "vb", "videresendt"),
    original=(r"oprindelig (?:besked|meddelelse|e-?mail)",),
    forwarded=(r"videresendt (?:besked|meddelelse|e-?mail)|start på videresendt besked",),
    phones=(
        (
            r"(?:sendt|afsendt) (?:fra|med|via)(?: min| mit)? ?[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}"
            r"|hent outlook til .{2,20}"
        ),
    ),
    closings=(
        (
            r"(?:med )?(?:(?:venlig|venlige|bedste|kærlig|de bedste|mange) )*hilsen(?:er)?|mvh|vh|kh|dbh"
            r"|på forhånd tak|tak"
        ),
    ),
    cautions=(r"denne (?:e-?mail|mail|meddelelse)",),
    caution_words=(r"fortrolig", r"modtager", r"ved en fejl", r"slet"),
    speaking=("jeg", "mig", "min", "mit", "vi", "os", "vores", "du", "dig", "din", "jer"),
    first_person=("jeg", "mig", "min", "mit"),
)

NORWEGIAN = Marks(
    labels={
        "from": ("fra", "avsender"),
        "date": ("sendt", "dato"),
        "to": ("til", "mottaker"),
        "cc": ("kopi", "cc"),
        "subject": ("emne",),
        "other": ("vedlegg",),
    },
    wrote=("skrev",),
    months=("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des"),
    forward_subjects=("vs", "videresendt"),
    original=(r"opprinnelig (?:melding|e-?post)",),
    forwarded=(r"videresendt (?:melding|e-?post)|start på videresendt melding",),
    phones=(r"sendt fra (?:min |mitt )?[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}|skaff deg outlook for .{2,20}",),
    closings=(r"(?:med )?(?:(?:vennlig|beste|hyggelig) )*hilsen|takk|på forhånd takk",),
    speaking=("jeg", "meg", "vi", "oss", "dere", "deg"),
    first_person=("jeg", "meg"),
)

SWEDISH = Marks(
    labels={
        "from": ("från", "avsändare"),
        "date": ("skickat", "datum", "skickades"),
        "to": ("till", "mottagare"),
        "cc": ("kopia", "cc"),
        "subject": ("ämne",),
        "other": ("bilagor", "prioritet"),
    },
    wrote=("skrev", "skriver"),
    months=("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    forward_subjects=("vb", "vidarebefordrat"),
    original=(r"ursprungligt (?:meddelande|mail)|originalmeddelande",),
    forwarded=(
        (
            r"vidarebefordrat (?:meddelande|mail|brev)|börja? på vidarebefordrat (?:meddelande|brev)"
            r"|vidarebefordrat brev"
        ),
    ),
    phones=(
        r"(?:skickat|skickades) från (?:min |mitt )?[^,.;:!?\s]+(?: [^,.;:!?\s]+){0,5}|hämta outlook för .{2,20}",
    ),
    closings=(r"(?:med )?(?:(?:vänlig|vänliga|bästa|många|varma) )*hälsning(?:ar|en)?|mvh|tack(?: på förhand)?|vh",),
    speaking=("jag", "mig", "min", "vi", "oss", "vår", "ni", "er", "du", "dig", "din"),
    first_person=("jag", "mig", "min", "mitt"),
)

FINNISH = Marks(
    labels={
        "from": ("lähettäjä",),
        "date": ("lähetetty", "päivämäärä", "pvm"),
        "to": ("vastaanottaja", "vastaanottajat"),
        "cc": ("kopio",),
        "subject": ("aihe",),
        "other": ("liitteet",),
    },
    wrote=("kirjoitti",),
    months=("tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"),
    forward_subjects=("vl",),
    original=(r"alkuperäinen viesti",),
    forwarded=(r"välitetty viesti|edelleenlähetetty viesti",),
    phones=(r"lähetetty (?:\S+sta|\S+stä|\S+lta|\S+ltä)(?: \S+){0,3}",),
    closings=(r"(?:ystävällisin )?terveisin|t\.|kiitos|kiitoksia",),
    speaking=("minä", "minun", "minulle", "me", "te", "teidän", "voisitteko"),
    first_person=("minä", "minun", "minulle"),
)
