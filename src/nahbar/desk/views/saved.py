"""Saved searches: keeping one from the search page, and the page on which it is renamed, shared and deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.accounts.models import Member, Team
from nahbar.accounts.queries import teams
from nahbar.conversations.rules import NotYours
from nahbar.conversations.saved.actions import change_search, delete_search, save_search
from nahbar.conversations.saved.models import SavedSearch
from nahbar.conversations.saved.rules import get_search, may_change_search, may_share_with
from nahbar.conversations.saved.words import Sharing
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.places import MOST_DIGITS, of_search
from nahbar.desk.sentences import sentence_of
from nahbar.toolbox.faults import Fault

TEAM = "team-"


@members_only
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the question `q` as a pile called `title`; `shared` says for whom."""
    member, asked = member_of(request), request.POST.get("q", "")
    try:
        sharing, team = _sharing(request)
        search = save_search(
            member=member, title=request.POST.get("title", ""), question=asked, sharing=sharing, team=team
        )
    except Fault as fault:
        messages.error(request, sentence_of(fault))
        return redirect(f"{reverse('desk:search')}?{urlencode({'q': asked})}")
    messages.success(request, _("“%s” stands among your piles now.") % search.title)
    return redirect(of_search(search).url)


@members_only
def saved_search(request: HttpRequest, search_id: int) -> HttpResponse:
    """One saved search; a post changes it (`do=change`) or deletes it (`do=delete`)."""
    member = member_of(request)
    search = get_search(member, search_id)
    if not may_change_search(member, search):
        raise NotYours(_("Only whoever saved this search changes it."))
    if request.method == "POST":
        try:
            return _change(request, search)
        except Fault as fault:
            messages.error(request, sentence_of(fault))
    context = {"search": search, "place": of_search(search), "sharings": sharings(member, search)}
    return render(request, "desk/saved_search.html", context)


def _change(request: HttpRequest, search: SavedSearch) -> HttpResponse:
    member = member_of(request)
    if request.POST.get("do") == "delete":
        delete_search(search, by=member)
        messages.success(request, _("“%s” is deleted. What it found is still there.") % search.title)
        return redirect("desk:home")
    sharing, team = _sharing(request)
    change_search(search, by=member, title=request.POST.get("title", ""), sharing=sharing, team=team)
    messages.success(request, _("Saved."))
    return redirect(of_search(search).url)


def _sharing(request: HttpRequest) -> tuple[str, Team | None]:
    """For whom, as the form says it: "me", "all", or "team-3"."""
    asked = request.POST.get("shared", "") or Sharing.ME
    if not asked.startswith(TEAM):
        return asked, None
    number = asked.removeprefix(TEAM)
    if not number.isdecimal() or len(number) >= MOST_DIGITS:
        return "", None
    return Sharing.TEAM, Team.objects.filter(pk=int(number)).first()


def sharings(member: Member, search: SavedSearch | None = None) -> list[tuple[str, Any, bool]]:
    """What the form offers: value, words, and whether it is so now."""
    now = search.sharing if search else Sharing.ME
    own = [(Sharing.ME.value, _("only for me"), now == Sharing.ME)]
    shared = search.team_id if search and now == Sharing.TEAM else None
    of_teams = [
        (f"{TEAM}{team.pk}", _("for the team %s") % team.name, team.pk == shared)
        for team in teams()
        if team.pk == shared or may_share_with(member, team)
    ]
    return [*own, *of_teams, (Sharing.ALL.value, _("for everybody"), now == Sharing.ALL)]
