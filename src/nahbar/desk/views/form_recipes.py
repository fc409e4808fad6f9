"""Recipes of an inbox for the mails of contact forms: tried on a mail first, then kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nahbar.channels.contract import Inbound, Party, SettingsFault
from nahbar.channels.registry import channel
from nahbar.conversations.models import Message
from nahbar.conversations.recipes import SETTING, recipes_of
from nahbar.conversations.words import MessageKind
from nahbar.desk.doors import member_of
from nahbar.desk.sentences import sentence_of
from nahbar.desk.settings_forms.recipes import RecipeForm
from nahbar.desk.views.inboxes import REFUSED, managers_only
from nahbar.mailroom import actions
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import blobs
from nahbar.toolbox.faults import Fault

MOST_RECENT = 20
MOST_RECIPES = 50
# What a recipe can find, in the words of the page.
_WORDS = {
    "name": gettext_lazy("Name"),
    "address": gettext_lazy("Mail address"),
    "phone": gettext_lazy("Phone"),
    "subject": gettext_lazy("Subject"),
    "message": gettext_lazy("Message"),
}
_HEAD = re.compile(r"^[A-Za-z-]{2,40}: ")


@managers_only
def form_recipes(request: HttpRequest, inbox_id: int) -> HttpResponse:
    """The recipes of one inbox; `do` is try, save or remove-3."""
    inbox = get_object_or_404(Inbox, pk=inbox_id)
    if not channel(inbox.channel).recipe_fields:
        raise Http404
    what = request.POST.get("do", "") if request.method == "POST" else ""
    if what.startswith("remove-"):
        return _remove(request, inbox, what.removeprefix("remove-"))
    form = RecipeForm(request.POST or None, adapter=channel(inbox.channel), recent=_recent(inbox))
    found: Mapping[str, str] | None = None
    if what and form.is_valid():
        try:
            found = channel(inbox.channel).read_form(form.recipe(), _to_try(inbox, form))
            if what == "save":
                return _save(request, inbox, form.recipe())
        except SettingsFault as fault:
            form.add_error(fault.field if fault.field in form.fields else None, sentence_of(fault))
        except Fault as fault:
            form.add_error("pasted", sentence_of(fault))
    return _page(request, inbox, form, found)


def _page(request: HttpRequest, inbox: Inbox, form: RecipeForm, found: Mapping[str, str] | None) -> HttpResponse:
    fields = channel(inbox.channel).recipe_fields
    labels = {field.name: form[field.name].label for field in fields}
    context: dict[str, Any] = {
        "inbox": inbox,
        "form": form,
        "asked": [form[name] for name in form.asked],
        "recipes": [[(labels[name], value) for name, value in each.items() if value] for each in _known(inbox)],
        "found": [(_WORDS[name], value) for name, value in found.items()] if found is not None else None,
    }
    return render(request, "desk/settings/form_recipes.html", context, status=REFUSED if form.errors else 200)


def _known(inbox: Inbox) -> list[dict[str, str]]:
    return recipes_of(inbox.settings)


def _save(request: HttpRequest, inbox: Inbox, recipe: dict[str, str]) -> HttpResponse:
    kept = [each for each in _known(inbox) if each != recipe][: MOST_RECIPES - 1]
    _keep(request, inbox, [*kept, recipe])
    messages.success(request, _("Saved. From now on these mails are read as the human's own."))
    return redirect("desk:form_recipes", inbox_id=inbox.pk)


def _remove(request: HttpRequest, inbox: Inbox, number: str) -> HttpResponse:
    kept = [each for place, each in enumerate(_known(inbox)) if str(place) != number]
    _keep(request, inbox, kept)
    messages.success(request, _("Removed."))
    return redirect("desk:form_recipes", inbox_id=inbox.pk)


def _keep(request: HttpRequest, inbox: Inbox, recipes: list[dict[str, str]]) -> None:
    values = {SETTING: json.dumps(recipes, ensure_ascii=False)}
    actions.configure_inbox(inbox, actor=member_of(request).actor, values=values)


def _recent(inbox: Inbox) -> list[tuple[str, str]]:
    """The newest messages of this inbox, to be chosen by author and subject."""
    rows = Message.objects.filter(conversation__inbox=inbox, kind=MessageKind.INBOUND, arrival__isnull=False)
    return [
        (str(pk), f"{author}: {subject}"[:90])
        for pk, author, subject in rows.order_by("-at", "-id").values_list("pk", "author", "subject")[:MOST_RECENT]
    ]


def _to_try(inbox: Inbox, form: RecipeForm) -> Inbound:
    """The chosen or pasted mail. Raises ParseFault."""
    if form.cleaned_data["recent"]:
        message = Message.objects.select_related("arrival").get(pk=form.cleaned_data["recent"])
        if message.arrival is not None:
            return channel(inbox.channel).parse(blobs().get(message.arrival.blob))
    pasted = form.cleaned_data["pasted"].replace("\r\n", "\n")
    if _HEAD.match(pasted) and "\n\n" in pasted and "\nFrom: " in f"\n{pasted}":
        return channel(inbox.channel).parse(pasted.encode())
    return Inbound(sender=Party("", form.recipe()["sender"].replace("*", "x")), text=pasted)
