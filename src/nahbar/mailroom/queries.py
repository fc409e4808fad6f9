"""Reads of the mailroom, and the folder of blobs."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from nahbar.channels.contract import FirmDetails
from nahbar.channels.registry import channel
from nahbar.mailroom.models import Arrival, Delivery, DeliveryRecipient, Firm, Inbox, InboxAddress
from nahbar.mailroom.words import MANY_WAITING, ArrivalState
from nahbar.toolbox.blobs import BlobStore
from nahbar.toolbox.sealing import Seal

# A register entry is due for these forms; a sole trader or a partnership of freelancers has none. 35a GmbHG, 80 AktG.
REGISTERED = ("gmbh", "ug", "ag", "kg", "ohg", "se", "eg", "e.k.", "kgaa")


def blobs() -> BlobStore:
    """The folder of raw messages, outgoing bytes and attachments."""
    return BlobStore(settings.BLOB_ROOT)


def seal() -> Seal:
    return Seal(settings.SECRET_KEY)


def mail_inbox() -> Inbox | None:
    """The inbox through which our own mails (invitations, password resets) leave."""
    return Inbox.objects.filter(channel="email", is_active=True).select_related("firm").first()


def first_firm() -> Firm | None:
    """The company of this house; None before its details were entered."""
    return Firm.objects.order_by("pk").first()


def settings_of(inbox: Inbox) -> dict[str, str]:
    """The inbox's settings with its secrets opened, as its channel wants them. Raises SealBroken."""
    defaults = {field.name: field.default for field in channel(inbox.channel).fields}
    return {**defaults, **inbox.settings, **seal().open(inbox.sealed)}


def inboxes_at(addresses: Iterable[str]) -> dict[str, int]:
    """Which open inbox each of these normalised addresses belongs to; plus-parts are looked past."""
    bare = {address: _without_plus(address) for address in addresses}
    wanted = {*bare, *bare.values()}
    rows = InboxAddress.objects.filter(address__in=wanted, inbox__is_active=True)
    known = dict(rows.values_list("address", "inbox_id"))
    found = {address: known.get(address, known.get(plain)) for address, plain in bare.items()}
    return {address: inbox_id for address, inbox_id in found.items() if inbox_id is not None}


def _without_plus(address: str) -> str:
    local, at, domain = address.rpartition("@")
    return local.partition("+")[0] + at + domain


def missing_details(firm: Firm) -> list[str]:
    """The mandatory details of a business letter that this firm lacks, as words for a person."""
    needed = [
        (firm.name, _("firm name")),
        (firm.legal_form, _("legal form")),
        (firm.street, _("street")),
        (firm.postcode, _("postcode")),
        (firm.city, _("city")),
    ]
    if any(word in REGISTERED for word in firm.legal_form.lower().replace("&", " ").split()):
        needed += [
            (firm.seat, _("seat")),
            (firm.register_court, _("register court")),
            (firm.register_number, _("register number")),
            (firm.directors, _("managing directors")),
        ]
    return [word for value, word in needed if not value.strip()]


def firm_details(firm: Firm, language: str) -> FirmDetails:
    """The firm as channels print it, with the few words of ours in `language`."""
    with translation.override(language):
        directors = ", ".join(line.strip() for line in firm.directors.splitlines() if line.strip())
        seat = firm.seat and _("Registered office: %s") % firm.seat
        register = ", ".join(part for part in (firm.register_court, firm.register_number) if part)
        lines = [
            ", ".join(part for part in (seat, register) if part),
            directors and _("Managing directors: %s") % directors,
            firm.supervisory_chair and _("Chair of the supervisory board: %s") % firm.supervisory_chair,
            firm.vat_id and _("VAT ID: %s") % firm.vat_id,
        ]
    return FirmDetails(
        name=firm.name,
        street=firm.street,
        postcode=firm.postcode,
        city=firm.city,
        phone=firm.phone,
        email=firm.email,
        website=firm.website,
        lines=tuple(line for line in lines if line),
    )


def deliveries_of(origin_kind: str, origin_ids: Iterable[int]) -> dict[int, list[Delivery]]:
    """The deliveries of each origin, oldest first, with their recipients."""
    found: dict[int, list[Delivery]] = {}
    rows = Delivery.objects.filter(origin_kind=origin_kind, origin_id__in=list(origin_ids)).order_by("id")
    for delivery in rows.prefetch_related("recipients"):
        found.setdefault(delivery.origin_id, []).append(delivery)
    return found


def was_sent(key: str, sender: str) -> bool:
    """Did a message of this id leave here in this sender's name?"""
    return bool(key) and Delivery.objects.filter(key=key[:200], sender__iexact=sender).exists()


def placing_lags() -> bool:
    """Does more wait to be placed than comes on an ordinary day?"""
    waiting = Arrival.objects.filter(state=ArrivalState.ACCEPTED).order_by("pk").values_list("pk")
    return len(waiting[: MANY_WAITING + 1]) > MANY_WAITING


def copies_about(key: str, address: str) -> list[DeliveryRecipient]:
    """The copies of our message `key` that went to `address` (all copies where the address is empty)."""
    copies = DeliveryRecipient.objects.filter(delivery__key=key).select_related("delivery")
    return list(copies.filter(address__iexact=address) if address else copies)
