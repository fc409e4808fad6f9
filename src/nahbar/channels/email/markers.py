"""What mail programs write around quoted and forwarded text, as tables: a new language is some new lines here."""

from __future__ import annotations

import re

# Labels of the header block that Outlook, GMX, WEB.DE, T-Online and many others put above a quoted message.
# The key is the role; a block needs a `from` and one more role beside it.
LABELS: dict[str, tuple[str, ...]] = {
    "from": (
        "von",
        "from",
        "de",
        "absender",
        "expéditeur",
        "da",
        "van",
        "od",
        "fra",
        "från",
        "lähettäjä",
        "от",
        "від",
    ),
    "date": (
        *(
            "gesendet",
            "datum",
            "gesendet am",
            "sent",
            "date",
            "envoyé",
            "envoyé le",
            "message du",
            "inviato",
            "data",
            "verzonden",
        ),
        *("enviado", "enviado el", "fecha", "wysłano", "sendt", "dato", "skickat", "lähetetty", "отправлено", "дата"),
        *("gönderildi", "tarih", "надіслано"),
    ),
    "to": (
        "an",
        "to",
        "à",
        "a",
        "empfänger",
        "destinataire",
        "pour",
        "aan",
        "para",
        "do",
        "til",
        "till",
        "kime",
        "кому",
    ),
    "cc": ("cc", "kopie", "copie à", "bcc", "blindkopie", "kopia", "копия"),
    "subject": (
        *("betreff", "subject", "objet", "sujet", "thema", "oggetto", "onderwerp", "asunto", "assunto", "temat"),
        *("emne", "ämne", "aihe", "тема", "konu"),
    ),
    "other": (
        *("antwort an", "reply-to", "répondre à", "priorität", "wichtigkeit", "importance", "anlagen", "attachments"),
    ),
}

# The line above a quote: opening, closing. Between them stand date, name and address in any order, up to
# QUOTE_HEADER_LINES lines long because programs wrap it.
QUOTE_HEADERS: tuple[tuple[str, str], ...] = (
    (r"am\b", r"(?:schrieb|geschrieben|hat geschrieben)\b"),
    (r"(?:mo|di|mi|do|fr|sa|so)[a-z]*\.?,? (?:der |den )?\d", r"schrieb\b"),
    (r"on\b", r"wrote\b"),
    (r"le\b", r"a écrit\b"),
    (r"(?:il|in data)\b", r"ha scritto\b"),
    (r"(?:el|em|no dia)\b", r"(?:escribió|escreveu)\b"),
    (r"op\b", r"(?:schreef|geschreven)\b"),
    (r"(?:w dniu|dnia)\b", r"napisał(?:\(a\)|a)?"),
    (r"(?:den|\w{2,4}\.?|\d{1,2}\.)(?: \w{2,4})? ?\d", r"(?:skrev|kirjoitti|написал|пишет|пише)\b"),
    # Gmail in some languages, Yandex: date, name and address without a verb.
    (r"(?:\d{1,4}[.\-/:]\d{1,2}[.\-/: ]|\w{2,10},? \d{1,2} \w{3,10})", r"<[^<>\s@]+@[^<>\s@]+> ?:"),
)
# The same without a date in front: "Anna Lind <anna@...> schrieb am 3. Mai 2024 um 10:00:".
NAME_FIRST = (
    r"schrieb am\b.*\d.*:",
    r"schrieb:?",
    r"wrote on\b.*\d.*:",
    r"wrote:?",
    r"a écrit le\b.*\d.*:",
    r"a écrit ?:?",
)
QUOTE_HEADER_LINES = 4

# Words between dashes, stars or underscores above a quoted message.
ORIGINAL_MARKERS = (
    r"urspr(?:ü|ue?)ngliche (?:nachricht|e-?mail|mail)",
    r"originalnachricht",
    r"original-nachricht",
    r"original-?mail",
    r"original message",
    r"message d['’]origine",
    r"messaggio originale",
    r"mensaje original|mensagem original",
    r"oorspronkelijk bericht",
    r"oprindelig (?:besked|meddelelse)|opprinnelig melding|ursprungligt meddelande|alkuperäinen viesti",
    r"wiadomość oryginalna|исходное сообщение",
    r"reply message",
)
FORWARD_MARKERS = (
    r"weitergeleitete (?:nachricht|e-?mail|mail)",
    r"(?:anfang|beginn) der weitergeleiteten (?:nachricht|e-?mail|mail)",
    r"forwarded message",
    r"begin forwarded message",
    r"forwarded by .*",
    r"message transféré",
    r"début du message (?:transféré|réexpédié)",
)

