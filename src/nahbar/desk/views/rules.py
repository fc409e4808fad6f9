"""Rules, "when ... then ...": their list, and the page on which one is written and tried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.conversations.automation.actions import check, delete_rule, move_rule, save_rule, switch_rule
from nahbar.conversations.automation.models import Rule
from nahbar.conversations.automation.queries import rules_in_order
from nahbar.conversations.automation.rules import may_manage_rules
from nahbar.conversations.automation.trial import Trial, try_out
from nahbar.conversations.models import Message
from nahbar.desk.admins import only_where
from nahbar.desk.doors import member_of
from nahbar.desk.rule_words import Names, then_of, then_of_rule, when_of
from nahbar.desk.sentences import in_words, sentence_of
from nahbar.desk.settings_forms.rules import RuleForm
from nahbar.desk.when import moment
from nahbar.toolbox.faults import Fault

REFUSED = 422
writers_only = only_where(may_manage_rules)


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that the rule on trial would have concerned."""

    name: str
    gist: str
    time: str
    url: str


@writers_only
def rules(request: HttpRequest) -> HttpResponse:
    """All rules in their order, each as a sentence."""
    names = Names()
    rows = [
        (rule, when_of(rule, names), then_of_rule(rule, names), in_words(rule.problem)) for rule in rules_in_order()
    ]
    return render(request, "desk/settings/rules.html", {"rows": rows})


@writers_only
def new_rule(request: HttpRequest) -> HttpResponse:
    """A rule to be written; posting tries it (`do=try`) or makes it."""
    return _page(request, None)


@writers_only
def one_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """A rule to be changed; posting tries it (`do=try`) or saves it."""
    return _page(request, get_object_or_404(Rule, pk=rule_id))


def _page(request: HttpRequest, rule: Rule | None) -> HttpResponse:
    form, trial, status = RuleForm(request.POST or None, rule=rule), None, 200
    if request.method == "POST":
        status = REFUSED
        try:
            if form.is_valid():
                if request.POST.get("do") != "try":
                    return _save(request, rule, form)
                trial, status = _try(request, form), 200
        except Fault as fault:
            form.add_error(None, sentence_of(fault))
    context: dict[str, Any] = {"form": form, "rule": rule, "trial": trial, "opened": _opened(form)}
    if trial is not None:
        context |= {"hits": _hits(trial), "then": then_of(form.deeds, Names())}
        context["reached_back"] = moment(trial.reached_back_to) if trial.reached_back_to else ""
    return render(request, "desk/settings/rule.html", context, status=status)


def _opened(form: RuleForm) -> dict[str, bool]:
    """Which folds of the form hold something already."""
    folds = {"more": form.MORE, "reading": form.READ, "time": form.TIME}
    return {name: any(form[field].value() for field in fields) for name, fields in folds.items()}


def _save(request: HttpRequest, rule: Rule | None, form: RuleForm) -> HttpResponse:
    saved = save_rule(
        rule,
        by=member_of(request),
        title=form.cleaned_data["title"],
        conditions=form.conditions,
        deeds=form.deeds,
        stops=form.cleaned_data["stops"],
    )
    words = _("“%s” is saved. It looks at what comes from now on.")
    messages.success(request, words % saved.title)
    return redirect("desk:rules")


def _try(request: HttpRequest, form: RuleForm) -> Trial:
    check(form.cleaned_data["title"], form.conditions, form.deeds)
    return try_out(form.conditions, by=member_of(request))


def _hits(trial: Trial) -> list[Hit]:
    return [
        Hit(
            name=message.conversation.person.name or message.author,
            gist=_gist(message),
            time=moment(message.at),
            url=f"{reverse('desk:conversation', args=[message.conversation_id])}#said-{message.pk}",
        )
        for message in trial.shown
    ]


def _gist(message: Message) -> str:
    """Subject and first words, in one line."""
    said = " ".join((message.own_words or message.text)[:600].split())[:160]
    return " · ".join(part for part in (message.subject, said) if part)


@writers_only
@require_POST
def move(request: HttpRequest, rule_id: int) -> HttpResponse:
    """One place up (`up`) or down in the order."""
    move_rule(get_object_or_404(Rule, pk=rule_id), up=bool(request.POST.get("up")), by=member_of(request))
    return redirect("desk:rules")


@writers_only
@require_POST
def switch(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Let it work (`on`) or rest."""
    rule = get_object_or_404(Rule, pk=rule_id)
    switch_rule(rule, on=bool(request.POST.get("on")), by=member_of(request))
    words = _("“%s” works from now on.") if rule.is_on else _("“%s” rests.")
    messages.success(request, words % rule.title)
    return redirect("desk:rules")


@writers_only
@require_POST
def delete(request: HttpRequest, rule_id: int) -> HttpResponse:
    rule = get_object_or_404(Rule, pk=rule_id)
    delete_rule(rule, by=member_of(request))
    messages.success(request, _("“%s” is deleted. What it did stays.") % rule.title)
    return redirect("desk:rules")
