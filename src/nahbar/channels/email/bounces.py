"""What a delivery report says: for whom, whether for good, and about which message (RFC 3464, 3463, and the rest)."""

from __future__ import annotations

import re
from dataclasses import replace

from nahbar.channels.contract import Bounce
from nahbar.channels.email import addresses, charsets, headers, references
from nahbar.channels.email.headers import Headers
from nahbar.channels.email.mime import Part

MAX_RECIPIENTS = 1000
MAX_REPORT = 256 * 1024
MAX_SENTENCE = 500

# What reports in prose say, with the enhanced status it comes to (RFC 3463); the first hit counts.
PHRASES: tuple[tuple[str, str], ...] = (
    (
        r"(?:mailbox|postfach|quota|account).{0,40}(?:full|voll|exceed|überschritten|over)|over ?quota",
        "5.2.2",
    ),
    (
        (
            r"(?:user|recipient|address|mailbox|account|empfänger|adresse)\W.{0,60}(?:unknown|unbekannt|not found"
            r"|does ?n.t exist|not exist|existiert nicht|invalid|no longer|not recognized|not listed"
            r"|nicht gefunden|not available|unavailable)"
        ),
        "5.1.1",
    ),
    (
        r"(?:unknown|no such|invalid) (?:user|recipient|address|mailbox|local part)|unrouteable address|user unknown",
        "5.1.1",
    ),
    (
        r"(?:host|domain).{0,30}(?:unknown|not found|not exist)|host not found|no such domain|name service error",
        "5.1.2",
    ),
    (r"(?:message|size).{0,30}(?:too (?:large|big)|exceeds)|nachricht zu groß", "5.3.4"),
    (r"spam|blacklist|blocked|policy|denied|rejected|not permitted|refused to talk", "5.7.1"),
    (r"timed? ?out|connection refused|could not connect|retry timeout|no response|expired", "4.4.1"),
    (r"warning.{0,60}delayed|delayed|will (?:be|continue to) retr|noch nicht zugestellt|temporar", "4.0.0"),
)

_FIELD_LINE = re.compile(r"^([A-Za-z-]{3,40})[ \t]*:[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[\s\-,;:]|$)", re.MULTILINE)
_ADDRESS = re.compile(r"[^\s<>\"(),;:\[\]'=]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,253}[A-Za-z0-9]")
_RETURNED = re.compile(
    r"^[ \t\-_=*]{0,80}(?:(?:this is |below (?:this line )?is |(?:the )?(?:header|text|body) of )?.{0,20}"
    r"(?:copy of (?:the|your) (?:original )?message|original message(?! was)|returned message|unsent message"
    r"|message headers?|header of the original|message follows|message body|original text"
    r"|ursprüngliche nachricht)).*$"
    r"|^(?:return-path|received|message-id|dkim-signature|x-received)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_MESSAGE_ID = re.compile(
    r"^[> \t]{0,20}message-id[ \t]*:[ \t]*\n?[ \t]*(<[^<>\s]{3,400}>)", re.IGNORECASE | re.MULTILINE
)
_PHRASES = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), status) for pattern, status in PHRASES)
_SUCCESS = frozenset({"delivered", "relayed", "expanded"})


def read(root: Part, text: str) -> tuple[Bounce, ...]:
    """One Bounce per recipient that the report names, at most 1,000; one without recipient where none is found.

    A report of success (Action: delivered) is no bounce: the result is then empty.
    """
    about = returned_id(root, text)
    groups = [
        group for part in root.walk() if part.media_type == "message/delivery-status" for group in _groups(part)
    ]
    reported = [group for group in groups if "final-recipient" in group or "original-recipient" in group]
    if reported:
        failed = [one for one in reported if one.get("action", "").strip().lower() not in _SUCCESS]
        found = tuple(_from_group(group, text, about) for group in failed[:MAX_RECIPIENTS])
        if not found or any(one.recipient for one in found):
            return found
        named = _named_recipients(root, text[:MAX_REPORT]) or [""]
        return (replace(found[0], recipient=named[0]), *found[1:])
    return _from_prose(root, text, about)


def complained(root: Part) -> str:
    """The address of the person who pressed "spam" (ARF, RFC 5965), or an empty text where it is withheld."""
    for part in root.walk():
        if part.media_type == "message/feedback-report":
            for group in _groups(part):
                found = _recipient(group.get("original-rcpt-to", ""))
                if found:
                    return found
    returned = _returned_headers(root)
    party = addresses.parse_one(returned.first("to")) if returned else None
    return party.address if party and "@" in party.address else ""


