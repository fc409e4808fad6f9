"""Where a member stands in the desk: a pile, or an inbox of those that they see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.accounts.models import Member
from nahbar.conversations.models import Conversation
from nahbar.conversations.queries import counts, order_of, pile
from nahbar.conversations.rules import NotYours
from nahbar.desk.words import BY_NAME, EMPTY_INBOX, PILES, SHOWN_WHILE_FULL, Text
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.rules import inboxes_of

INBOX_PREFIX = "inbox-"
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Place:
    """A list that can be opened. `name` stands in addresses: "waiting", "inbox-3"."""

    name: str
    title: Text
    empty: Text
    empty_more: Text
    inbox_id: int | None = None

    @property
    def url(self) -> str:
        return reverse("desk:pile", args=[self.name])

    @property
    def counted(self) -> bool:
        """Is its number worth a look? Nobody works off what is closed."""
        return self.name != "closed"

    @property
    def shown_while_full(self) -> bool:
        """Is it named only while something lies in it?"""
        return self.name in SHOWN_WHILE_FULL

    @property
    def order(self) -> tuple[str, str]:
        return order_of(self.name)

    def rows(self, member: Member) -> QuerySet[Conversation]:
        """What lies here, for this member."""
        return pile(member, "inbox" if self.inbox_id else self.name, inbox_id=self.inbox_id)


def numbers(places: Sequence[Place], member: Member) -> list[str]:
    """How many lie in each place, as far as anybody reads the number: "7", "99+", nothing for none."""
    found = counts([place.rows(member) for place in places])
    return [f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number or "") for number in found]


def place_of(member: Member, name: str) -> Place:
    """The place called `name`. Raises NotYours for one that is missing or hidden alike."""
    if found := BY_NAME.get(name):
        return Place(found.name, found.title, found.empty, found.empty_more)
    number = name.removeprefix(INBOX_PREFIX)
    inbox = inboxes_of(member).filter(pk=int(number)).first() if number.isdecimal() and number != name else None
    if inbox is None:
        raise NotYours(_("This page does not exist, or it belongs to a team that you are not in."))
    return of_inbox(inbox)


def of_inbox(inbox: Inbox) -> Place:
    return Place(f"{INBOX_PREFIX}{inbox.pk}", inbox.name, *EMPTY_INBOX, inbox_id=inbox.pk)


def piles() -> list[Place]:
    return [Place(each.name, each.title, each.empty, each.empty_more) for each in PILES]
