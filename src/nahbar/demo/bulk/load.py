"""Filling an empty database with as many conversations as wanted, in a few minutes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import transaction

from nahbar.accounts.actions import add_member, make_team
from nahbar.accounts.models import Member
from nahbar.accounts.words import Role
from nahbar.channels.contract import Inbound, Outbound, Party
from nahbar.channels.registry import channel
from nahbar.conversations.models import Conversation
from nahbar.demo.bulk.rows import Rows
from nahbar.demo.bulk.stories import Cast, ReplySample, Sample, stories
from nahbar.demo.bulk.story import Blob
from nahbar.demo.bulk.tables import Tables
from nahbar.history.words import SYSTEM
from nahbar.mailroom.actions import open_inbox, save_firm
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import blobs, firm_details
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Misconfigured

# So many conversations with one commit: enough to make the commit cheap, few enough for memory.
BATCH = 1000
EMAIL = "mess2@messwerk.example"  # who measures pages: no administrator, as most who answer all day
PASSWORD = "messen-messen-messen"  # noqa: S105 - everybody may know it; the company is invented
MEMBERS = ("Mira Mess", "Ole Maaß", "Tilda Takt", "Vera Waage", "Ben Lot", "Suna Skala", "Pit Pegel", "Nele Norm")
INBOXES = (
    ("Info", "info@messwerk.example"),
    ("Service", "service@messwerk.example"),
    ("Shop", "shop@messwerk.example"),
)
PARAGRAPHS = (
    "danke für Ihre Nachricht. Ich habe mir das eben angesehen und kann Ihnen helfen.",
    "Das Teil liegt bei uns im Lager und geht heute noch zu Ihnen hinaus.",
    "Bitte lassen Sie alles so, wie es ist; ich melde mich morgen bis zwölf Uhr mit einer Lösung.",
    "Die zweite Rechnung war unser Fehler, ich habe sie gelöscht. Überweisen Sie nur die erste.",
    "Gern schicke ich Ihnen ein Foto, auf dem man die richtige Stellung der Schraube sieht.",
)

T = TypeVar("T")


def load(
    raw_mails: Iterable[bytes],
    *,
    conversations: int,
    messages: int,
    seed: int,
    told: Callable[[int], object] = lambda _count: None,
) -> int:
    """Fill an empty database; returns how many rows were written. `raw_mails` are samples of what comes in.

    `told` hears after each batch how many conversations there are. Raises Misconfigured where somebody is here
    already, or where there are fewer messages than conversations.
    """
    if messages < conversations:
        raise Misconfigured("Every conversation begins with a message, so there cannot be fewer messages.")
    if Member.objects.exists() or Conversation.objects.exists():
        raise Misconfigured(
            "This database belongs to somebody; invented conversations go into an empty one. "
            "Choose an empty folder with NAHBAR_HOME, or an empty database with --database."
        )
    members, inboxes = _found_firm()
    tables = Tables()
    rows = Rows(tables, {member.pk: member for member in members}, {inbox.pk: inbox for inbox in inboxes})
    cast = Cast(
        member_ids=[member.pk for member in members],
        inboxes=[(inbox.pk, inbox.address) for inbox in inboxes],
        samples=_samples(inboxes[0], raw_mails),
        replies=_replies(inboxes[0], members[0], seed),
        until=clock.now(),
    )
    written = count = 0
    told_stories = stories(cast, conversations=conversations, messages=messages, seed=seed)
    for batch in _batches(told_stories, BATCH):
        with transaction.atomic():
            rows.begin()
            for story in batch:
                rows.tell(story)
            written += tables.flush()
        count += len(batch)
        told(count)
    rows.finish_cursors()
    tables.settle()
    return written


def _batches(things: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(things, size)):
        yield batch


def _found_firm() -> tuple[list[Member], list[Inbox]]:
    members = [
        add_member(
            email=f"mess{number}@messwerk.example",
            name=name,
            password=PASSWORD,
            role=Role.ADMIN if number == 1 else Role.MEMBER,
            signature=name,
        )
        for number, name in enumerate(MEMBERS, 1)
    ]
    make_team(actor=SYSTEM, name="Service", members=members[4:])
    firm = save_firm(
        actor=SYSTEM,
        name="Messwerk GmbH",
        legal_form="GmbH",
        street="Zollstockweg 3",
        postcode="99084",
        city="Erfurt",
        seat="Erfurt",
        register_court="Amtsgericht Jena",
        register_number="HRB 000000",
        directors="Mira Mess",
    )
    inboxes = [
        open_inbox(actor=SYSTEM, name=name, channel_name="email", firm=firm, address=address)
        for name, address in INBOXES
    ]
    return members, inboxes


def _samples(inbox: Inbox, raw_mails: Iterable[bytes]) -> list[Sample]:
    """Mails parsed as the worker does, their files stored."""
    adapter, store = channel(inbox.channel), blobs()
    found = []
    for raw in raw_mails:
        inbound: Inbound = adapter.parse(raw)
        files = tuple((file, Blob(store.put(file.content), len(file.content))) for file in inbound.attachments)
        found.append(Sample(inbound, Blob(store.put(raw), len(raw)), files))
    return found


def _replies(inbox: Inbox, member: Member, seed: int) -> list[ReplySample]:
    """Replies of different lengths, composed as they leave."""
    chance, adapter, found = random.Random(seed), channel(inbox.channel), []  # noqa: S311 - invented, no secret
    for number in range(100):
        parts = [chance.choice(PARAGRAPHS) for _ in range(chance.randrange(1, 7))]
        text = "\n\n".join(["Guten Tag,", *parts, f"Herzliche Grüße\n{member.name}"])
        outbound = Outbound(
            key=f"muster{number}@messwerk.example",
            sender=Party(member.name, inbox.address),
            to=(Party("", "jemand@kundschaft.example"),),
            subject="Re: Muster",
            text=text,
            created_at=clock.now(),
            signature=member.signature,
            firm=firm_details(inbox.firm, "de"),
        )
        content = adapter.compose(outbound)
        found.append(ReplySample(text, Blob(blobs().put(content), len(content))))
    return found
