"""Lists of conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.accounts.models import Member
from nahbar.conversations.models import Conversation
from nahbar.conversations.queries import BadCursor, Page, tags_of
from nahbar.conversations.saved.rules import may_change_search
from nahbar.conversations.seen.actions import looked
from nahbar.conversations.seen.queries import Sign, signs_of, stands_of
from nahbar.conversations.words import PAGE
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.first_steps import first_steps_of
from nahbar.desk.groups import Group, headings, last_key
from nahbar.desk.moved import take_moved
from nahbar.desk.orders import choices, order_for
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
        context["steps"] = [] if request.GET.get("part") == "rows" else first_steps_of(member_of(request))
    except BadCursor:
        return redirect("desk:pile", place.name)
    templates = {"rows": "desk/parts/rows.html", "list": "desk/parts/fresh.html"}
    return render(request, templates.get(request.GET.get("part", ""), "desk/pile.html"), context)


def list_context(
    request: HttpRequest, place: Place, *, cursor: str = "", current: Conversation | None = None
) -> dict[str, Any]:
    """What the list column shows; `current` is the conversation that is open beside it, so it is looked at now."""
    member = member_of(request)
    asked = request.GET.get("size", "")
    size = min(max(int(asked), PAGE), MOST_ROWS) if asked.isdecimal() and len(asked) < 5 else PAGE
    order = order_for(request, place)
    found = place.page(member, order=order, cursor=cursor, size=size)
    ids = list(dict.fromkeys([*(row.pk for row in found.rows), *([current.pk] if current else [])]))
    tags, signs = tags_of(ids), _signs(found.rows, member, current)
    field = place.orders[order][0].lstrip("-") if order else ""
    rows = _grouped(rows_of(found.rows, member, place, tags=tags, signs=signs), field, request.GET.get("group", ""))
    return {
        "place": place,
        "rows": rows,
        "next": found.next,
        "group": last_key(found.rows, field) if field else "",
        "orders": choices(place, order),
        "may_change": place.search is not None and may_change_search(member, place.search),
        "current": current.pk if current else None,
        "tags": tags.get(current.pk, []) if current else [],
        "offers": offers(),
        "moved": None if request.GET.get("part") else take_moved(request),
        "summary": "" if cursor or place.name == SNOOZED else _summary(rows, found, order),
    }


def _signs(rows: Sequence[Conversation], member: Member, current: Conversation | None) -> Mapping[int, Sign]:
    """What of these rows is new and what was lost; what is open is not new from now on."""
    here = {row.pk for row in rows}
    stands = stands_of([*here, *([current.pk] if current else [])], member)
    if current is not None and current.pk in stands:
        looked(current, member, stands[current.pk])
    signs = signs_of({pk: stand for pk, stand in stands.items() if pk in here})
    if current is not None and current.pk in signs:
        signs[current.pk] = replace(signs[current.pk], is_new=False)
    return signs


def _grouped(rows: list[Row], field: str, before: str) -> list[tuple[Group | None, Row]]:
    """Each row with the group that begins there."""
    if not field:
        return [(None, row) for row in rows]
    found = headings([row.conversation for row in rows], field, before=before)
    return list(zip(found, rows, strict=True))


def _summary(rows: list[tuple[Group | None, Row]], found: Page, order: str) -> str:
    """One sentence over the list, where somebody waits: how many, and since when the first one does."""
    waiting = [row.conversation.waiting_since for _group, row in rows if row.conversation.waiting_since]
    if not waiting:
        return ""
    if found.next or len(waiting) > MOST_COUNTED:
        return _("The first one waits %s.") % since(min(waiting)) if order == "waiting" else ""
    count = len(waiting)
    words = ngettext("%(count)d person waits, %(since)s.", "%(count)d people wait, the first one %(since)s.", count)
    return words % {"count": count, "since": since(min(waiting))}
