"""A person: ways to reach them, and everything that we talked about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nahbar.conversations.queries import conversations_with, person_of
from nahbar.desk.doors import member_of, members_only


@members_only
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    member = member_of(request)
    found = person_of(member, person_id)
    context = {
        "person": found,
        "addresses": list(found.addresses.all()),
        "earlier": conversations_with(found, member),
    }
    return render(request, "desk/person.html", context)
