"""Blocked senders: whose mail goes straight to spam, and the way to hear them again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nahbar.conversations import actions
from nahbar.desk.admins import only_where
from nahbar.desk.doors import member_of
from nahbar.mailroom.rules import may_manage_inboxes
from nahbar.people.models import Address
from nahbar.people.queries import blocked_addresses


@only_where(may_manage_inboxes)
def blocked(request: HttpRequest) -> HttpResponse:
    """The list; a post with `address` unblocks one of them."""
    if request.method != "POST":
        return render(request, "desk/settings/blocked.html", {"addresses": blocked_addresses()})
    number = request.POST.get("address", "")
    address = get_object_or_404(Address, pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
    actions.unblock_sender(address, member_of(request))
    messages.success(request, _("%s is no longer blocked.") % address.value)
    return redirect("desk:blocked")
