"""Recipes for form mails: how the mails of one sender are read, said by a member without any programming.

`behind` finds the human in the forms of most programs by itself. A recipe is for the others: it names the sender and
the labels of the rows, e.g. name "Kundin", address "Rückantwort an", message "Ihr Anliegen". Recipes are plain data
(`to_json`, `from_json`); where they are kept and tried is no matter of this module.

A recipe proves nothing: whoever can write to the form can write any address into it. Placing treats the human that
it names like a stranger's Reply-To, see `behind`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from fnmatch import fnmatchcase
from typing import Any

from nahbar.channels.contract import Fold, FoldKind, Inbound, InboundKind, Party, SettingsFault
from nahbar.channels.email.form import rows as form_rows
from nahbar.channels.email.form.rows import Row
from nahbar.channels.email.header import addresses

MAX_PATTERN = 320
MAX_LABEL = 100
MAX_SUBJECT = 1000
_ROWS = ("name", "address", "phone", "subject", "message")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to read the form mails of `sender`, an address in which * stands for anything ("*@formular.example").

    `subject_contains` narrows it to some of that sender's mails. All others are the labels of rows as they stand
    in the mail, in any case, with or without a colon; several for one row with | between ("E-Mail|Mailadresse").
    Without `address`, Reply-To names the human. Without `message`, the whole text is the message.
    """

    sender: str
    subject_contains: str = ""
    name: str = ""
    address: str = ""
    phone: str = ""
    subject: str = ""
    message: str = ""

    def __post_init__(self) -> None:
        """Raises SettingsFault for the field that is wrong."""
        _check_sender(self.sender)
        for name in _ROWS:
            if len(getattr(self, name)) > MAX_LABEL:
                raise SettingsFault(f"A label has at most {MAX_LABEL} characters.", field=name)
        seen: dict[str, str] = {}
        for name, labels in _labels(self).items():
            for label in labels:
                if seen.setdefault(label.lower(), name) != name:
                    raise SettingsFault(f"“{label}” is the label of two rows; each row needs its own.", field=name)
        if not any((self.name, self.address, self.message)):
            raise SettingsFault("Name at least one row: the address, the name or the message.", field="address")

    def to_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Recipe:
        """A stored recipe. Raises SettingsFault where it is none; fields of later versions are left out."""
        known = {field.name for field in fields(cls)}
        given = {key: value for key, value in data.items() if key in known}
        for key, value in given.items():
            if not isinstance(value, str):
                raise SettingsFault("This must be a text.", field=key)
        return cls(**{"sender": "", **given})

    def fits(self, inbound: Inbound) -> bool:
        """Whether this recipe is meant for that mail."""
        machine = (inbound.through or inbound.sender).address.lower()
        wanted = self.subject_contains.strip().lower()
        return fnmatchcase(machine, _pattern(self.sender)) and wanted in inbound.subject.lower()


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the rows of a form, empty where a row is missing."""

    name: str = ""
    address: str = ""
    phone: str = ""
    subject: str = ""
    message: str = ""


def first_fitting(recipes: Iterable[Recipe], inbound: Inbound) -> Recipe | None:
    return next((recipe for recipe in recipes if recipe.fits(inbound)), None)


def read(recipe: Recipe, inbound: Inbound) -> Filled:
    """What the recipe finds in a mail, for a member who tries it. `address` is empty where no usable one is there."""
    rows = form_rows.read(inbound.text, _labels(recipe))
    values = {name: row.value for name, row in rows.items()}
    party = _human(recipe, rows, inbound)
    span = _message_span(recipe, rows, inbound.text)
    return Filled(
        name=party.name if party else values.get("name", ""),
        address=party.address if party else "",
        phone=values.get("phone", ""),
        subject=values.get("subject", "")[:MAX_SUBJECT],
        message=inbound.text[span[0] : span[1]].strip() if span else "",
    )


def apply(recipe: Recipe, inbound: Inbound) -> Inbound:
    """`inbound` as the human's own message; the same where the recipe does not fit or finds no address.

    The text stays whole. What surrounds the message in it is folded like a signature, which it is: who writes, and
    how to reach them. `through` is the machine, `subject` the form's where a row has one.
    """
    if not recipe.fits(inbound):
        return inbound
    rows = form_rows.read(inbound.text, _labels(recipe))
    human = _human(recipe, rows, inbound)
    if human is None:
        return inbound
    span = _message_span(recipe, rows, inbound.text)
    kind = InboundKind.HUMAN if inbound.kind is InboundKind.NOTIFICATION else inbound.kind
    return replace(
        inbound,
        sender=human,
        through=inbound.through or inbound.sender,
        kind=kind,
        subject=rows["subject"].value[:MAX_SUBJECT] if "subject" in rows else inbound.subject,
        folds=_folds(inbound, *span) if span else inbound.folds,
    )


def _check_sender(sender: str) -> None:
    local, at, domain = sender.strip().rpartition("@")
    if not at or not local or len(sender) > MAX_PATTERN or any(sign.isspace() for sign in sender.strip()):
        raise SettingsFault(
            "Write the address that the form mails come from, such as formular@firma.example.", field="sender"
        )
    if "." not in domain or "*" in domain.rpartition(".")[2] or not domain.replace("*", "").strip("."):
        raise SettingsFault("After the @, name a domain; a * alone would catch everybody's mail.", field="sender")


def _pattern(sender: str) -> str:
    """Only * means something; the brackets and question marks of file patterns are themselves here."""
    return sender.strip().lower().replace("[", "[[]").replace("?", "[?]")


def _labels(recipe: Recipe) -> dict[str, tuple[str, ...]]:
    given = {name: getattr(recipe, name).split("|") for name in _ROWS}
    cleaned = {name: tuple(label.strip(" \t:*") for label in labels) for name, labels in given.items()}
    return {name: tuple(filter(None, labels)) for name, labels in cleaned.items() if any(labels)}


def _human(recipe: Recipe, rows: dict[str, Row], inbound: Inbound) -> Party | None:
    row = rows.get("address")
    party = addresses.parse_one(row.value) if row else None
    if party is None or "@" not in party.address:
        # A form that was left empty where the recipe expects an address must not make somebody of Reply-To.
        party = None if recipe.address else inbound.reply_to
    if party is None or "@" not in party.address:
        return None
    name = addresses.plain_name(rows["name"].value) if "name" in rows else ""
    return Party(name or party.name, party.address)


def _message_span(recipe: Recipe, rows: dict[str, Row], text: str) -> tuple[int, int] | None:
    """From the message's row to the next known row, or to the end."""
    row = rows.get("message")
    if row is None:
        return None if recipe.message else (0, len(text))
    return row.start, min((other.label for other in rows.values() if other.label > row.start), default=len(text))


def _folds(inbound: Inbound, start: int, end: int) -> tuple[Fold, ...]:
    """Everything around the message folded; inside, what was folded before (a quote, the form's own footer)."""
    inside = [
        Fold(max(fold.start, start), min(fold.end, end), fold.kind)
        for fold in inbound.folds
        if fold.start < end and fold.end > start
    ]
    around = [Fold(0, start, FoldKind.SIGNATURE), *inside, Fold(end, len(inbound.text), FoldKind.SIGNATURE)]
    return tuple(fold for fold in around if fold.start < fold.end)
