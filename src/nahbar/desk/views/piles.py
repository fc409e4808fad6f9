"""Lists of conversations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.conversations.queries import BadCursor, Page, page, tags_of
from nahbar.conversations.words import PAGE
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.moved import take_moved
from nahbar.desk.places import MOST_COUNTED, Place, place_of
from nahbar.desk.rows import Row, rows_of
from nahbar.desk.snoozing import offers
from nahbar.desk.when import since
from nahbar.desk.words import DEFAULT_PILE, SNOOZED

MOST_ROWS = 4 * PAGE


@members_only
def home(request: HttpRequest) -> HttpResponse:
    """Whoever waits longest comes first."""
    del request
    return redirect("desk:pile", DEFAULT_PILE)


@members_only
def pile(request: HttpRequest, name: str) -> HttpResponse:
    """One list: whole, further rows (`part=rows`), or afresh for an open page (`part=list`)."""
    place = place_of(member_of(request), name)
    try:
        context = list_context(request, place, cursor=request.GET.get("after", ""))
    except BadCursor:
        return redirect("desk:pile", place.name)
    templates = {"rows": "desk/parts/rows.html", "list": "desk/parts/fresh.html"}
    return render(request, templates.get(request.GET.get("part", ""), "desk/pile.html"), context)


def list_context(
    request: HttpRequest, place: Place, *, cursor: str = "", current: int | None = None
) -> dict[str, Any]:
    """What the list column shows; `current` is the conversation that is open beside it, its tags come along."""
    member = member_of(request)
    asked = request.GET.get("size", "")
    size = min(max(int(asked), PAGE), MOST_ROWS) if asked.isdecimal() and len(asked) < 5 else PAGE
    found = page(place.rows(member), place.order, cursor=cursor, size=size)
    tags = tags_of([*(row.pk for row in found.rows), *([current] if current else [])])
    rows = rows_of(found.rows, member, place, tags)
    return {
        "place": place,
        "rows": rows,
        "next": found.next,
        "current": current,
        "tags": tags.get(current or 0, []),
        "offers": offers(),
        "moved": None if request.GET.get("part") else take_moved(request),
        "summary": "" if cursor or place.name == SNOOZED else _summary(rows, found),
    }


def _summary(rows: list[Row], found: Page) -> str:
    """One sentence over the list, where somebody waits: how many, and since when the first one does."""
    waiting = [row.conversation.waiting_since for row in rows if row.conversation.waiting_since]
    if not waiting:
        return ""
    if found.next or len(waiting) > MOST_COUNTED:
        return _("The first one waits %s.") % since(min(waiting))
    count = len(waiting)
    words = ngettext("%(count)d person waits, %(since)s.", "%(count)d people wait, the first one %(since)s.", count)
    return words % {"count": count, "since": since(min(waiting))}
