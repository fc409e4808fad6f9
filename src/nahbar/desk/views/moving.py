"""Snoozing a conversation and waking it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.conversations import actions
from nahbar.conversations.rules import NotYours
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.sentences import sentence_of
from nahbar.desk.snoozing import moment_asked
from nahbar.desk.standing import Notice, keep_notice
from nahbar.desk.views.conversations import conversation_of, done, refused
from nahbar.desk.when import ahead
from nahbar.toolbox.faults import Fault


@members_only
@require_POST
def snooze(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Aside until the moment of an offer (`at`) or in own words (`words`)."""
    member = member_of(request)
    found = conversation_of(member, conversation_id)
    try:
        until = moment_asked(request.POST.get("at", ""), request.POST.get("words", ""))
        actions.snooze(found, until=until, actor=member.actor)
    except NotYours:
        raise
    except Fault as fault:
        return refused(request, found.pk, sentence_of(fault))
    words = _("Snoozed until %s. It comes back by itself, and at once when the person writes.") % ahead(until)
    keep_notice(request, found.pk, Notice(words, reverse("desk:wake", args=[found.pk])))
    return done(request, found.pk)


@members_only
@require_POST
def wake(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Back among the open ones."""
    member = member_of(request)
    found = conversation_of(member, conversation_id)
    actions.wake(found, actor=member.actor)
    return done(request, found.pk)
