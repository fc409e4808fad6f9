"""The door of allauth's page that sends mail: where no mail can leave, it says so to everybody alike."""

from __future__ import annotations

from typing import cast

from allauth.account.views import password_reset
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from nahbar.mailroom.queries import mail_inbox


def ask_for_password(request: HttpRequest) -> HttpResponseBase:
    """Ask for a mail with which to choose a new password."""
    if mail_inbox() is None:
        return render(request, "account/no_mail.html")
    return cast(HttpResponseBase, password_reset(request))
