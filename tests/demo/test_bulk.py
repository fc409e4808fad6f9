"""Bulk load writes the rows that the actions write: one small story told both ways, compared field by field."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models

from cast import House, found_house, mail, receive
from nahbar.channels.contract import Outcome, Receipt, RecipientResult
from nahbar.channels.registry import channel
from nahbar.conversations.actions import Reply, add_note, assign, close, send_reply
from nahbar.conversations.events import ColleaguesTold
from nahbar.conversations.models import Attachment, Conversation, Message, Participant
from nahbar.conversations.tasks import place_block
from nahbar.demo.bulk.load import load
from nahbar.demo.bulk.rows import Rows
from nahbar.demo.bulk.stories import message_counts
from nahbar.demo.bulk.story import Answered, Blob, Came, Closed, Given, Noted, Step, Story
from nahbar.demo.bulk.tables import Tables
from nahbar.history.listeners import REGISTER
from nahbar.history.models import Cursor, Entry, EventRow
from nahbar.history.tasks import react
from nahbar.mailroom.actions import Handed, accept, claim_deliveries, mark_sending, settle
from nahbar.mailroom.models import Arrival, Delivery, DeliveryRecipient, Sighting
from nahbar.mailroom.queries import blobs
from nahbar.mailroom.words import Via
from nahbar.people.models import Address, Person
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Misconfigured

BEGIN = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
TABLES: tuple[type[models.Model], ...] = (
    Conversation,
    Conversation.inboxes.through,
    Message,
    Attachment,
    Participant,
    Person,
    Address,
    Arrival,
    Sighting,
    Delivery,
    DeliveryRecipient,
    Entry,
    EventRow,
)
# Drawn by chance, or numbered by the database.
CHANCE = {"id", "key", "provider_id", "tx", "blob"}
PHOTO = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
    b"Content-Type: text/plain\r\n\r\nHallo,\r\nhier das Bild.\r\n\r\n> Schicken Sie ein Foto?\r\n--x\r\n"
    b'Content-Type: image/png\r\nContent-Disposition: attachment; filename="rad.png"\r\n\r\nPNG\r\n--x--\r\n'
)


def hours(number: float) -> datetime:
    return BEGIN + timedelta(hours=number)


def came(at: datetime, raw: bytes) -> Came:
    adapter = channel("email")
    inbound = adapter.parse(raw)
    files = tuple((file, Blob("", len(file.content))) for file in inbound.attachments)
    return Came(at, inbound, Blob("", len(raw)), adapter.fingerprint(raw), f"bulk:{at}", files)


def story_of(house: House, first: bytes, second: bytes) -> Story:
    anna = house.anna.pk
    reply = Answered(
        hours(2), anna, "Gern, der Termin passt.\n\nAnna", "k1", Blob("", 0), hours(2.1), "250 2.0.0 Taken"
    )
    steps: tuple[Step, ...] = (
        came(hours(0), first),
        Given(hours(1), anna),
        Noted(hours(1.5), anna, "Werkstatt gefragt."),
        reply,
        came(hours(30), second),
        replace(reply, key="k2", at=hours(40), accepted_at=hours(40.1), text="Danke für das Bild!"),
        Closed(hours(41), anna),
    )
    return Story("anykey", house.info.pk, steps)


def tell_by_actions(house: House, story: Story, raws: list[bytes]) -> None:
    arriving = iter(raws)
    for step in story.steps:
        with clock.hold(step.at):
            if isinstance(step, Came):
                sender = {"from": step.inbound.sender.address, "to": [house.info.address]}
                accept([Handed("email", (house.info.pk,), next(arriving), f"smtp:{step.at}", Via.SMTP, sender)])
                place_block("test")
            else:
                ours(house, step)
            react()


def ours(house: House, step: Step) -> None:
    conversation = Conversation.objects.select_related("person", "inbox__firm").get()
    if isinstance(step, Answered):
        send_reply(conversation, Reply(step.text, close=step.closing), member=house.anna)
        (delivery,) = claim_deliveries(worker="test", limit=5)
        mark_sending([delivery.pk], worker="test")
        with clock.hold(step.accepted_at):
            to = delivery.recipients.get().address
            settle({delivery.pk: Receipt((RecipientResult(to, Outcome.ACCEPTED, step.answer),))})
            react()
    elif isinstance(step, Given):
        assign(conversation, actor=house.anna.actor, member=house.anna)
    elif isinstance(step, Noted):
        add_note(conversation, member=house.anna, text=step.text)
    elif isinstance(step, Closed):
        close(conversation, actor=house.anna.actor)


def told_rows(begin: dict[type[models.Model], int]) -> dict[str, list[dict[str, Any]]]:
    """Every row behind `begin`, with ids counted from it, so that two tellings can be compared."""
    found = {}
    for model in TABLES:
        rows = model._default_manager.filter(pk__gt=begin[model]).order_by("pk")
        if model is EventRow:
            rows = rows.exclude(name=ColleaguesTold.name)  # members are told of nothing that was seeded
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in CHANCE]
        found[model.__name__] = [{name: plain(name, row, begin) for name in names} for row in rows]
    return found


REFERRED = {"conversation_id": Conversation, "message_id": Message, "person_id": Person, "arrival_id": Arrival}
REFERRED |= {"address_id": Address, "delivery_id": Delivery, "origin_id": Message, "subject_id": Conversation}
REFERRED |= {"message": Message}


def plain(name: str, row: models.Model, begin: dict[type[models.Model], int]) -> Any:
    value = getattr(row, name)
    if name == "refs":
        return len(value)
    if name in ("payload", "data"):
        return {key: shifted(key, each, begin) for key, each in value.items()}
    if name == "actor_id" and isinstance(row, Entry) and row.actor_kind == "person":
        return value - begin[Person]
    return shifted(name, value, begin)


def shifted(name: str, value: Any, begin: dict[type[models.Model], int]) -> Any:
    model = REFERRED.get(name)
    return value - begin[model] if model and isinstance(value, int) else value


def newest() -> dict[type[models.Model], int]:
    return {model: model._default_manager.aggregate(top=models.Max("pk"))["top"] or 0 for model in TABLES}


def new_house() -> House:
    """An empty database with the house in it: every id begins at the same number again."""
    call_command("flush", interactive=False, verbosity=0)
    return found_house()


# Listeners see what is committed, so both tellings commit.
@pytest.mark.django_db(transaction=True)
def test_bulk_rows_equal_what_the_actions_write() -> None:
    house = new_house()
    first = mail("Hallo,\nwann passt es?\n", sender="Petra Voss <petra@post.example>", key="erste@post.example")
    head = b"From: Petra Voss <petra@post.example>\r\nTo: info@radhof.example\r\nSubject: AW: Sattel\r\n"
    refs = b"Message-ID: <zweite@post.example>\r\nReferences: <erste@post.example>\r\n"
    raws = [first, head + refs + PHOTO]
    story = story_of(house, *raws)
    begin = newest()
    tell_by_actions(house, story, raws)
    by_actions = told_rows(begin)
    house = new_house()
    begin, tables = newest(), Tables()
    rows = Rows(tables, {house.anna.pk: house.anna}, {house.info.pk: house.info})
    rows.begin()
    rows.tell(story)
    tables.flush()
    in_bulk = told_rows(begin)
    for name, expected in by_actions.items():
        assert in_bulk[name] == expected, name


@pytest.fixture
def loaded(db: None) -> int:  # noqa: ARG001 - asked for, not used
    raws = [mail(f"Hallo Nummer {number}\n") for number in range(3)]
    return load(raws, conversations=40, messages=200, seed=5)


def test_load_makes_as_many_as_wanted(loaded: int) -> None:
    assert Conversation.objects.count() == 40
    assert Message.objects.count() == 200
    assert loaded == sum(model._default_manager.count() for model in TABLES) - outside_of_stories()


def outside_of_stories() -> int:
    """History of the firm itself: members, team, inboxes."""
    return Entry.objects.exclude(subject_kind="conversation").count()


def test_nothing_is_left_to_do_after_a_load(loaded: int) -> None:  # noqa: ARG001 - asked for, not used
    events = EventRow.objects.count()
    assert react() == 0
    assert EventRow.objects.count() == events
    assert set(REGISTER) == set(Cursor.objects.values_list("listener", flat=True))
    assert not Arrival.objects.exclude(state="placed").exists()


def test_rows_go_on_behind_a_load(loaded: int, house: House) -> None:  # noqa: ARG001 - asked for, not used
    message = receive(house.info, raw=mail("Eine neue Frage"))
    assert message.pk == 201
    assert blobs().exists(Message.objects.exclude(arrival=None).earliest("pk").arrival.blob)  # type: ignore[union-attr]


def test_a_house_with_members_is_not_filled(house: House) -> None:  # noqa: ARG001 - asked for, not used
    with pytest.raises(Misconfigured):
        load([], conversations=1, messages=1, seed=1)


def test_message_counts_add_up_and_nobody_is_silent() -> None:
    counts = message_counts(300, 1500, random.Random(1))
    assert sum(counts) == 1500
    assert min(counts) == 1
    assert max(counts) > 20
