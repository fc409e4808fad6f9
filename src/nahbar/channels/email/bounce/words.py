"""The words of delivery reports, with the enhanced status (RFC 3463) that they come to.

Needed where a report carries no status of its own: qmail, Exim, Exchange 2003, Notes, Yahoo, mobile carriers. The
first hit counts, so the narrow reasons stand before the wide ones. All patterns are bounded: `.{0,60}` at most.
"""

from __future__ import annotations

import re

MAX_REPORT = 32 * 1024  # characters of prose that are looked at

_NO_ONE = (
    r"(?:unknown|unbekannt|inconnue?|sconosciut[oa]|desconocid[oa]|onbekend|nieznany|не ?(?:найден|существует)"
    r"|not (?:be )?found|does ?n.?t exist|do(?:es)? not exist|not exist|existiert nicht|n.existe pas|non esiste"
    r"|no existe|invalid|no longer|not recogni[sz]ed|not listed|not valid|nicht gefunden|not available|unavailable"
    r"|ungültig|disabled)"
)
_WHO = (
    r"(?:user|userid|recipient|address|mailbox|account|alias|empfänger|benutzer|adresse|destinataire|utilisateur"
    r"|destinatario|utente|usuario|ontvanger|gebruiker|użytkownik|adresat|пользовател|получател)"
)
_BOX = (
    r"(?:mailbox|mail ?box|mailfolder|inbox|postfach|quota|account|folder|maildir|boîte[^.]{0,20}|casella|buzón"
    r"|postvak|skrzynk[aąi]|ящик)"
)
_FULL = r"(?:full|voll|exceed|überschritten|over|out of storage|pleine?|pien[ao]|llen[oa]|vol\b|pełna|переполнен)"
PHRASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "5.2.2",
        (rf"{_BOX}\W.{{0,40}}?{_FULL}", r"over ?quota|quota exceeded", r"insufficient storage|storage quota"),
    ),
    (
        "5.2.1",
        (r"(?:mailbox|account|postfach|user|konto).{0,30}(?:disabled|inactive|suspended|deaktiviert|gesperrt)",),
    ),
    (
        "5.3.4",
        (
            r"(?:message|mail|size|nachricht|anhang).{0,30}(?:too (?:large|big)|exceeds|zu (?:groß|gross))",
            r"size limit|message length exceeds|trop volumineux|troppo grande|demasiado grande",
        ),
    ),
    (
        "5.1.1",
        (
            r"(?:unknown|no such|invalid|bad|non.?existent|illegal) (?:user|recipient|address|mailbox|alias|person)",
            r"(?:unknown|invalid) local part|unrouteable address|no mailbox here|no valid recipient|user unknown",
            r"not our (?:user|customer)|does(?:n.t| not) have an? .{1,60}account|invalid (?:final )?delivery userid",
            r"unbekannter (?:empfänger|benutzer)|keinen (?:empfänger|benutzer)|couldn.t be found",
        ),
    ),
    (
        "5.1.2",
        (
            r"(?:host|domain|mx record|dns|server).{0,30}(?:unknown|not found|not exist|unbekannt|nicht gefunden)",
            r"(?:unknown|no such) (?:host|domain)|no mx (?:record )?found|name service error|dns lookup fail",
            r"could.?n.t find any host",
        ),
    ),
    ("5.1.1", (rf"{_WHO}\W.{{0,60}}?{_NO_ONE}",)),
    ("5.4.6", (r"hop count|too many hops|mail loop|routing loop|mail.?schleife",)),
    ("5.4.4", (r"could not find a gateway|no route to|couldn.t find a mail exchanger|unroutable|unable to route",)),
    ("5.6.0", (r"virus|malware|content rejected|attachment.{0,20}(?:not allowed|blocked)",)),
    ("5.7.25", (r"reverse dns|ptr record|rdns",)),
    (
        "5.7.1",
        (
            r"spam|black.?list|blocked|policy|denied|rejected|not permitted|refused to talk",
            r"(?:relay|relaying) (?:denied|not)|mail relay|unable to relay",
            r"abgelehnt|gesperrt|refusé|rifiutat|rechazad|geweigerd|odrzucon|отклонен",
        ),
    ),
    (
        "4.4.7",
        (
            r"retry time.?out|expired|giving up|(?:in|on) the queue too long|multiple retries",
            r"could not be delivered for|zustellversuche|queue.{0,30}exceeded",
        ),
    ),
    (
        "4.4.1",
        (
            r"timed? ?out|connection refused|could not connect|unable to connect|no response|socket error",
            r"not reachable|nicht erreichbar|accept our requests to connect|establish an smtp connection",
        ),
    ),
    ("4.0.0", (r"temporar|try again later|vorübergehend",)),
)
# A report that only says "not yet": the address is not to be marked, whatever the words of the reason.
DELAYED = re.compile(
    r"\bdelay|\bwarning: (?:message|could not)|not yet (?:been )?delivered|(?:will|continue to) (?:be )?retr(?:y|ied)"
    r"|warning message only|do not need to re-?send|temporary failure report|noch nicht zugestellt|verzögert"
    r"|weiterhin versucht|weitere zustellversuche|retardée?|pas encore (?:été )?(?:remis|distribué)",
    re.IGNORECASE,
)

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
# Real SMTP codes only: a report may speak of port 587 or of 500 MB.
REPLY_CODE = re.compile(
    r"(?<![\d.:\w])([45])(?:(?<=4)(?:21|22|3[1-4]|4[0-7]|5\d|7\d)|(?<=5)(?:0[0-4]|1\d|2[1-9]|3\d|4[0-4]|5\d|7\d))"
    r"(?=[\s\-,;:]|$)",
    re.MULTILINE,
)
_PHRASES = tuple((re.compile("|".join(patterns), re.IGNORECASE), status) for status, patterns in PHRASES)


def is_spelled_out(text: str) -> bool:
    """Whether the text carries a status or a reply code, and not only words."""
    return STATUS.search(text) is not None or REPLY_CODE.search(text) is not None


def status_in(text: str) -> str:
    """The enhanced status that a text gives, else one made of its reply code and words, else an empty text.

    Several statuses: the first that is more precise than X.0.0, else the first.
    """
    text = " ".join(text[:MAX_REPORT].split())
    failed: list[str] = [one for one in STATUS.findall(text) if one[0] in "45"]
    if failed:
        return next((one for one in failed if not one.endswith(".0.0")), failed[0])
    code = REPLY_CODE.search(text)
    phrase = next((status for pattern, status in _PHRASES if pattern.search(text)), "")
    if code is None:
        return phrase
    return f"{code.group(1)}{phrase[1:]}" if phrase else f"{code.group(1)}.0.0"
