"""What a message says about itself, as plain JSON for `Message.details` and `Message.envelope`; only what is there.

Keys of `details`: through, forwarded, absence, appointment, proofs, spam, protection, auto_submitted,
null_return_path, loop, as in the contract's `Inbound`; dates as ISO 8601. Placing adds `trusted` (the server whose
proofs count), `forwarded_by` (the member who passed it on) and `imported` (a mail of ours from an old mailbox);
correcting a fold adds `folds`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any

from nahbar.channels.contract import Inbound, Party
from nahbar.conversations.models import Message, Reading
from nahbar.conversations.words import GIST_LENGTH

_FIELDS = ("through", "absence", "appointment", "proofs", "spam", "protection", "loop")
MOST_PROOFS = 50
MOST_PARTIES = 100


def details_of(inbound: Inbound) -> dict[str, Any]:
    """The details of a message; empty for the plain letter that most are. Long texts stay out."""
    found = {name: _plain(getattr(inbound, name)) for name in _FIELDS}
    found["proofs"] = found["proofs"][:MOST_PROOFS]
    found["loop"] = found["loop"][:MOST_PROOFS]
    if inbound.forwarded:
        author, sent_at = inbound.forwarded.author, inbound.forwarded.sent_at
        found["forwarded"] = {
            "author": _plain(author),
            "subject": inbound.forwarded.subject,
            "sent_at": _plain(sent_at),
        }
    found["auto_submitted"], found["null_return_path"] = inbound.auto_submitted, inbound.null_return_path
    return {name: value for name, value in found.items() if value}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of the contract becomes JSON
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def envelope_of(inbound: Inbound) -> dict[str, Any]:
    """Who stands in the message's head. Lists are bounded: a mail to 10,000 people must not swell every page."""
    return {
        "from": parties([inbound.sender]),
        "to": parties(inbound.to),
        "cc": parties(inbound.cc),
        "reply_to": parties([inbound.reply_to] if inbound.reply_to else []),
        "more": max(0, len(inbound.to) - MOST_PARTIES) + max(0, len(inbound.cc) - MOST_PARTIES),
    }


def parties(given: Sequence[Party]) -> list[dict[str, str]]:
    return [{"name": party.name, "address": party.address} for party in given[:MOST_PARTIES]]


def gist_of(inbound: Inbound) -> str:
    """The first words of the person's own text, for the list."""
    return shorten(inbound.own_words or inbound.text or inbound.subject)


def told_by(message: Message) -> tuple[str, str]:
    """Gist and mood, as a list says them while this is the person's newest message; mood is "" where unsure."""
    reading: Reading | None = getattr(message, "reading", None)
    gist = reading.data.get("gist", "") if reading else ""
    return shorten(gist or message.own_words or message.text or message.subject), reading.mood if reading else ""


def shorten(text: str) -> str:
    """One line of at most GIST_LENGTH characters."""
    words = " ".join(text[: GIST_LENGTH * 4].split())
    return words if len(words) <= GIST_LENGTH else words[: GIST_LENGTH - 1].rstrip() + "…"
