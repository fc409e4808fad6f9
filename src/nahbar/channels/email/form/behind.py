"""The human behind a machine: whoever filled in a form, or wrote through a platform that answers for nobody.

What is found here decides whom an answer goes to and whose history the message joins. It proves nothing: Reply-To
and the rows of a form are words that anybody can write. Placing therefore lets nobody into a conversation on their
strength, and the proofs (SPF, DKIM, DMARC) vouch for the machine in From only, see `Inbound.through`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nahbar.channels.contract import Party
from nahbar.channels.email.form import rows as form_rows
from nahbar.channels.email.form.rows import Row
from nahbar.channels.email.header import addresses
from nahbar.channels.email.header.headers import Headers
from nahbar.channels.email.kind import words

REACH = 20_000  # characters of the text in which rows are looked for

_LABELS: dict[str, tuple[str, ...]] = {
    "address": (
        *(
            "e-mail",
            "email",
            "e-mail-adresse",
            "e-mail adresse",
            "email-adresse",
            "emailadresse",
            "mail",
            "mailadresse",
        ),
        *("ihre e-mail", "ihre e-mail-adresse", "ihre email", "deine e-mail", "deine e-mail-adresse", "reply-to"),
        *("e-mail des absenders", "your email", "your e-mail", "email address", "e-mail address", "mail address"),
        *("adresse e-mail", "adresse mail", "courriel", "indirizzo e-mail", "indirizzo email", "correo"),
        *("correo electrónico", "e-mailadres", "adres e-mail", "e-posta", "электронная почта", "почта"),
    ),
    "name": (
        *("name", "ihr name", "dein name", "vor- und nachname", "vorname und nachname", "vorname, nachname"),
        *("vollständiger name", "ansprechpartner", "absendername", "kundenname", "kunde", "your name", "full name"),
        *("nom", "nom et prénom", "nome e cognome", "nombre", "naam", "imię i nazwisko", "ad soyad", "имя"),
    ),
    "first": ("vorname", "first name", "firstname", "prénom", "nome", "voornaam", "imię", "ad"),
    "last": ("nachname", "last name", "lastname", "surname", "nom de famille", "cognome", "apellido", "nazwisko"),
    "party": ("von", "from", "absender", "gesendet von", "eingereicht von", "sent by", "sender", "expéditeur"),
    "message": (
        *("nachricht", "ihre nachricht", "deine nachricht", "nachrichtentext", "mitteilung", "anliegen", "frage"),
        *("ihre frage", "kommentar", "bemerkung", "text", "message", "your message", "comment", "comments"),
        *("question", "enquiry", "inquiry", "messaggio", "mensaje", "bericht", "wiadomość", "mesaj", "сообщение"),
    ),
    "phone": ("telefon", "telefonnummer", "tel", "tel.", "rückrufnummer", "mobil", "phone", "phone number"),
    "subject": ("betreff", "thema", "subject", "objet", "oggetto", "asunto", "onderwerp", "temat"),
}
# Local parts under which a site's own program writes; people seldom do.
_SITE = re.compile(
    r"(?:word-?press|webmaster|www(?:-?data)?|web(?:site|form|server)?|php|apache|httpd|nobody|root|admin|server|system|"
    r"(?:kontakt|contact|anfrage)?-?form(?:ular|s|ulare)?|kontaktformular|mailer|mailform|shop|store|homepage|anfragen?)\d*\Z",
    re.IGNORECASE,
)
_PROGRAM_FIELDS = ("x-php-script", "x-php-originating-script", "x-wpcf7-content-type", "x-form-id", "x-wpforms")
_PROGRAMS = re.compile(
    r"phpmailer|wordpress|contact form|typo3|shopware|jtl|joomla|drupal|wix|jimdo|php/", re.IGNORECASE
)
_ON_BEHALF = re.compile(
    r"\s+(?:über|via|durch|von|bei|auf|through|on|par|tramite)\s+[^<>]{2,60}\Z|\s*[|(–-]\s.{2,60}\Z", re.IGNORECASE
)
_MESSAGE_FROM = re.compile(
    r"(?:nachricht|anfrage|mitteilung|kontaktanfrage|frage|message|inquiry|enquiry|request|messaggio|mensaje)\s+"
    r"(?:von|from|de|da|par)\s*:?\s+([^\n<>:]{0,80}?)[\s,:]*[<(\[]?\s*([^\s<>()\[\]\",;:]{1,64}@[a-z0-9][a-z0-9.-]{1,200}[a-z0-9])",
    re.IGNORECASE,
)


def human_behind(fields: Headers, sender: Party, to: Iterable[Party], subject: str, text: str) -> Party | None:
    """Who wrote, where `sender` is a machine; None where the sender is the one.

    A person's own Reply-To changes nothing: they remain the sender, and the answer goes where they want it.
    """
    reply = _reply_to(fields, sender)
    to_itself = any(party.address == sender.address for party in to)
    is_machine = _is_machine(fields, sender, to_itself=to_itself)
    if not (is_machine or reply or to_itself):
        return None
    rows = form_rows.read(text[:REACH], _LABELS)
    written = _of_rows(rows, sender)
    if not is_machine:
        # An ordinary mailbox that a form uses: sure only where it writes to itself, or form and header agree.
        agree = reply is not None and written is not None and reply.address == written.address
        return _named(written, reply, sender) if written and "message" in rows and (to_itself or agree) else None
    told = _told(subject, text, sender)
    if reply and (_house(reply.address) != _house(sender.address) or written or told or _is_on_behalf(sender.name)):
        return _named(reply, written, told, sender)
    return _named(written, told, sender) if written else told


def _reply_to(fields: Headers, sender: Party) -> Party | None:
    """The first of Reply-To that is somebody else and no machine."""
    for party in addresses.parse_list(fields.first("reply-to")[:2000]):
        if "@" in party.address and party.address != sender.address and not _is_nobody(party.address):
            return party
    return None


def _is_nobody(address: str) -> bool:
    local = address.partition("@")[0]
    return words.MACHINE.match(local) is not None or words.DAEMON.match(local) is not None


def _is_machine(fields: Headers, sender: Party, *, to_itself: bool) -> bool:
    """By the name of its mailbox, because a role writes to itself, or because a web program signed its work."""
    local = sender.address.partition("@")[0]
    if _is_nobody(sender.address) or _SITE.match(local) or (to_itself and local in words.ROLES):
        return True
    return any(fields.first(name) for name in _PROGRAM_FIELDS) or bool(_PROGRAMS.search(fields.first("x-mailer")))


def _house(address: str) -> str:
    """The last two labels of the domain."""
    return ".".join(address.rpartition("@")[2].lower().rsplit(".", 2)[-2:])


def _of_rows(rows: dict[str, Row], sender: Party) -> Party | None:
    """The person whom the rows of a form name; one row alone is no form."""
    row = rows.get("address") or rows.get("party")
    party = addresses.parse_one(row.value) if row else None
    if party is None or "@" not in party.address or party.address == sender.address or _is_nobody(party.address):
        return None
    if len(rows) < 2:
        return None
    parts = [rows[key].value for key in ("first", "last") if key in rows]
    name = rows["name"].value if "name" in rows else " ".join(parts)
    if "last" in rows and "name" in rows and "first" not in rows and rows["last"].value not in name:
        name = f"{name} {rows['last'].value}"
    return Party(name=(addresses.plain_name(name) or party.name)[:200], address=party.address)


def _told(subject: str, text: str, sender: Party) -> Party | None:
    """Whom "Nachricht von Anna Lind <anna@...>" names, in the subject or at the beginning of the text."""
    for place in (subject, text[:1500]):
        found = _MESSAGE_FROM.search(place)
        if found:
            party = Party(addresses.plain_name(found.group(1)), addresses.readable(found.group(2)))
            if party.address != sender.address and not _is_nobody(party.address):
                return party
    return None


def _is_on_behalf(name: str) -> bool:
    return _ON_BEHALF.search(name) is not None


def _named(first: Party, *others: Party | None) -> Party:
    """`first` with the best name that anybody knows; the machine's own counts where it says "Anna via Shop"."""
    *known, machine = others
    for party in (first, *known):
        if party and party.name and "@" not in party.name:
            return Party(party.name, first.address)
    name = _ON_BEHALF.sub("", machine.name).strip(" \"'") if machine and _is_on_behalf(machine.name) else ""
    return Party(name or first.name, first.address)
