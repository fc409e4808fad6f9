"""In which order a member reads a list: what they chose, kept for as long as they are signed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nahbar.desk.places import Place
from nahbar.desk.words import Text

KEPT = "orders"
MOST_KEPT = 50
WORDS: dict[str, Text] = {
    "waiting": _("Whoever waits longest first"),
    "newest": _("Newest message first"),
    "oldest": _("Oldest message first"),
    "waking": _("What comes back next first"),
    "closed": _("Closed last first"),
    "sent": _("Sent last first"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """An order to choose: `url` chooses it."""

    words: Text
    url: str
    chosen: bool


def order_for(request: HttpRequest, place: Place) -> str:
    """The name of the order in which a member reads this place; `sort` of the address changes it. "" in a search."""
    if not place.orders:
        return ""
    usual = next(iter(place.orders))
    kept: dict[str, str] = request.session.get(KEPT, {})
    asked = request.GET.get("sort", "")
    if asked in place.orders and asked != kept.get(place.name, usual):
        kept = {name: order for name, order in kept.items() if name != place.name}
        if asked != usual:
            kept[place.name] = asked
        request.session[KEPT] = dict(list(kept.items())[-MOST_KEPT:])
    found = kept.get(place.name, usual)
    return found if found in place.orders else usual


def choices(place: Place, order: str) -> list[Choice]:
    """What can be chosen; nothing where there is only one order."""
    found = [Choice(WORDS[name], f"{place.url}?sort={name}", name == order) for name in place.orders]
    return found if len(found) > 1 else []
