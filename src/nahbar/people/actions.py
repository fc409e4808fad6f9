"""All writes about people."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from nahbar.channels.contract import Party
from nahbar.channels.registry import channel
from nahbar.history.actions import record
from nahbar.history.words import Actor, Subject
from nahbar.people.models import Address, Person
from nahbar.people.words import AddressState
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

Known = dict[tuple[str, str], Address]


def find_or_make(channel_name: str, parties: Iterable[Party], *, language: str = "") -> Known:
    """The addresses of these parties, made with a person each where they are new. Inside a transaction.

    Keyed by (channel, address as given). A party whose address the channel cannot read is left out.
    A person who so far had no name but the address gets the name they now write under.
    """
    wanted = _normalised(channel_name, parties)
    values = dict(wanted.values())
    rows = Address.objects.filter(channel=channel_name, value__in=list(values)).select_related("person")
    known = {address.value: address for address in rows}
    _learn_names(known, values)
    missing = {value: party for value, party in values.items() if value not in known}
    if missing:
        known |= _make(channel_name, missing, language)
    return {(channel_name, given): known[value] for given, (value, _) in wanted.items()}


def _normalised(channel_name: str, parties: Iterable[Party]) -> dict[str, tuple[str, Party]]:
    adapter = channel(channel_name)
    wanted: dict[str, tuple[str, Party]] = {}
    for party in parties:
        try:
            value = adapter.normalise(party.address)[:500]
        except Fault:
            continue
        earlier = wanted.get(party.address)
        if earlier is None or not earlier[1].name:
            wanted[party.address] = (value, party)
    return wanted


def _learn_names(known: dict[str, Address], values: dict[str, Party]) -> None:
    for value, address in known.items():
        name = values[value].name.strip()
        if name and address.person.name == value:
            address.person.name = name[:200]
            address.person.save(update_fields=["name"])


def _make(channel_name: str, missing: dict[str, Party], language: str) -> dict[str, Address]:
    at = clock.now()
    people = Person.objects.bulk_create(
        Person(name=(party.name.strip() or value.splitlines()[0])[:200], language=language, created_at=at)
        for value, party in missing.items()
    )
    made = [
        Address(person=person, channel=channel_name, value=value, created_at=at)
        for person, value in zip(people, missing, strict=True)
    ]
    # Two workers may meet a new person at once: the constraint decides, and both take the winner.
    Address.objects.bulk_create(made, ignore_conflicts=True)
    rows = Address.objects.filter(channel=channel_name, value__in=list(missing)).select_related("person")
    found = {address.value: address for address in rows}
    lost = [person.pk for person, value in zip(people, missing, strict=True) if found[value].person_id != person.pk]
    if lost:
        Person.objects.filter(pk__in=lost).delete()
    return found


@transaction.atomic
def add_address(person: Person, *, actor: Actor, channel_name: str, value: str) -> Address:
    """Give a person one more address. Raises SettingsFault where it is none, Taken where it is another's."""
    plain = channel(channel_name).normalise(value)
    address, made = Address.objects.get_or_create(
        channel=channel_name, value=plain, defaults={"person": person, "created_at": clock.now()}
    )
    if address.person_id != person.pk:
        raise Taken(f"This address already belongs to {address.person.name}.")
    if made:
        record(
            actor=actor,
            verb="person.address_added",
            subject=Subject("person", person.pk),
            data={"channel": channel_name},
        )
    return address


class Taken(Fault):
    """The address belongs to somebody else."""


def mark_bounced(channel_name: str, value: str, *, evidence: str) -> None:
    """Mail to this address came back for good."""
    Address.objects.filter(channel=channel_name, value=value).update(
        state=AddressState.BOUNCED, evidence=evidence[:2000]
    )


def mark_working(address_ids: Iterable[int]) -> None:
    """They wrote to us, so the address lives."""
    Address.objects.filter(pk__in=list(address_ids), state=AddressState.BOUNCED).update(
        state=AddressState.OK, evidence=""
    )
