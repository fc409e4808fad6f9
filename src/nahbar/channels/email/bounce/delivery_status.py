"""The machine's part of a delivery report (RFC 3464): one group of fields per recipient."""

from __future__ import annotations

import re

from nahbar.channels.contract import Bounce
from nahbar.channels.email.bounce import words as bounce_words
from nahbar.channels.email.header import addresses, headers
from nahbar.channels.email.parts.mime import Part
from nahbar.channels.email.text import charsets

MAX_STATUS_PART = 256 * 1024
MAX_RECIPIENTS = 1000
MAX_SENTENCE = 500
MEDIA_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
# Nothing failed: the message arrived, or went on to where no reports are sent.
SUCCESS = frozenset({"delivered", "relayed", "expanded"})

_FIELD_LINE = re.compile(r"^([A-Za-z-]{3,40})[ \t]*:[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n")
ADDRESS = re.compile(r"[^\s<>\"(),;:\[\]'=|]{1,64}@[A-Za-z0-9\u00a1-\uffff][A-Za-z0-9\u00a1-\uffff.-]{0,253}")
_QUOTED_ADDRESS = re.compile(r'"[^"\n]{1,64}"@[A-Za-z0-9][A-Za-z0-9.-]{0,253}')

Group = dict[str, str]


def groups(root: Part) -> list[Group]:
    """The groups of all status parts that name a recipient."""
    return [
        group
        for part in root.walk()
        if part.media_type in MEDIA_TYPES
        for group in groups_in(charsets.decode(part.content(MAX_STATUS_PART))[0])
    ]


def groups_in(text: str) -> list[Group]:
    """The groups that name a recipient, in a status part or in a report whose MIME parts broke on the way.

    Blank lines part them; a second Final-Recipient without a blank line before it (AOL) begins a new one too.
    """
    found: list[Group] = []
    for block in _BLANK.split(text):
        fields: Group = {}
        for match in _FIELD_LINE.finditer(block):
            name, value = match.group(1).lower(), " ".join(match.group(2).split())
            if name == "final-recipient" and name in fields:
                found.append(fields)
                fields = {}
            fields.setdefault(name, value)
        if "final-recipient" in fields or "original-recipient" in fields:
            found.append(fields)
    return found


def arrived(group: Group) -> bool:
    return group.get("action", "").strip().lower() in SUCCESS


def bounce(group: Group, text: str, about: str) -> Bounce:
    """What a group says. Final-Recipient counts; where it has no address, the original or the actual one.

    A status of X.0.0 is made precise by the diagnostic where that carries one of the same class. Without any
    status the words decide. A delayed message is not lost, so its report is never permanent.
    """
    diagnostic = group.get("diagnostic-code", "")
    given = bounce_words.STATUS.search(group.get("status", ""))
    precise = bounce_words.STATUS.search(diagnostic)
    status = given.group(1) if given else ""
    if precise and (not status or (status.endswith(".0.0") and precise.group(1)[0] == status[0])):
        status = precise.group(1)
    delayed = group.get("action", "").strip().lower() == "delayed"
    status = status or bounce_words.status_in(diagnostic) or bounce_words.status_in(text)
    return Bounce(
        permanent=status[:1] != "4" and not delayed,
        recipient=recipient(group),
        status=status or ("4.0.0" if delayed else "5.0.0"),
        about=about,
        sentence=headers.unstructured(diagnostic.partition(";")[2] or diagnostic)[:MAX_SENTENCE],
        gave_up=not delayed,
    )


def recipient(group: Group) -> str:
    names = ("final-recipient", "original-recipient", "x-actual-recipient")
    return next((found for name in names if (found := address_in(group.get(name, "")))), "")


def address_in(value: str) -> str:
    """The address in "rfc822; <anna@...>" or the like, in its normal spelling."""
    value = headers.unstructured(value.partition(";")[2] or value)
    found = _QUOTED_ADDRESS.search(value) or ADDRESS.search(value)
    return addresses.readable(found.group().strip("'<>").rstrip(".-")) if found else ""
