"""All writes about people."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from nahbar.channels.contract import Party
from nahbar.channels.registry import channel
from nahbar.history.actions import record
from nahbar.history.words import Actor, Subject
from nahbar.people.models import Address, Organisation, Person
from nahbar.people.words import AddressState
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

Known = dict[tuple[str, str], Address]
_Spot = tuple[str, str]
"""An address's one spelling, and its holder's name where a household shares it."""


def find_or_make(channel_name: str, parties: Iterable[Party], *, language: str = "") -> Known:
    """The addresses of these parties, made with a person each where they are new. Inside a transaction.

    Keyed by (channel, address as given). A party whose address the channel cannot read is left out.
    A person who so far had no name but the address gets the name they now write under.
    """
    wanted = _normalised(channel_name, parties)
    spots = dict(wanted.values())
    known = _stored(channel_name, spots)
    _learn_names(known, spots)
    missing = {spot: party for spot, party in spots.items() if spot not in known}
    if missing:
        known |= _make(channel_name, missing, language)
    return {(channel_name, given): known[spot] for given, (spot, _) in wanted.items()}


def _stored(channel_name: str, spots: Iterable[_Spot]) -> dict[_Spot, Address]:
    values = {value for value, _ in spots}
    rows = Address.objects.filter(channel=channel_name, value__in=values).select_related("person")
    return {(address.value, address.holder): address for address in rows}


def _normalised(channel_name: str, parties: Iterable[Party]) -> dict[str, tuple[_Spot, Party]]:
    wanted: dict[str, tuple[_Spot, Party]] = {}
    for party in parties:
        try:
            spot = _spot(channel_name, party.address, party.name)
        except Fault:
            continue
        earlier = wanted.get(party.address)
        if earlier is None or not earlier[1].name:
            wanted[party.address] = (spot, party)
    return wanted


def _spot(channel_name: str, address: str, name: str) -> _Spot:
    adapter = channel(channel_name)
    holder = name.strip().casefold()[:200] if adapter.capabilities.shared_address else ""
    return adapter.normalise(address)[:500], holder


def _learn_names(known: dict[_Spot, Address], spots: dict[_Spot, Party]) -> None:
    for spot, address in known.items():
        name = spots[spot].name.strip() if spot in spots else ""
        if name and address.person.name == spot[0]:
            address.person.name = name[:200]
            address.person.save(update_fields=["name"])


def _make(channel_name: str, missing: dict[_Spot, Party], language: str) -> dict[_Spot, Address]:
    at = clock.now()
    people = Person.objects.bulk_create(
        Person(name=(party.name.strip() or value.splitlines()[0])[:200], language=language, created_at=at)
        for (value, _), party in missing.items()
    )
    made = [
        Address(person=person, channel=channel_name, value=value, holder=holder, created_at=at)
        for person, (value, holder) in zip(people, missing, strict=True)
    ]
    # Two workers may meet a new person at once: the constraint decides, and both take the winner.
    Address.objects.bulk_create(made, ignore_conflicts=True)
    found = _stored(channel_name, missing)
    lost = [person.pk for person, spot in zip(people, missing, strict=True) if found[spot].person_id != person.pk]
    if lost:
        Person.objects.filter(pk__in=lost).delete()
    return found


@transaction.atomic
def add_address(person: Person, *, actor: Actor, channel_name: str, value: str) -> Address:
    """Give a person one more address. Raises SettingsFault where it is none, Taken where it is another's."""
    plain, holder = _spot(channel_name, value, person.name)
    address, made = Address.objects.get_or_create(
        channel=channel_name,
        value=plain,
        holder=holder,
        defaults={"person": person, "created_at": clock.now()},
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


@transaction.atomic
def set_organisation(person: Person, *, actor: Actor, name: str) -> Person:
    """Say for whom a person writes; an empty name means for nobody."""
    person.organisation = Organisation.objects.get_or_create(name=name.strip()[:200])[0] if name.strip() else None
    person.save(update_fields=["organisation"])
    record(actor=actor, verb="person.organisation_set", subject=Subject("person", person.pk))
    return person


def mark_bounced(channel_name: str, value: str, *, evidence: str) -> None:
    """Mail to this address came back for good."""
    plain = channel(channel_name).normalise(value)
    Address.objects.filter(channel=channel_name, value=plain).update(
        state=AddressState.BOUNCED, evidence=evidence[:2000]
    )


def mark_working(address_ids: Iterable[int]) -> None:
    """They wrote to us, so the address lives."""
    Address.objects.filter(pk__in=list(address_ids), state=AddressState.BOUNCED).update(
        state=AddressState.OK, evidence=""
    )


@transaction.atomic
def block(address: Address, *, actor: Actor) -> Address:
    """From now on what comes from this address goes to the spam pile. Again is no change."""
    return _set_blocked(address, True, actor=actor)


@transaction.atomic
def unblock(address: Address, *, actor: Actor) -> Address:
    """What comes from this address counts again."""
    return _set_blocked(address, False, actor=actor)


def _set_blocked(address: Address, wanted: bool, *, actor: Actor) -> Address:
    current = Address.objects.select_for_update().get(pk=address.pk)
    if (current.blocked_at is not None) != wanted:
        current.blocked_at = clock.now() if wanted else None
        current.save(update_fields=["blocked_at"])
        verb = "person.address_blocked" if wanted else "person.address_unblocked"
        record(
            actor=actor, verb=verb, subject=Subject("person", current.person_id), data={"channel": current.channel}
        )
    return current
