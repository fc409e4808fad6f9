"""“Our language”: how the house and its teams speak, what the coach says loudly, and what members wave away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.accounts.models import Team
from nahbar.accounts.queries import teams
from nahbar.desk.admins import only_where
from nahbar.desk.doors import member_of
from nahbar.desk.readings import INTENT_WORDS
from nahbar.desk.sentences import sentence_of
from nahbar.desk.settings_forms.language import BlockForm, OwnerForm, RulesForm, StyleForm
from nahbar.toolbox.faults import Fault
from nahbar.voice import actions, queries
from nahbar.voice.models import TextBlock
from nahbar.voice.rules import may_name_owner, may_shape_language
from nahbar.voice.words import Rule

REFUSED = 422


@only_where(may_shape_language)
def language(request: HttpRequest) -> HttpResponse:
    """The page of the house, or of a team (`team`); `do` is style, rules, owner, block or remove-3."""
    team = _team(request)
    forms = _forms(request, team)
    what = request.POST.get("do", "") if request.method == "POST" else ""
    form = forms.get(what)
    try:
        if what.startswith("remove-"):
            block = get_object_or_404(TextBlock, pk=_number(what.removeprefix("remove-")))
            actions.remove_block(block, member=member_of(request))
            return _again(request, team)
        if form is not None and form.is_valid():
            _save(request, what, form, team)
            return _again(request, team)
    except Fault as fault:
        if form is not None:
            form.add_error(None, sentence_of(fault))
    return render(request, "desk/settings/language.html", _context(request, team, forms), status=_status(form))


def _status(form: Form | None) -> int:
    return REFUSED if form is not None and form.errors else 200


def _team(request: HttpRequest) -> Team | None:
    asked = request.GET.get("team", "")
    return get_object_or_404(Team, pk=_number(asked)) if asked else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _forms(request: HttpRequest, team: Team | None) -> dict[str, Form]:
    what = request.POST.get("do", "")
    given = {what: request.POST} if request.method == "POST" else {}
    team_id = team.pk if team else None
    style = queries.style_of(team_id)
    return {
        "style": StyleForm(given.get("style"), style=style),
        "rules": RulesForm(given.get("rules"), chosen=queries.rules_of(team_id)),
        "owner": OwnerForm(given.get("owner"), style=queries.style_of(None)),
        "block": BlockForm(given.get("block"), block=_block(request)),
    }


def _block(request: HttpRequest) -> TextBlock | None:
    return TextBlock.objects.filter(pk=_number(request.GET.get("block", ""))).first()


def _save(request: HttpRequest, what: str, form: Form, team: Team | None) -> None:
    member, team_id, fields = member_of(request), team.pk if team else None, form.cleaned_data
    if what == "style":
        actions.set_style(member=member, team_id=team_id, form=fields["form"], languages=fields["languages"])
    elif what == "rules":
        actions.set_rules(member=member, team_id=team_id, rules=fields)
    elif what == "owner":
        actions.name_owner(member=member, owner=fields["owner"])
    else:
        actions.save_block(member=member, block=_block(request), **fields)


def _again(request: HttpRequest, team: Team | None) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(reverse("desk:language") + (f"?team={team.pk}" if team else ""))


def _context(request: HttpRequest, team: Team | None, forms: dict[str, Form]) -> dict[str, Any]:
    learned = queries.newest_learning()
    return {
        **{f"{name}_form": form for name, form in forms.items()},
        "team": team,
        "teams": teams(),
        "blocks": queries.blocks(),
        "changing": _block(request),
        "may_name_owner": may_name_owner(member_of(request)),
        "unwanted": [
            (Rule(each.rule).label, each) for each in queries.waved_away_lately() if each.rule in Rule.values
        ],
        "learned": learned,
        "effects": [(_label(each["label"]), each) for each in learned.effect] if learned else [],
    }


def _label(label: str) -> str:
    return str(INTENT_WORDS.get(label.removeprefix("intent:"), _("mood")))
