"""Bounces that a sending service reports as JSON in a mail (Amazon SES over SNS)."""

from __future__ import annotations

import json
from typing import Any

from nahbar.channels.contract import Bounce, InboundKind
from nahbar.channels.email.bounce.delivery_status import MAX_RECIPIENTS, MAX_SENTENCE
from nahbar.channels.email.header import addresses

MAX_JSON = 256 * 1024  # SNS allows 256 KB


def kind(text: str) -> InboundKind | None:
    """Bounce, complaint, or None where the text is no such notice (a notice of delivery is an ordinary one)."""
    kinds = {"Bounce": InboundKind.BOUNCE, "Complaint": InboundKind.COMPLAINT}
    return kinds.get(str(_notice(text).get("notificationType")))


def bounces(text: str) -> tuple[Bounce, ...]:
    """A Bounce per recipient; empty where the text is no notice."""
    notice = _notice(text)
    about = _message_id(_mapping(notice.get("mail")))
    report = _mapping(notice.get("bounce")) or _mapping(notice.get("complaint"))
    permanent = str(report.get("bounceType", "Permanent")) != "Transient"
    listed = report.get("bouncedRecipients") or report.get("complainedRecipients")
    recipients = [_mapping(one) for one in listed[:MAX_RECIPIENTS]] if isinstance(listed, list) else []
    complained = "complaint" in notice
    return tuple(
        Bounce(
            permanent=permanent,
            recipient=addresses.readable(str(one.get("emailAddress", ""))),
            status="" if complained else str(one.get("status") or ("5.0.0" if permanent else "4.0.0"))[:20],
            about=about,
            sentence=str(one.get("diagnosticCode", "")).partition(";")[2].strip()[:MAX_SENTENCE],
        )
        for one in recipients
    )


def _message_id(mail: dict[str, Any]) -> str:
    """Our own Message-ID where the notice repeats our header, else the one that SES gave."""
    own = str(_mapping(mail.get("commonHeaders")).get("messageId", "")).strip("<> ")
    return (own or str(mail.get("messageId", "")))[:400]


def _notice(text: str) -> dict[str, Any]:
    """The notice itself, taken out of the envelope that SNS puts around it."""
    found = _first_object(text)
    inner = found.get("Message")
    return _first_object(inner) if isinstance(inner, str) else found


def _first_object(text: str) -> dict[str, Any]:
    text = text[:MAX_JSON].lstrip()
    if not text.startswith("{"):
        return {}
    try:
        return _mapping(json.JSONDecoder(strict=False).raw_decode(text)[0])
    except (ValueError, RecursionError):  # thousands of brackets end in the latter; either way it is no notice
        return {}


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
