"""What is shown to a member as new: conversations, all or one once more, and the first steps of a new company."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.accounts.actions import put_away_first_steps
from nahbar.conversations.seen.actions import all_looked, not_looked
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.stage import place_beside
from nahbar.desk.views.conversations import conversation_of


@members_only
@require_POST
def seen_all(request: HttpRequest) -> HttpResponse:
    """Nothing that came until now is new any more, e.g. after a holiday."""
    all_looked(member_of(request))
    messages.success(request, _("Nothing is marked as new to you any more."))
    return redirect(place_beside(request).url)


@members_only
@require_POST
def put_first_steps_away(request: HttpRequest) -> HttpResponse:
    """Whoever knows their way about does not need the card of first steps."""
    put_away_first_steps(member_of(request))
    return redirect(place_beside(request).url)


@members_only
@require_POST
def not_seen(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Let the conversation stand as new in this member's lists, e.g. for later; back to the list."""
    found = conversation_of(member_of(request), conversation_id)
    not_looked(found, member_of(request))
    messages.success(request, _("Marked as new."))
    return redirect(place_beside(request).url)
