"""Forms on web sites: a program sends them, a person wrote them and waits for an answer."""

from __future__ import annotations

import re

from nahbar.channels.email.header import addresses
from nahbar.channels.email.kind import words

MAX_TEXT = 4000

# Rows of a form as its program prints them: "E-Mail: anna@...", "Nachricht: ...".
_LABEL = re.compile(
    r"^[ \t*•>\-|]{0,6}(?:ihre?[ \t]|your[ \t])?(name|vorname|nachname|e-?mail(?:[ -]?adresse|[ -]address)?"
    r"|telefon(?:nummer)?"
    r"|phone|nachricht|mitteilung|anliegen|message|betreff|subject|firma|company|anrede|nom|prénom|téléphone"
    r"|messaggio"
    r"|nome|cognome|mensaje|nombre|bericht|naam|imię|wiadomość)[ \t*]{0,5}:",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s<>\"(),;:\[\]]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{1,253}")
_MIN_LABELS = 2


def is_form(first: dict[str, str], sender: str, subject: str, text: str, *, mass: bool) -> bool:
    """Whether a machine's mail carries what a person wrote.

    Sure by its subject ("Kontaktformular: ..."), or by a person in Reply-To, or by rows that name a stranger's
    address. Mass mail needs the subject and the person: newsletters name strangers too.
    """
    bare = words.REPLY_PREFIX.sub("", subject, count=1)
    person = answers_go_to_person(first, sender)
    by_subject = words.FORM.search(bare) is not None
    if mass:
        return by_subject and person
    if by_subject or person:
        return True
    return _has_rows(text[:MAX_TEXT], sender)


def answers_go_to_person(first: dict[str, str], sender: str) -> bool:
    """Reply-To names somebody else, who is neither a machine nor a role at the sender's own house."""
    party = addresses.parse_one(first.get("reply-to", "")[:1000])
    if party is None or "@" not in party.address or party.address == sender:
        return False
    local, _, domain = party.address.partition("@")
    if words.MACHINE.match(local) or words.DAEMON.match(local) or local in words.ROLES:
        return False
    return (
        _house(domain) != _house(sender.partition("@")[2])
        or words.FORM_FROM.search(first.get("subject", "")) is not None
    )


def _house(domain: str) -> str:
    """The last two labels: near enough to tell a firm's own address from a stranger's."""
    return ".".join(domain.lower().rsplit(".", 2)[-2:])


def _has_rows(text: str, sender: str) -> bool:
    labels = {match.group(1).lower() for match in _LABEL.finditer(text)}
    if len(labels) < _MIN_LABELS:
        return False
    strangers = (match.group().lower() for match in _ADDRESS.finditer(text))
    return any(_house(one.partition("@")[2]) != _house(sender.partition("@")[2]) for one in strangers)
