"""The way in: the bytes of a mail become an `Inbound`. Pure, bounded in time and memory, and never an exception."""

from __future__ import annotations

from nahbar.channels.contract import Absence, Bounce, Inbound, InboundKind, ParseFault, Party
from nahbar.channels.email.appointment import appointments
from nahbar.channels.email.away import absences
from nahbar.channels.email.bounce import bounces
from nahbar.channels.email.folds import folding, forwarded
from nahbar.channels.email.form import behind
from nahbar.channels.email.header import addresses, dates, references
from nahbar.channels.email.header.headers import Headers
from nahbar.channels.email.kind import automatic, kinds
from nahbar.channels.email.parts import body, mime
from nahbar.channels.email.parts.harvest import Body
from nahbar.channels.email.trust import proofs, spam_verdicts
from nahbar.language.detect import detect
from nahbar.toolbox.html import clean

MAX_SUBJECT = 1000


def parse(raw: bytes) -> Inbound:
    """Read an RFC 5322 message, however broken. Raises ParseFault only where there is nothing to read."""
    if not raw.strip(b"\r\n\t \0"):
        raise ParseFault("The mail is empty: there is not a single character in it.")
    root = mime.split(raw)
    fields = root.headers
    found = body.read(root)
    text, html = found.text, found.html
    sender = _sender(fields)
    subject = fields.text("subject")[:MAX_SUBJECT]
    answered = references.refs(fields)
    folds = folding.fold(text, subject, found.page)
    own = folding.own_words(text, folds)
    kind = kinds.kind_of(root, sender.address, subject, own)
    to = _parties(fields, "to")
    human = behind.human_behind(fields, sender, to, subject, text) if kind is InboundKind.HUMAN else None
    return Inbound(
        sender=human or sender,
        through=sender if human else None,
        text=text,
        subject=subject,
        key=references.message_id(fields),
        kind=kind,
        to=to,
        cc=_parties(fields, "cc"),
        reply_to=addresses.parse_one(fields.first("reply-to")),
        html=clean(html) if html else "",
        folds=folds,
        sent_at=dates.sent_at(fields),
        refs=answered,
        tokens=references.tokens(fields, answered),
        attachments=tuple(found.attachments),
        bounces=_bounces(kind, root, text),
        language=detect(own),
        warnings=_warnings(fields, found),
        forwarded=forwarded.find(text, subject, folds, found.attachments),
        absence=_absence(kind, fields, subject, own),
        appointment=appointments.appointment(root),
        proofs=proofs.read(fields),
        spam=spam_verdicts.read(fields),
        protection=found.protection,
        auto_submitted=automatic.submitted(fields),
        null_return_path=automatic.null_return_path(fields),
        loop=automatic.loop(fields),
    )


def _sender(fields: Headers) -> Party:
    """From, else Sender, else the envelope sender: a mail without From has been written by somebody too."""
    for name in ("from", "sender", "return-path", "reply-to"):
        party = addresses.parse_one(fields.first(name))
        if party is not None:
            return party
    return Party(name="", address="")


def _parties(fields: Headers, name: str) -> tuple[Party, ...]:
    """All parties of all fields of that name (RFC 5322 allows one field, programs write several)."""
    values = fields.all(name)
    if len(values) == 1:
        return addresses.parse_list(values[0])
    return tuple(party for value in values for party in addresses.parse_list(value))[: addresses.MAX_PARTIES]


def _bounces(kind: InboundKind, root: mime.Part, text: str) -> tuple[Bounce, ...]:
    if kind is InboundKind.BOUNCE:
        return bounces.read(root, text)
    if kind is InboundKind.COMPLAINT:
        return bounces.complaint(root, text)
    return ()


def _absence(kind: InboundKind, fields: Headers, subject: str, own: str) -> Absence | None:
    if kind is not InboundKind.AUTO_REPLY:
        return None
    return absences.read(fields, subject, own, dates.day_sent(fields))


def _warnings(fields: Headers, found: Body) -> tuple[str, ...]:
    warnings = list(found.warnings)
    if fields.cut:
        warnings.append("The header of this mail is extraordinarily long; only its beginning was read.")
    if not fields.fields:
        warnings.append("This mail has no header; everything is shown as text.")
    return tuple(warnings)
