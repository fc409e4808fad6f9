"""Who else has the conversation open: open pages say that they are here, and ask who is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from nahbar.conversations import actions
from nahbar.conversations.queries import onlookers_of
from nahbar.conversations.words import TYPING_FOR
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.views.conversations import conversation_of


@members_only
@require_http_methods(["GET", "POST"])
def onlookers(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A post says that the member is here, or `typing`, or `gone`; either way the answer names the colleagues."""
    member = member_of(request)
    conversation = conversation_of(member, conversation_id)
    if request.method == "POST" and request.POST.get("gone"):
        actions.look_away(conversation, member=member)
        return HttpResponse(status=204)
    if request.method == "POST":
        actions.look_on(conversation, member=member, typing=bool(request.POST.get("typing")))
    seen = onlookers_of(conversation, member)
    typing = any(each.is_typing for each in seen)
    again = int(TYPING_FOR.total_seconds()) + 1 if typing else 0
    return render(request, "desk/parts/onlookers.html", {"onlookers": seen, "again": again})
