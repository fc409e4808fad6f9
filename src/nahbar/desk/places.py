"""Where a member stands in the desk: a pile, an inbox, a tag, or a saved search, of those that they see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.accounts.models import Member
from nahbar.conversations.models import Conversation, Tag
from nahbar.conversations.queries import Page, counts, orders_of, page, pile
from nahbar.conversations.rules import NotYours
from nahbar.conversations.saved.models import SavedSearch
from nahbar.conversations.saved.queries import search_page
from nahbar.conversations.saved.rules import get_search
from nahbar.conversations.words import PAGE
from nahbar.desk.words import BY_NAME, EMPTY_INBOX, EMPTY_SEARCH, EMPTY_TAG, PILES, SHOWN_WHILE_FULL, UNCOUNTED, Text
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.rules import inboxes_of

INBOX_PREFIX = "inbox-"
TAG_PREFIX = "tag-"
SEARCH_PREFIX = "search-"
MOST_DIGITS = 19
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Place:
    """A list that can be opened. `name` stands in addresses: "waiting", "inbox-3"."""

    name: str
    title: Text
    empty: Text
    empty_more: Text
    inbox_id: int | None = None
    tag_id: int | None = None
    search: SavedSearch | None = None

    @property
    def url(self) -> str:
        return reverse("desk:pile", args=[self.name])

    @property
    def counted(self) -> bool:
        """Is its number worth a look? Nobody works off what is closed, and a search costs too much."""
        return self.name not in UNCOUNTED and self.search is None

    @property
    def shown_while_full(self) -> bool:
        """Is it named only while something lies in it?"""
        return self.name in SHOWN_WHILE_FULL

    @property
    def orders(self) -> dict[str, tuple[str, str]]:
        """The orders that a member can choose from, by their names, the usual one first; none in a search."""
        return {} if self.search else orders_of(self.name)

    def rows(self, member: Member) -> QuerySet[Conversation]:
        """What lies here, for this member; not for a search, which has no queryset."""
        kind = "inbox" if self.inbox_id else "tag" if self.tag_id else self.name
        return pile(member, kind, inbox_id=self.inbox_id, tag_id=self.tag_id)

    def page(self, member: Member, *, order: str = "", cursor: str = "", size: int = PAGE) -> Page:
        """One page of it, in one of `orders`. Raises BadCursor."""
        if self.search is not None:
            return search_page(member, self.search.question, cursor=cursor, size=size)
        orders = self.orders
        usual = next(iter(orders.values()))
        return page(self.rows(member), orders.get(order, usual), cursor=cursor, size=size)


def numbers(places: Sequence[Place], member: Member, *others: QuerySet[Any]) -> list[str]:
    """How many lie in each place, and in the others, as far as anybody reads it: "7", "99+", nothing for none."""
    found = counts([*(place.rows(member) for place in places), *others])
    return [f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number or "") for number in found]


def place_of(member: Member, name: str) -> Place:
    """The place called `name`. Raises NotYours for one that is missing or hidden alike."""
    if found := BY_NAME.get(name):
        return Place(found.name, found.title, found.empty, found.empty_more)
    kind, _dash, number = name.partition("-")
    if number.isdecimal() and len(number) < MOST_DIGITS:
        if kind == "inbox" and (inbox := inboxes_of(member).filter(pk=int(number)).first()):
            return of_inbox(inbox)
        if kind == "tag" and (tag := Tag.objects.filter(pk=int(number)).first()):
            return of_tag(tag)
        if kind == "search":
            return of_search(get_search(member, int(number)))
    raise NotYours(_("This page does not exist, or it belongs to a team that you are not in."))


def of_inbox(inbox: Inbox) -> Place:
    return Place(f"{INBOX_PREFIX}{inbox.pk}", inbox.name, *EMPTY_INBOX, inbox_id=inbox.pk)


def of_tag(tag: Tag) -> Place:
    return Place(f"{TAG_PREFIX}{tag.pk}", tag.name, *EMPTY_TAG, tag_id=tag.pk)


def of_search(search: SavedSearch) -> Place:
    return Place(f"{SEARCH_PREFIX}{search.pk}", search.title, *EMPTY_SEARCH, search=search)


def piles() -> list[Place]:
    return [Place(each.name, each.title, each.empty, each.empty_more) for each in PILES]
