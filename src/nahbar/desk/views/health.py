"""How the inboxes fare, in words and for everyone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nahbar.desk.doors import member_of, members_only
from nahbar.desk.health import fares_of


@members_only
def health(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/health.html", {"fares": fares_of(member_of(request))})