# Whole lines that phones and free mailers add below a text.
MOBILE_SIGNATURES = (
    r"von (?:meinem|meiner|mein) .{2,40} (?:gesendet|aus gesendet|geschickt)",
    r"gesendet von .{0,4}(?:meinem?r? .{2,40}|mail für windows.{0,10}|outlook.{0,30}|yahoo.{0,30}|mobile)",
    r"(?:diese|die) (?:e-?mail|nachricht|mail) wurde (?:von|mit) .{3,60} (?:gesendet|verschickt|geschrieben)",
    r"gesendet mit (?:der )?(?:telekom mail|gmx|web\.de|freenet|1&1|proton ?mail|k-9|blackmail).{0,40}",
    r"mit (?:k-9|freundlichen grüßen von unterwegs|proton mail) .{0,30}gesendet",
    r"holen sie sich outlook .{2,20}|outlook für (?:ios|android) (?:beziehen|herunterladen|abrufen)",
    r"sent from (?:my .{2,40}|outlook.{0,30}|yahoo mail.{0,30}|mail for windows.{0,10}|proton ?mail.{0,30})",
    r"sent (?:via|with|using) (?:the )?(?:samsung|blackberry|proton|gmx|web\.de|aol|k-9|airmail|superhuman).{0,50}",
    r"get outlook for .{2,20}|outlook for (?:ios|android)",
    r"sent from [\w .-]{2,30}(?=\s*<https?:)",
    r"envoyé (?:de(?:puis)?|à partir de) (?:mon |outlook|yahoo|courrier).{0,40}",
    r"télécharge[rz] outlook pour .{2,20}|obtenir outlook pour .{2,20}",
)

# How a paragraph of legal caution begins, or what a banner of the reader's own mail gateway says.
DISCLAIMERS = (
    (
        r"diese (?:e-?mail|nachricht|mail)(?: und (?:ihre|alle|etwaige) (?:anh[äa]nge?|anlagen?))?"
        r".{0,80}(?:vertraulich|rechtlich geschützt|(?:ausschließlich|nur) für .{0,40}(?:adressat|empfänger))"
    ),
    r"der inhalt dieser (?:e-?mail|nachricht|mail) ist (?:vertraulich|ausschlie)",
    r"vertraulichkeits(?:hinweis|erkl)",
    r"(?:wenn|falls|sollten) sie nicht der (?:richtige|beabsichtigte|vorgesehene) (?:adressat|empf)",
    r"(?:bitte )?(?:denken sie an|schützen sie|schonen sie) .{0,20}umwelt",
    (
        r"(?:the information (?:contained )?in )?this (?:e-?mail|message|communication)"
        r".{0,80}(?:confidential|privileged|intended (?:only|solely))"
    ),
    r"confidentiality (?:notice|note)|disclaimer ?:?\s*$",
    r"if you are not the (?:intended|named) (?:recipient|addressee)",
    r"please consider the environment",
    r"ce (?:message|courriel|mail).{0,80}(?:confidentiel|destin)",
    (
        r"(?:caution|achtung|vorsicht|warnung|externe? e-?mail|external e?-?mail)\b.{0,20}"
        r"(?:this|diese|the|die|external|extern).{0,30}(?:originated|stammt|from|von|sender|absender).{0,60}"
        r"(?:outside|extern|au(?:ß|ss)erhalb)"
    ),
)

# Beginnings of a subject that mean "forwarded".
FORWARD_SUBJECTS = ("wg", "fw", "fwd", "tr", "weitergeleitet", "forwarded")


def any_of(patterns: tuple[str, ...]) -> str:
    return "(?:" + "|".join(patterns) + ")"


def role_of_labels() -> dict[str, str]:
    """Lower-case label -> role."""
    return {label: role for role, labels in LABELS.items() for label in labels}


LABEL = re.compile(r"[\s*_]{0,12}(?P<label>[^\W\d_][\w\- ]{0,14}?)\s?[*_]{0,2}\s?:[\s*_]{0,3}(?P<value>.*)")
SEPARATOR = re.compile(r"\s*[_\-=]{8,}\s*")
SIGNATURE_LINE = re.compile(r"--\s?|[—–]{1,10}\s?")
QUOTED = re.compile(r"\s{0,3}>")
ORIGINAL = re.compile(rf"\s*[-_*=]{{2,}}\s*{any_of(ORIGINAL_MARKERS)}\s*:?\s*[-_*=]*\s*", re.IGNORECASE)
FORWARDED = re.compile(
    rf"\s*(?:[-_*=]{{2,}}\s*{any_of(FORWARD_MARKERS)}\s*:?\s*[-_*=]*|{any_of(FORWARD_MARKERS)}\s*:)\s*", re.IGNORECASE
)
MOBILE = re.compile(rf"\s*{any_of(MOBILE_SIGNATURES)}\s*(?:<[^>]*>|\(?https?://\S*\)?)?\s*[.!]?\s*", re.IGNORECASE)
DISCLAIMER = re.compile(rf"[\s*_\[(]{{0,4}}{any_of(DISCLAIMERS)}", re.IGNORECASE)
HEADER_STARTS = tuple(
    (
        re.compile(rf"[\s*_\-]{{0,8}}{opening}", re.IGNORECASE),
        re.compile(rf"{closing}[^\n]{{0,160}}:?\s*\Z", re.IGNORECASE),
    )
    for opening, closing in QUOTE_HEADERS
)
NAMED_HEADER = re.compile(rf"\s*.{{2,160}}\s{any_of(NAME_FIRST)}\s*", re.IGNORECASE)
FORWARD_SUBJECT = re.compile(rf"\s*{any_of(FORWARD_SUBJECTS)}\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
