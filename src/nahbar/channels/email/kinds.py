"""Who or what wrote a mail, read from its header; the order of the questions decides.

Sources: RFC 3834 (automatic answers), RFC 3464 (delivery reports), RFC 5965 (complaints), RFC 8098 (receipts),
RFC 2369 and 2919 (lists), and the fields that Exchange, cPanel, Zendesk and others add.
"""

from __future__ import annotations

import re

from nahbar.channels.contract import InboundKind
from nahbar.channels.email.headers import Headers
from nahbar.channels.email.mime import Part

AUTO_REPLY_SUBJECTS = (
    r"(?:re: ?|aw: ?)?(?:automatische|automatisierte|automatic|auto-?) ?(?:antwort|reply|response|r[ée]ponse)",
    r"(?:re: ?|aw: ?)?r[ée]ponse automatique",
    r"(?:re: ?|aw: ?)?(?:out of (?:the )?office|abwesenheit|abwesend\b|nicht im (?:büro|haus)\b|im urlaub\b)",
    r"(?:re: ?|aw: ?)?abwesenheits(?:notiz|meldung|assistent|nachricht|agent)",
    r"(?:re: ?|aw: ?)?urlaubs(?:notiz|meldung|vertretung|benachrichtigung)",
    r"(?:re: ?|aw: ?)?absence du bureau|auto ?: |\[auto-?reply\]|autoreply|vacation (?:reply|response)",
)
# Whole local parts, or local parts before "+", "=", "-" or a number, that no person reads.
DAEMONS = r"mailer-?daemon|mail-?daemon|postmaster|mdaemon|mail[._-]?delivery(?:[._-]?(?:sub)?system)?"
NO_REPLY = (
    r"(?:no|not?|do-?not|dont)[-_.]?reply|noreply|keine?[-_.]?antwort|nicht[-_.]?antworten|notifications?|bounces?"
)
BOUNCE_SUBJECTS = (
    r"(?:mail|message|e-?mail)? ?(?:delivery|undeliver|returned mail|failure notice|warning: (?:message|could not))",
    r"undeliver(?:able|ed)|undelivered mail|non[- ]?delivery|nondeliverable|not delivered|could not send",
    r"failure delivery|mail (?:system error|delivery)|returned (?:mail|message)|rejected mail",
    r"delayed mail|mail failure",
    r"(?:unzustellbar|zustellung|nicht zugestellt|fehler bei der (?:mail)?zustellung|nachricht nicht zugestellt)",
    r"(?:message|mail|your message).{0,40}(?:not (?:be )?delivered|failed|failure|bounced|undeliverable)",
    r".{0,60}(?:failure notice|delivery failure|delivery failed|user unknown|mail failure|bounce)",
)

_AUTO_REPLY = re.compile("|".join(AUTO_REPLY_SUBJECTS), re.IGNORECASE)
_COMPLAINT = re.compile(r"complaint about message from \d", re.IGNORECASE)  # Hotmail's, without a report part
_BOUNCE = re.compile(rf"\W*(?:{'|'.join(BOUNCE_SUBJECTS)})", re.IGNORECASE)
_DAEMON = re.compile(rf"(?:{DAEMONS})(?:[+=\-@].*)?\Z", re.IGNORECASE)
_NO_REPLY = re.compile(rf"(?:{NO_REPLY})(?:[+=\-_.\d].*)?\Z", re.IGNORECASE)
_REPORT_TYPES = {
    "delivery-status": InboundKind.BOUNCE,
    "feedback-report": InboundKind.COMPLAINT,
    "disposition-notification": InboundKind.RECEIPT,
}
_REPORT_PARTS = {f"message/{name}": kind for name, kind in _REPORT_TYPES.items()}
_AUTO_REPLY_FIELDS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-mail-autoreply")
_LIST_FIELDS = ("list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list")
_MACHINE_FIELDS = (
    "feedback-id",
    "x-auto-response-suppress-all",
    "x-csa-complaints",
    "x-mailgun-sid",
    "x-ses-outgoing",
)


def kind_of(root: Part, sender: str, subject: str) -> InboundKind:
    """The kind of the message; `sender` is the address of From, `subject` the decoded one."""
    fields = root.headers
    reported = _reported_kind(root)
    if reported is not None:
        return reported
    if _COMPLAINT.match(subject):
        return InboundKind.COMPLAINT
    if _is_bounce(root, sender, subject):
        return InboundKind.BOUNCE
    if _is_auto_reply(fields, subject):
        return InboundKind.AUTO_REPLY
    return _kind_of_ordinary(root, sender)


def _kind_of_ordinary(root: Part, sender: str) -> InboundKind:
    """Of mail that answers nothing by itself."""
    if _is_calendar(root):
        return InboundKind.CALENDAR
    if _is_list(root.headers):
        return InboundKind.LIST
    return InboundKind.NOTIFICATION if _is_machine(root.headers, sender) else InboundKind.HUMAN


def _reported_kind(root: Part) -> InboundKind | None:
    declared = _REPORT_TYPES.get(root.parameters.get("report-type", "").lower())
    for part in root.walk():
        kind = _REPORT_PARTS.get(part.media_type)
        if kind is not None:
            return kind
    return declared if root.media_type == "multipart/report" else None


def from_daemon(sender: str) -> bool:
    return _DAEMON.match(sender.partition("@")[0] or sender) is not None


def _is_bounce(root: Part, sender: str, subject: str) -> bool:
    """The non-standard ones: two of null return path, daemon as sender, telling subject, returned message."""
    fields = root.headers
    if fields.first("x-failed-recipients"):
        return True
    path = fields.first("return-path").strip()
    from_machine = [path in ("<>", "< >"), from_daemon(sender)]
    returned = any(part.media_type == "message/rfc822" for part in root.children)
    return sum([*from_machine, _BOUNCE.match(subject) is not None, any(from_machine) and returned]) > 1


def _is_auto_reply(fields: Headers, subject: str) -> bool:
    submitted = fields.first("auto-submitted").partition(";")[0].strip().lower()
    if submitted.startswith("auto-replied") or fields.first("precedence").strip().lower() == "auto_reply":
        return True
    if any(fields.first(name) for name in _AUTO_REPLY_FIELDS):
        return True
    return _AUTO_REPLY.match(subject) is not None


def _is_calendar(root: Part) -> bool:
    return any(part.media_type == "text/calendar" and part.parameters.get("method") for part in root.walk())


def _is_list(fields: Headers) -> bool:
    precedence = fields.first("precedence").strip().lower()
    return precedence in ("list", "bulk") or any(fields.first(name) for name in _LIST_FIELDS)


def _is_machine(fields: Headers, sender: str) -> bool:
    submitted = fields.first("auto-submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no") or fields.first("precedence").strip().lower() == "junk":
        return True
    # RFC-less, but wide-spread: only programs ask other programs not to answer. Exchange also sets
    # "DR, RN, NRN, OOF, AutoReply" on mail that people wrote with some add-ins; only "All" is sure.
    if fields.first("x-auto-response-suppress").strip().lower() == "all":
        return True
    if any(fields.first(name) for name in _MACHINE_FIELDS):
        return True
    return from_daemon(sender) or _NO_REPLY.match(sender.partition("@")[0]) is not None