def returned_id(root: Part, text: str) -> str:
    """The Message-ID (without brackets) of the message that a report gives back, or an empty text."""
    returned = _returned_headers(root)
    if returned is not None and references.message_id(returned):
        return references.message_id(returned)
    found = _MESSAGE_ID.search(text)
    if found:
        return found.group(1)[1:-1]
    answered = references.refs(root.headers)
    return answered[0] if answered else ""


def _groups(part: Part) -> list[dict[str, str]]:
    """The groups of fields of a status part, one per recipient after the first (RFC 3464 section 2.1)."""
    text = charsets.decode(part.content(MAX_REPORT))[0]
    groups: list[dict[str, str]] = []
    for block in re.split(r"\n[ \t]*\n", text):
        fields: dict[str, str] = {}
        for match in _FIELD_LINE.finditer(block):
            fields.setdefault(match.group(1).lower(), " ".join(match.group(2).split()))
        if fields:
            groups.append(fields)
    return groups


def _recipient(value: str) -> str:
    """The address in "rfc822; <anna@...>" or the like."""
    found = _ADDRESS.search(headers.unstructured(value.rpartition(";")[2]))
    return addresses.readable(found.group().strip("'<>")) if found else ""


def _from_group(group: dict[str, str], text: str, about: str) -> Bounce:
    recipient = _recipient(group.get("original-recipient", "")) or _recipient(group.get("final-recipient", ""))
    final = _recipient(group.get("final-recipient", ""))
    diagnostic = group.get("diagnostic-code", "")
    given = _STATUS.search(group.get("status", ""))
    precise = _STATUS.search(diagnostic)
    status = given.group(1) if given else ""
    if precise and (not status or (status.endswith(".0.0") and precise.group(1)[0] == status[0])):
        status = precise.group(1)
    status = status or _status_of(diagnostic or text)
    delayed = group.get("action", "").strip().lower() == "delayed"
    return Bounce(
        permanent=status.startswith("5") and not delayed,
        recipient=final or recipient,
        status=status,
        about=about,
        sentence=_sentence(diagnostic),
    )


def _sentence(diagnostic: str) -> str:
    return headers.unstructured(diagnostic.partition(";")[2] or diagnostic)[:MAX_SENTENCE]


def _from_prose(root: Part, text: str, about: str) -> tuple[Bounce, ...]:
    report = text[:MAX_REPORT]
    cut = _RETURNED.search(report)
    report = report[: cut.start()] if cut and cut.start() else report
    status = _status_of(report) or _status_of(root.headers.text("subject"))
    permanent = status.startswith("5")
    sentence = next(
        (line.strip() for line in report.split("\n") if _STATUS.search(line) or _REPLY_CODE.search(line)), ""
    )
    recipients = _named_recipients(root, report)
    return tuple(
        Bounce(permanent=permanent, recipient=one, status=status, about=about, sentence=sentence[:MAX_SENTENCE])
        for one in recipients or _named_recipients(root, text[:MAX_REPORT]) or [""]
    )


def _named_recipients(root: Part, report: str) -> list[str]:
    """X-Failed-Recipients, else the first address in the report that is neither ours nor a daemon's."""
    failed = root.headers.first("x-failed-recipients")
    if failed:
        return [party.address for party in addresses.parse_list(failed)][:MAX_RECIPIENTS]
    fields = root.headers
    known = {
        party.address for name in ("to", "from", "delivered-to") for party in addresses.parse_list(fields.first(name))
    }
    found = [addresses.readable(one.strip(".'")) for one in _ADDRESS.findall(report)[:200]]
    foreign = [one for one in found if one not in known and "daemon" not in one and not one.startswith("postmaster@")]
    if foreign or found:
        return (foreign or found)[:1]
    returned = _returned_headers(root)
    party = addresses.parse_one(returned.first("to")) if returned else None
    return [party.address] if party and party.address else []


def _status_of(text: str) -> str:
    """The enhanced status in a text, else one made from its reply code or from its words."""
    found: list[str] = _STATUS.findall(text)
    failed = [one for one in found if one[0] in "45"]
    if failed:
        return next((one for one in failed if not one.endswith(".0.0")), failed[0])
    code = _REPLY_CODE.search(text)
    phrase = next((status for pattern, status in _PHRASES if pattern.search(text)), "5.0.0" if text.strip() else "")
    return f"{code.group(1)}{phrase[1:]}" if code else phrase


def _returned_headers(root: Part) -> Headers | None:
    for part in root.walk():
        if part is not root and part.media_type in ("message/rfc822", "text/rfc822-headers", "message/global"):
            return headers.split(part.content(headers.MAX_BYTES))[0]
    return None
