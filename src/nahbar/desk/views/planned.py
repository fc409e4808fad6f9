"""Replies that leave later: taken back into the composer, or sent at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.channels.registry import channel
from nahbar.conversations import actions
from nahbar.conversations.models import Draft
from nahbar.conversations.rules import NotYours, get_draft
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.returning import returned_key
from nahbar.desk.sentences import sentence_of
from nahbar.desk.views.conversations import conversation_of, done, refused
from nahbar.toolbox.faults import Fault


@members_only
@require_POST
def unplan(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Back into the composer of whoever asks for it."""
    member = member_of(request)
    draft = _planned(request, draft_id)
    try:
        actions.unplan(draft, member=member)
    except NotYours:
        raise
    except Fault as fault:
        return refused(request, draft.conversation_id, sentence_of(fault))
    request.session[returned_key(draft.conversation_id)] = {"hint": _("The message is back here.")}
    return done(request, draft.conversation_id)


@members_only
@require_POST
def send_now(request: HttpRequest, draft_id: int) -> HttpResponse:
    """At once, in its writer's name; `seen` is the newest message on the page of whoever decides."""
    member = member_of(request)
    draft = _planned(request, draft_id)
    seen = request.POST.get("seen", "")
    way = draft.fields.get("way") or draft.conversation.channel
    try:
        actions.send_planned(
            draft,
            actor=member.actor,
            seen=int(seen) if seen.isdecimal() and len(seen) < 19 else None,
            undo_seconds=channel(way).capabilities.undo_seconds,
        )
    except NotYours:
        raise
    except Fault as fault:
        return refused(request, draft.conversation_id, sentence_of(fault))
    return done(request, draft.conversation_id)


def _planned(request: HttpRequest, draft_id: int) -> Draft:
    draft = get_draft(member_of(request), draft_id)
    draft.conversation = conversation_of(member_of(request), draft.conversation_id)
    return draft
