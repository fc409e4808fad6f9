"""Members and teams: everybody may see them, administrators change them."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.accounts import actions
from nahbar.accounts.models import Member, Team
from nahbar.accounts.queries import open_invitations, teams
from nahbar.accounts.rules import may_manage_members
from nahbar.accounts.words import Giving
from nahbar.desk.admins import only_where
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.sentences import sentence_of
from nahbar.desk.settings_forms.members import InviteForm, RoleForm, TeamForm
from nahbar.desk.settings_forms.presence import PresenceForm
from nahbar.toolbox.faults import Fault

REFUSED = 422
managers_only = only_where(may_manage_members)


@members_only
def members(request: HttpRequest) -> HttpResponse:
    """Who works here, in which teams, and who is invited."""
    return members_page(request)


def members_page(
    request: HttpRequest,
    status: int = 200,
    **context: Any,  # noqa: ANN401 - what the template is to show
) -> HttpResponse:
    manages = may_manage_members(member_of(request))
    protected = set(Authenticator.objects.values_list("user_id", flat=True)) if manages else set()
    rows = Member.objects.order_by("-is_active", "name").prefetch_related("teams")
    filled = {
        "rows": [(each, each.pk in protected) for each in (rows if manages else rows.filter(is_active=True))],
        "teams": teams().prefetch_related("members"),
        "invitations": open_invitations() if manages else [],
        "manages": manages,
        "invite_form": InviteForm(),
        **context,
    }
    return render(request, "desk/settings/members.html", filled, status=status)


@managers_only
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    """One member: role, second factor, on or off."""
    found = get_object_or_404(Member, pk=member_id)
    form = RoleForm(request.POST or None, initial={"role": found.role})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(found, role=form.cleaned_data["role"], by=member_of(request))
        except Fault as fault:
            form.add_error("role", sentence_of(fault))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:members")
    return _member_page(request, found, form)


def _member_page(
    request: HttpRequest,
    found: Member,
    form: RoleForm,
    problem: str = "",
    presence_form: PresenceForm | None = None,
) -> HttpResponse:
    context = {
        "found": found,
        "form": form,
        "problem": problem,
        "has_second_factor": Authenticator.objects.filter(user=found).exists(),
        "presence_form": presence_form or PresenceForm.of(found),
    }
    wrong = problem or form.errors or (presence_form and presence_form.errors)
    status = REFUSED if wrong else 200
    return render(request, "desk/settings/member.html", context, status=status)


@managers_only
@require_POST
def member_presence(request: HttpRequest, member_id: int) -> HttpResponse:
    """When a member is here, for who fell ill and cannot say it themselves."""
    found = get_object_or_404(Member, pk=member_id)
    form = PresenceForm(request.POST)
    if not form.keep(found, by=member_of(request)):
        return _member_page(request, found, RoleForm(initial={"role": found.role}), presence_form=form)
    messages.success(request, _("Saved."))
    return redirect("desk:member", member_id=found.pk)


@managers_only
@require_POST
def switch_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """Switch a member off (`on` is missing) or on again."""
    found = get_object_or_404(Member, pk=member_id)
    by = member_of(request)
    try:
        if "on" in request.POST:
            actions.switch_on_member(found, by=by)
            messages.success(request, _("%s can sign in again.") % found.name)
        else:
            actions.switch_off_member(found, by=by)
            messages.success(request, _("%s is signed out everywhere and cannot sign in any more.") % found.name)
    except Fault as fault:
        found.refresh_from_db()
        return _member_page(request, found, RoleForm(initial={"role": found.role}), sentence_of(fault))
    return redirect("desk:members")


@managers_only
@require_POST
def drop_second_factor(request: HttpRequest, member_id: int) -> HttpResponse:
    """For somebody who lost phone and recovery codes."""
    found = get_object_or_404(Member, pk=member_id)
    actions.remove_second_factors(found, by=member_of(request))
    messages.success(request, _("%s signs in with the password alone now.") % found.name)
    return redirect("desk:member", member_id=found.pk)


@managers_only
def new_team(request: HttpRequest) -> HttpResponse:
    return _team_page(request, None)


@managers_only
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    return _team_page(request, get_object_or_404(Team, pk=team_id))


def _team_page(request: HttpRequest, found: Team | None) -> HttpResponse:
    initial = {"name": found.name, "members": found.members.all(), "giving": found.giving} if found else {}
    form = TeamForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _save_team(found, form, member_of(request))
        except Fault as fault:
            form.add_error("name", sentence_of(fault))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:members")
    context = {"form": form, "found": found}
    return render(request, "desk/settings/team.html", context, status=REFUSED if form.errors else 200)


def _save_team(found: Team | None, form: TeamForm, by: Member) -> None:
    name, chosen, giving = (form.cleaned_data[field] for field in ("name", "members", "giving"))
    if found is None:
        actions.make_team(actor=by.actor, name=name, members=chosen, giving=giving or Giving.BY_HAND)
    else:
        # Members who are switched off are not in the form; they keep their teams for the day they return.
        away = found.members.filter(is_active=False)
        actions.change_team(found, by=by, name=name, members=[*chosen, *away], giving=giving)
