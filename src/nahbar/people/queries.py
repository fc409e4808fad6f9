"""Reads about people."""

from __future__ import annotations

from django.db.models import QuerySet

from nahbar.channels.registry import CHANNELS, channel
from nahbar.people.models import Address, Person
from nahbar.toolbox.faults import Fault


def people_at(address: str) -> QuerySet[Person]:
    """The persons reached by this address on any channel."""
    values = set()
    for name in CHANNELS:
        try:
            values.add(channel(name).normalise(address))
        except Fault:
            continue
    return Person.objects.filter(addresses__value__in=values).distinct().order_by("id")


def address_on(person: Person, channel_name: str) -> Address | None:
    """How this person is reached on a channel: the newest address that works, else the newest."""
    addresses = sorted(
        (address for address in person.addresses.all() if address.channel == channel_name),
        key=lambda address: (address.state == "ok", address.pk),
    )
    return addresses[-1] if addresses else None


def blocked_addresses(*, limit: int = 500) -> list[Address]:
    """The addresses whose mail goes straight to spam, the newest first."""
    rows = Address.objects.filter(blocked_at__isnull=False).select_related("person")
    return list(rows.order_by("-blocked_at", "-id")[:limit])


def holder_of(channel_name: str, value: str) -> Person | None:
    """Whom an address of a channel reaches; None where nobody is known by it, or several share it."""
    rows = Address.objects.filter(channel=channel_name, value=channel(channel_name).normalise(value))
    found = list(rows.select_related("person")[:2])
    return found[0].person if len(found) == 1 else None
