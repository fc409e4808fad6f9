"""How a mail says what it answers: message ids, and the tokens that we put into our own addresses and ids."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nahbar.channels.email.header import headers
from nahbar.channels.email.header.headers import Headers
from nahbar.toolbox.ids import ALPHABET

MAX_REFERENCES = 200
MAX_ID = 500

# KEY.SIG as the way out writes them: Reply-To `info+KEY.SIG@...`, Message-ID `<RANDOM.KEY.SIG@...>`.
KEY_LENGTH = 12
SIGNATURE_LENGTH = 10

_BRACKETED = re.compile(r"<([^<>]*)>")
_TOKEN = f"[{ALPHABET}]{{{KEY_LENGTH}}}\\.[{ALPHABET}]{{{SIGNATURE_LENGTH}}}"
_PLUS_TOKEN = re.compile(rf"\+({_TOKEN})@")
_ID_TOKEN = re.compile(rf"\.({_TOKEN})@")
_ADDRESS_FIELDS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")


def message_id(fields: Headers) -> str:
    """The mail's own id without brackets; inner white space from broken folding is taken out."""
    found = _ids(fields.first("message-id"))
    return found[0] if found else ""


def refs(fields: Headers) -> tuple[str, ...]:
    """What the mail answers: In-Reply-To first, then References newest first, each once, at most 200."""
    return tuple(dict.fromkeys([*answered(fields), *reversed(thread(fields))]))[:MAX_REFERENCES]


def answered(fields: Headers) -> list[str]:
    """The ids of In-Reply-To, as written."""
    return [found for value in fields.all("in-reply-to") for found in _ids(value)]


def thread(fields: Headers) -> list[str]:
    """The ids of References, as written: oldest first."""
    return [found for value in fields.all("references") for found in _ids(value)]


def _ids(value: str) -> list[str]:
    """Ids in brackets; without any, what looks like ids between white space."""
    value = headers.unstructured(value)
    found = _BRACKETED.findall(value) if "<" in value and ">" in value else []
    if not found:
        words = value.replace("<", " ").replace(">", " ").replace(",", " ").split()
        found = words if len(words) == 1 else [word for word in words if "@" in word] or words[:1]
    ids = ("".join(one.split()) for one in found)
    return [one[:MAX_ID] for one in ids if one]


def tokens(fields: Headers, ids: Iterable[str]) -> tuple[str, ...]:
    """Candidates for our `KEY.SIG`, unverified, each once: addressed ones first, then those of `ids`."""
    addressed = (
        match
        for name in _ADDRESS_FIELDS
        for value in fields.all(name)
        for match in _PLUS_TOKEN.findall(value.lower())
    )
    referred = (match for one in ids for match in _ID_TOKEN.findall(one.lower()))
    return tuple(dict.fromkeys([*addressed, *referred]))[:MAX_REFERENCES]
