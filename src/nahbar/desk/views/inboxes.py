"""Inboxes: how they fare, for everybody; opening, changing and testing them, for administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.channels.contract import SettingsFault
from nahbar.channels.registry import CHANNELS, channel
from nahbar.desk.admins import only_where
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.health import fares_of
from nahbar.desk.probing import try_connection
from nahbar.desk.settings_forms.inbox import ChannelForm, InboxForm, begin_with
from nahbar.mailroom import actions
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import first_firm, missing_details, settings_of
from nahbar.mailroom.rules import may_manage_inboxes

REFUSED = 422
managers_only = only_where(may_manage_inboxes)


@members_only
def inboxes(request: HttpRequest) -> HttpResponse:
    """Every inbox that the member sees, with how it fares."""
    member = member_of(request)
    context = {"fares": fares_of(member), "manages": may_manage_inboxes(member), "channels": list(CHANNELS)}
    return render(request, "desk/settings/inboxes.html", context)


@managers_only
def new_inbox(request: HttpRequest, channel_name: str) -> HttpResponse:
    """Open an inbox of a channel; how it reaches its servers is asked on the next page."""
    if channel_name not in CHANNELS:
        return redirect("desk:inboxes")
    firm = first_firm()
    if firm is None:
        messages.warning(request, _("First enter the details of your company: every message carries them."))
        return redirect("desk:firm")
    form = InboxForm(request.POST or None, adapter=channel(channel_name))
    form.fields.pop("quote_thread", None)  # on at first; the next page has it
    if request.method == "POST" and form.is_valid():
        values = form.values()
        del values["quote_thread"]
        try:
            actor = member_of(request).actor
            made = actions.open_inbox(actor=actor, channel_name=channel_name, firm=firm, **values)
        except SettingsFault as fault:
            form.say(fault)
        else:
            messages.success(request, _("The inbox is open. Now tell it how to reach the world."))
            return redirect("desk:inbox", inbox_id=made.pk)
    context = {"form": form, "channel_name": channel_name}
    return render(request, "desk/settings/new_inbox.html", context, status=REFUSED if form.errors else 200)


@managers_only
def inbox(request: HttpRequest, inbox_id: int) -> HttpResponse:
    """Everything about one inbox; the page's forms are saved one by one."""
    found = _found(inbox_id)
    form = InboxForm(request.POST or None, adapter=channel(found.channel), initial=begin_with(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_inbox(found, actor=member_of(request).actor, **form.values())
        except SettingsFault as fault:
            form.say(fault)
            found = _found(inbox_id)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:inbox", inbox_id=found.pk)
    return _page(request, found, form=form)


def _found(inbox_id: int) -> Inbox:
    return get_object_or_404(Inbox.objects.select_related("firm", "health"), pk=inbox_id)


def _page(request: HttpRequest, found: Inbox, **overrides: Any) -> HttpResponse:  # noqa: ANN401 - forms and sentences
    adapter = channel(found.channel)
    context = {
        "inbox": found,
        "fare": next(fare for fare in fares_of(member_of(request)) if fare.inbox.pk == found.pk),
        "missing": missing_details(found.firm),
        "form": InboxForm(adapter=adapter, initial=begin_with(found)),
        "has_recipes": bool(adapter.recipe_fields),
        "channel_form": ChannelForm(adapter=adapter, known=settings_of(found)),
        **overrides,
    }
    forms = (context["form"], context["channel_form"])
    status = REFUSED if any(form.is_bound and form.errors for form in forms) else 200
    return render(request, "desk/settings/inbox.html", context, status=status)


@managers_only
@require_POST
def configure(request: HttpRequest, inbox_id: int) -> HttpResponse:
    """Store how the inbox reaches its servers."""
    found = _found(inbox_id)
    form = ChannelForm(request.POST, adapter=channel(found.channel), known=settings_of(found))
    if not form.is_valid():
        return _page(request, found, channel_form=form)
    actions.configure_inbox(found, actor=member_of(request).actor, values=form.values())
    messages.success(request, _("Saved. Test the connection now, so that nobody waits in vain."))
    return redirect("desk:inbox", inbox_id=found.pk)


@managers_only
@require_POST
def test_connection(request: HttpRequest, inbox_id: int) -> HttpResponse:
    """Try the stored settings for real and say what came of it."""
    found = _found(inbox_id)
    return _page(request, found, probed=try_connection(found))


@managers_only
@require_POST
def switch(request: HttpRequest, inbox_id: int) -> HttpResponse:
    """Close an inbox (`on` is missing) or open it again."""
    found = _found(inbox_id)
    actions.switch_inbox(found, actor=member_of(request).actor, on="on" in request.POST)
    messages.success(request, _("The inbox is open again.") if found.is_active else _("The inbox is closed."))
    return redirect("desk:inbox", inbox_id=found.pk)
