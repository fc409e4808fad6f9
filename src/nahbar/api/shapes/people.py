"""People, members, teams and inboxes as JSON."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from nahbar.mailroom.models import Inbox, InboxHealth
from nahbar.people.models import Person


class Ref(Schema):
    """Something with a name that can be asked for by its id."""

    id: int
    name: str


class Refs(Schema):
    items: list[Ref]
    next: str | None


class AddressOut(Schema):
    """One way to reach the person."""

    id: int
    channel: str
    value: str
    state: str


class PersonOut(Schema):
    id: int
    name: str
    language: str
    organisation: Ref | None
    addresses: list[AddressOut]
    created_at: datetime

    @staticmethod
    def resolve_addresses(person: Person) -> list[object]:
        return list(person.addresses.all())


class People(Schema):
    items: list[PersonOut]
    next: str | None


class Health(Schema):
    """How the inbox fares; problems are sentences for people, empty where all is well."""

    ok: bool
    fetched_at: datetime | None
    fetch_problem: str
    sent_at: datetime | None
    send_problem: str
    alarm: str


class InboxOut(Schema):
    id: int
    name: str
    address: str
    channel: str
    active: bool
    health: Health


class Inboxes(Schema):
    items: list[InboxOut]
    next: str | None


def inbox_out(inbox: Inbox) -> InboxOut:
    """`inbox` with its health; one that was never used is well."""
    health = getattr(inbox, "health", None) or InboxHealth()
    return InboxOut(
        id=inbox.pk,
        name=inbox.name,
        address=inbox.address,
        channel=inbox.channel,
        active=inbox.is_active,
        health=Health(
            ok=not (health.fetch_problem or health.send_problem or health.alarm),
            fetched_at=health.fetched_at,
            fetch_problem=health.fetch_problem,
            sent_at=health.sent_at,
            send_problem=health.send_problem,
            alarm=health.alarm,
        ),
    )
