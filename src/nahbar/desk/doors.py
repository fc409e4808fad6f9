"""The door of every page: who is signed in, and what somebody reads who may not see a thing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from nahbar.accounts.models import Member
from nahbar.conversations.rules import NotYours
from nahbar.desk.returning import way_back
from nahbar.desk.sentences import sentence_of

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]
PageView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def member_of(request: HttpRequest) -> Member:
    """The signed-in member; only behind `members_only`."""
    return cast(Member, request.user)


def is_htmx(request: HttpRequest) -> bool:
    """Does the page's own script ask, for a part of the page?"""
    return bool(getattr(request, "htmx", False))


def members_only(view: PageView[P]) -> PageView[P]:
    """Let only members in; what a member may not see does not exist for them (404 in words).

    Whoever has to sign in first comes back to where they were, with what they had written.
    """
    guarded = _say_missing(view)

    @wraps(view)
    def enter(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            address = way_back(request)
            return (
                HttpResponse(status=204, headers={"HX-Redirect": address}) if is_htmx(request) else redirect(address)
            )
        return guarded(request, *args, **kwargs)

    return enter


def _say_missing(view: PageView[P]) -> PageView[P]:
    @wraps(view)
    def look(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotYours as fault:
            return render(request, "desk/missing.html", {"sentence": sentence_of(fault)}, status=404)

    return look
