"""What was read in a mail, as plain values for JSON. docs/running/mail-parse.md explains every field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from nahbar.channels.contract import Absence, Appointment, FoldKind, Forwarded, Inbound, ParseFault, Party

NOBODY = Party("", "")


def of_mail(name: str, raw: bytes) -> dict[str, Any]:
    """The facts of one RFC 5322 message. Never fails: what cannot be read has its reason in `warnings`."""
    from nahbar.channels.email.header import headers, references
    from nahbar.channels.email.parse import parse

    try:
        mail = parse(raw)
        fields, _ = headers.split(raw[: headers.MAX_BYTES].lstrip(b"\r\n"))
    except ParseFault as fault:
        return of_nothing(name, fault.sentence)
    except Exception as error:  # noqa: BLE001 - one mail that we fail on must not end a run over a million
        return of_nothing(name, f"Nahbar failed to read this mail ({type(error).__name__}); please tell its makers.")
    answered, thread = references.answered(fields), references.thread(fields)
    return _facts(name, mail, next(iter(answered), ""), thread[-references.MAX_REFERENCES :])


def of_text(name: str, raw: bytes) -> dict[str, Any]:
    """The same for a bare text: only its folds and its language are found."""
    from nahbar.channels.email.folds import folding
    from nahbar.channels.email.text import charsets
    from nahbar.language.detect import detect

    text, _ = charsets.decode(raw)
    try:
        folds = folding.fold(text)
    except Exception as error:  # noqa: BLE001 - as above
        return of_nothing(name, f"Nahbar failed to read this text ({type(error).__name__}); please tell its makers.")
    language = detect(folding.own_words(text, folds))
    return _facts(name, Inbound(sender=NOBODY, text=text, folds=folds, language=language))


def of_nothing(name: str, reason: str) -> dict[str, Any]:
    """All fields empty, and the reason as the one warning."""
    return _facts(name, Inbound(sender=NOBODY, text="", warnings=(reason,)))


def _facts(name: str, mail: Inbound, in_reply_to: str = "", thread: Sequence[str] = ()) -> dict[str, Any]:
    """First the fields that every reader may count on, then what only some mails have."""
    from nahbar.channels.email.folds import folding

    bounce = mail.bounces[0] if mail.bounces else None
    return {
        "file": name,
        "kind": mail.kind.value,
        "from": _party(mail.sender),
        "to": [_party(one) for one in mail.to],
        "cc": [_party(one) for one in mail.cc],
        "reply_to": _party(mail.reply_to) if mail.reply_to else None,
        "subject": mail.subject,
        "date": _iso(mail.sent_at),
        "message_id": mail.key,
        "in_reply_to": in_reply_to,
        "references": list(thread),
        "text": folding.own_words(mail.text, mail.folds),
        "quoted": folding.folded(mail.text, mail.folds, FoldKind.QUOTE, FoldKind.FORWARDED),
        "signature": folding.folded(mail.text, mail.folds, FoldKind.SIGNATURE, FoldKind.DISCLAIMER),
        "language": mail.language,
        "attachments": [
            {"name": one.name, "type": one.media_type, "size": len(one.content), "inline": one.inline}
            for one in mail.attachments
        ],
        "bounce": {
            "permanent": bounce.permanent,
            "recipient": bounce.recipient,
            "status": bounce.status,
            "about": bounce.about,
        }
        if bounce
        else None,
        "warnings": list(mail.warnings),
    } | _more(mail)


def _more(mail: Inbound) -> dict[str, Any]:
    return {
        "through": _party(mail.through) if mail.through else None,
        "forwarded": _forwarded(mail.forwarded),
        "absence": _absence(mail.absence),
        "appointment": _appointment(mail.appointment),
        "proofs": [
            {"method": one.method, "result": one.result, "domain": one.domain, "server": one.server}
            for one in mail.proofs
        ],
        "spam": {"is_spam": mail.spam.is_spam, "filter": mail.spam.filter, "score": mail.spam.score}
        if mail.spam
        else None,
        "protection": {
            "kind": mail.protection.kind,
            "seal": mail.protection.seal.value,
            "signer": mail.protection.signer,
        }
        if mail.protection
        else None,
        "auto_submitted": mail.auto_submitted,
    }


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _party(party: Party) -> dict[str, str]:
    return {"name": party.name, "address": party.address}


def _forwarded(one: Forwarded | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "from": _party(one.author),
        "subject": one.subject,
        "date": _iso(one.sent_at),
        "text": one.text,
    }


def _absence(one: Absence | None) -> dict[str, str | None] | None:
    if one is None:
        return None
    return {"first": _iso(one.first), "last": _iso(one.last)}


def _appointment(one: Appointment | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "summary": one.summary,
        "starts": _iso(one.starts),
        "ends": _iso(one.ends),
        "all_day": one.all_day,
        "place": one.place,
        "organiser": one.organiser,
        "method": one.method,
    }
