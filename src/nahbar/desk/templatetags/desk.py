"""What templates of the desk need beside their context: navigation, faces, words for moments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from nahbar.accounts.models import Member
from nahbar.conversations.models import Tag
from nahbar.conversations.saved.rules import searches_of
from nahbar.desk import folded, readings, when
from nahbar.desk.health import Fare, fares_of
from nahbar.desk.places import numbers, of_inbox, of_search, of_tag, piles
from nahbar.notices.queries import unseen

register = template.Library()
DIGEST_SHOWN = 12


@register.inclusion_tag("desk/parts/nav.html", takes_context=True)
def nav(context: Context) -> dict[str, Any]:
    """The piles and inboxes of the signed-in member, with counts and with what is wrong."""
    member = context["request"].user
    place = context.get("place")
    counted = [each for each in piles() if each.counted]
    fares: list[Fare] = context.get("fares") or fares_of(member)
    inboxes = [of_inbox(fare.inbox) for fare in fares]
    *found, bell = numbers([*counted, *inboxes], member, unseen(member))
    return {
        "member": member,
        "bell": bell,
        "current": place.name if place else "",
        "request": context["request"],
        "piles": list(zip(counted, found, strict=False)),
        "uncounted": [each for each in piles() if not each.counted],
        "searches": [of_search(each) for each in searches_of(member)],
        "inboxes": list(zip(inboxes, found[len(counted) :], fares, strict=True)),
    }


@register.inclusion_tag("desk/parts/face.html")
def face(who: Any, size: str = "") -> dict[str, Any]:  # noqa: ANN401 - a Member, a Person or nobody
    """A picture or initials. The name stands beside it, so that it says nothing to a screen reader."""
    picture = who.picture[:DIGEST_SHOWN] if isinstance(who, Member) and who.picture else ""
    return {"who": who, "picture": picture, "size": size}


@register.filter
def place(tag: Tag) -> str:
    """The address of the list of what carries a tag."""
    return of_tag(tag).url


@register.filter
def moment(at: datetime) -> str:
    return when.moment(at)


@register.filter
def linked(text: str) -> SafeString:
    return folded.linked(text)


@register.filter
def naming(paragraph: folded.Paragraph, named: readings.Asked) -> SafeString:
    return readings.naming(paragraph, named)


@register.filter
def marked(paragraph: folded.Paragraph, asked: readings.Asked) -> SafeString:
    return readings.marked(paragraph, asked)
