"""The people in our tests, always the same ones. Built through the actions, as in a real company.

Anna leads and is an administrator. Murat is in the workshop's team. Carla is in another team: of the workshop's
inbox she knows nothing. Petra and Jakob write to us.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from email.message import EmailMessage

from nahbar.accounts.actions import add_member, make_team
from nahbar.accounts.models import Member, Team
from nahbar.accounts.words import Role
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.tasks import place_block
from nahbar.history.words import SYSTEM
from nahbar.mailroom.actions import Handed, accept, open_inbox, save_firm
from nahbar.mailroom.models import Firm, Inbox
from nahbar.mailroom.words import Via
from nahbar.toolbox import clock

PASSWORD = "fahrrad-klingel-7"
PETRA = "Petra Voss <petra@post.example>"
JAKOB = "Jakob Meindl <jakob@brief.example>"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class House:
    """A small company: `info` is for all, `werkstatt` for the workshop's team only, `briefe` sends letters."""

    firm: Firm
    anna: Member
    murat: Member
    carla: Member
    workshop: Team
    info: Inbox
    werkstatt: Inbox
    briefe: Inbox


def found_house() -> House:
    """Build the company. Needs a database."""
    firm = save_firm(
        actor=SYSTEM,
        name="Radhof GmbH",
        legal_form="GmbH",
        street="Am Bach 3",
        postcode="90762",
        city="Fürth",
        seat="Fürth",
        register_court="Amtsgericht Fürth",
        register_number="HRB 1",
        directors="Anna Lind",
    )
    anna = add_member(email="anna@radhof.example", name="Anna Lind", password=PASSWORD, role=Role.ADMIN)
    murat = add_member(email="murat@radhof.example", name="Murat Kaya", password=PASSWORD)
    carla = add_member(email="carla@radhof.example", name="Carla Fremd", password=PASSWORD)
    workshop = make_team(actor=SYSTEM, name="Werkstatt", members=[murat])
    make_team(actor=SYSTEM, name="Verkauf", members=[carla])

    def inbox(name: str, channel_name: str, address: str, team: Team | None = None) -> Inbox:
        return open_inbox(actor=SYSTEM, name=name, channel_name=channel_name, firm=firm, address=address, team=team)

    return House(
        firm=firm,
        anna=anna,
        murat=murat,
        carla=carla,
        workshop=workshop,
        info=inbox("info@", "email", "info@radhof.example"),
        werkstatt=inbox("werkstatt@", "email", "werkstatt@radhof.example", workshop),
        briefe=inbox("Briefe", "letter", ""),
    )


def mail(
    text: str = "Hallo,\nmein Sattel ist lose.\n",
    sender: str = PETRA,
    to: str = "info@radhof.example",
    subject: str = "Sattel",
    key: str = "",
    refs: str = "",
    headers: dict[str, str] | None = None,
) -> bytes:
    """A plain mail as bytes; `key` is its Message-ID without brackets, new each time unless given."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{key or f'm{next(_numbers)}@post.example'}>"
    message["Date"] = clock.now().strftime("%a, %d %b %Y %H:%M:%S +0000")
    if refs:
        message["In-Reply-To"] = refs
        message["References"] = refs
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


def bring(*inboxes: Inbox, raw: bytes, via: Via = Via.SMTP, provider_id: str = "") -> int:
    """Hand a mail in, as the intake does; returns the arrival's id."""
    handed = Handed("email", tuple(inbox.pk for inbox in inboxes), raw, provider_id or f"test:{next(_numbers)}", via)
    return accept([handed])[0]


def receive(*inboxes: Inbox, raw: bytes) -> Message:
    """Hand a mail in and place it; returns the message that it became."""
    arrival_id = bring(*inboxes, raw=raw)
    place_block("test")
    return Message.objects.select_related("conversation").get(arrival_id=arrival_id)


def conversation_in(inbox: Inbox, **parts: str) -> Conversation:
    """A conversation that a person's mail began."""
    return receive(inbox, raw=mail(**parts)).conversation  # type: ignore[arg-type]  # parts of `mail`
