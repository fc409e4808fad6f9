"""API keys: other systems that act for a member."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nahbar.accounts.actions import make_api_key, revoke_api_key
from nahbar.accounts.queries import living_keys
from nahbar.accounts.rules import may_manage_keys
from nahbar.accounts.words import Scope
from nahbar.desk.admins import only_where
from nahbar.desk.doors import member_of
from nahbar.desk.settings_forms.members import KeyForm

REFUSED = 422
keepers_only = only_where(may_manage_keys)


@keepers_only
@never_cache
def keys(request: HttpRequest) -> HttpResponse:
    """The living keys. A new one's token stands on the page that answers, and nowhere after."""
    form = KeyForm(request.POST or None, initial={"scopes": [Scope.READ, Scope.WRITE]})
    made, token = None, ""
    if request.method == "POST" and form.is_valid():
        made, token = make_api_key(
            member=member_of(request), name=form.cleaned_data["name"], scopes=form.cleaned_data["scopes"]
        )
        form = KeyForm(initial={"scopes": [Scope.READ, Scope.WRITE]})
    words = dict(Scope.choices)
    rows = [(key, [words.get(scope, scope) for scope in key.scopes]) for key in living_keys()]
    context = {"rows": rows, "form": form, "made": made, "token": token}
    return render(request, "desk/settings/keys.html", context, status=REFUSED if form.errors else 200)


@keepers_only
@require_POST
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    key = get_object_or_404(living_keys(), pk=key_id)
    revoke_api_key(key, actor=member_of(request).actor)
    messages.success(request, _("The key “%s” is revoked; from now on it opens nothing.") % key.name)
    return redirect("desk:keys")
