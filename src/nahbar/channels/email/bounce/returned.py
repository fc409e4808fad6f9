"""The message that a report gives back: its header, its Message-ID, and where it begins in a report's text."""

from __future__ import annotations

import re

from nahbar.channels.email.header import headers, references
from nahbar.channels.email.header.headers import Headers
from nahbar.channels.email.parts.mime import Part

RETURNED_TYPES = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers"}
)
MAX_SEARCH = 1024 * 1024

_BEGINS = re.compile(
    r"^[ \t\-_=*>|]{0,80}(?:(?:this is |below (?:this )?(?:line )?is |(?:the )?(?:header|text|body) of )?.{0,20}"
    r"(?:copy of (?:the|your) (?:original )?message|original message(?! was)|returned message|unsent message"
    r"|message headers?|header of the original|message follows|message text follows|message body|original text"
    r"|original mail (?:info|headers?)|ursprüngliche nachricht|ursprünglichen nachricht|message d.origine"
    r"|messaggio originale|mensaje original|oorspronkelijk bericht)).*$"
    r"|^(?:return-path|received|message-id|dkim-signature|x-received)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_MESSAGE_ID = re.compile(
    r"^[> \t]{0,20}message-id[ \t]*:[ \t]*\n?[ \t]*(<[^<>\s]{3,400}>)", re.IGNORECASE | re.MULTILINE
)
_RAW_MESSAGE_ID = re.compile(
    rb"^[> \t]{0,20}message-id[ \t]*:[ \t\r]*\n?[ \t]*<([^<>\s]{3,400})>", re.IGNORECASE | re.MULTILINE
)


def header_of(root: Part) -> Headers | None:
    """The header of the first message that the mail gives back as a part of its own."""
    for part in root.walk():
        if part is not root and part.media_type in RETURNED_TYPES:
            return headers.split(part.content(headers.MAX_BYTES))[0]
    return None


def before(text: str) -> str:
    """The report's own words: what stands above the copy of the returned message."""
    cut = _BEGINS.search(text)
    return text[: cut.start()] if cut and cut.start() else text


def message_id(root: Part, text: str) -> str:
    """The Message-ID (no brackets) of the message that a report gives back or answers, else an empty text.

    Asked in this order: the returned part, the text, the bytes of the body (parts of odd types, a second report
    in the same file), and last what the report itself says it answers.
    """
    returned = header_of(root)
    if returned is not None:
        found = references.message_id(returned)
        if found:
            return found
    quoted = _MESSAGE_ID.search(text)
    if quoted:
        return quoted.group(1)[1:-1]
    raw = _RAW_MESSAGE_ID.search(root.raw, root.start, min(root.end, root.start + MAX_SEARCH))
    if raw and raw.group(1).isascii():
        return raw.group(1).decode("ascii")
    answered = references.refs(root.headers)
    return answered[0] if answered else ""
