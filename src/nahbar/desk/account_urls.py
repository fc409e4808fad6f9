"""Addresses of signing in: allauth's, without the pages that make no sense where members are invited."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import include, path

from nahbar.desk.views.account import ask_for_password


def closed(request: HttpRequest, key: str = "") -> NoReturn:
    """Nobody signs up, and an address is changed by no one but an administrator."""
    del request, key
    raise Http404


# What stands here goes before allauth's own page of the same name, which stays for the sake of its name.
urlpatterns = [
    path("signup/", closed),
    path("email/", closed),
    path("confirm-email/", closed),
    path("confirm-email/<path:key>/", closed),
    path("password/set/", closed),
    path("login/code/confirm/", closed),
    path("password/reset/", ask_for_password),
    path("", include("allauth.urls")),
]
