"""The door of pages that change the house: for administrators, with a sentence for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from nahbar.accounts.models import Member
from nahbar.desk.doors import View, member_of, members_only

FORBIDDEN = 403


def only_where(may: Callable[[Member], bool]) -> Callable[[View], View]:
    """Let in only members of whom the rule `may` says so."""

    def guard(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not may(member_of(request)):
                return render(request, "desk/settings/admins_only.html", status=FORBIDDEN)
            return view(request, *args, **kwargs)

        return members_only(enter)

    return guard
