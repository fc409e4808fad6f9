"""One conversation, and what moves it: assigning, closing, reopening."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.accounts.models import Member, Team
from nahbar.conversations import actions
from nahbar.conversations.models import Conversation
from nahbar.conversations.queries import living, tags_of
from nahbar.conversations.rules import NotYours, get_visible
from nahbar.conversations.seen.actions import looked
from nahbar.conversations.seen.queries import stands_of
from nahbar.desk.doors import is_htmx, member_of, members_only
from nahbar.desk.forms import MOST_TEXT
from nahbar.desk.stage import may_take, place_beside, stage, teams_for
from nahbar.desk.standing import Notice, keep_notice
from nahbar.desk.views.piles import list_context

# Tells the page's script that lists have changed, so that it fetches them afresh.
CHANGED = "nahbar:changed"
REFUSED = 422


def conversation_of(member: Member, conversation_id: int) -> Conversation:
    """Where the messages lie now: a conversation that was joined leads to the living one. Raises NotYours."""
    found = get_visible(member, conversation_id)
    return found if found.merged_into_id is None else get_visible(member, living(found).pk)


@members_only
def conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The whole page, or the part beside the list (`part=stage`), also as it is refreshed (`part=fresh`)."""
    part = request.GET.get("part", "")
    found = conversation_of(member_of(request), conversation_id)
    if found.pk == conversation_id:
        return show(request, found, part=part)
    if not part:
        return redirect(address_beside(request, found.pk))
    response = show(request, found, part=part)
    response.headers["HX-Push-Url"] = address_beside(request, found.pk)
    return response


def address_beside(request: HttpRequest, conversation_id: int) -> str:
    """The address of a conversation beside the list that is open."""
    return f"{reverse('desk:conversation', args=[conversation_id])}?in={place_beside(request).name}"


def show(
    request: HttpRequest,
    found: Conversation,
    *,
    part: str = "",
    status: int = 200,
    **overrides: Any,  # noqa: ANN401 - fields of Composer
) -> HttpResponse:
    """The conversation as a page or a part of it; `overrides` are fields of the composer."""
    context = stage(request, found, **overrides)
    parts = {"stage": "desk/parts/stage.html", "fresh": "desk/parts/fresh_stage.html"}
    if part in parts:
        _look(request, found)
        tags = tags_of([found.pk]).get(found.pk, [])
        return render(request, parts[part], {**context, "tags": tags}, status=status)
    beside = list_context(request, context["place"], current=found)
    return render(request, "desk/conversation.html", {**beside, **context}, status=status)


def _look(request: HttpRequest, found: Conversation) -> None:
    """What is shown counts as seen; what a page fetches by itself only where somebody looks at it (`visible`)."""
    member = member_of(request)
    if request.GET.get("part") != "fresh" or request.GET.get("visible"):
        looked(found, member, stands_of([found.pk], member)[found.pk])


def done(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """After a change: the part beside the list for the page's script, else back to the page."""
    if is_htmx(request):
        response = show(request, conversation_of(member_of(request), conversation_id), part="stage")
        response.headers["HX-Trigger"] = CHANGED
        return response
    return redirect(address_beside(request, conversation_id))


def moved_to(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """After a change that leads to another conversation: as `done`, and the browser's address goes along."""
    response = done(request, conversation_id)
    if is_htmx(request):
        response.headers["HX-Push-Url"] = address_beside(request, conversation_id)
    return response


def refused(request: HttpRequest, conversation_id: int, problem: str) -> HttpResponse:
    """Say on the page as it stands now what was not possible."""
    found = conversation_of(member_of(request), conversation_id)
    keep_notice(request, found.pk, Notice(problem, tone="error"))
    return show(request, found, part="stage" if is_htmx(request) else "", status=REFUSED)


@members_only
@require_POST
def assign(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Hand it to a member ("member-3"), a team ("team-2") or nobody (empty), perhaps with a `note`."""
    member = member_of(request)
    found = conversation_of(member, conversation_id)
    to_member, to_team = taker_of(found, request.POST.get("to", ""))
    note, once = request.POST.get("note", "")[:MOST_TEXT].replace("\r\n", "\n"), request.POST.get("once", "")[:40]
    key = f"desk:{member.pk}:{once}" if once else None
    actions.hand_over(found, by=member, member=to_member, team=to_team, text=note, once=key)
    return done(request, found.pk)


def taker_of(found: Conversation, choice: str) -> tuple[Member | None, Team | None]:
    """Whom a form names: "member-3", "team-2", or nobody. Raises NotYours for who could not see it."""
    if not choice:
        return None, None
    kind, number = choice.partition("-")[::2]
    if kind == "member" and number.isdecimal():
        member = may_take(found, int(number))
        if member is not None:
            return member, None
    for team in teams_for(found) if kind == "team" else []:
        if str(team.pk) == number:
            return None, team
    raise NotYours(_("Whoever should take this conversation does not exist any more, or could not see it."))


@members_only
@require_POST
def close(request: HttpRequest, conversation_id: int) -> HttpResponse:
    member = member_of(request)
    actions.close(conversation_of(member, conversation_id), actor=member.actor)
    return done(request, conversation_id)


@members_only
@require_POST
def reopen(request: HttpRequest, conversation_id: int) -> HttpResponse:
    member = member_of(request)
    actions.reopen(conversation_of(member, conversation_id), actor=member.actor)
    return done(request, conversation_id)
