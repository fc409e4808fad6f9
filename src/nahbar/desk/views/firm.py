"""The company's mandatory details, what of them is missing, and how they read below a mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nahbar.desk.admins import only_where
from nahbar.desk.doors import member_of
from nahbar.desk.settings_forms.firm import FirmForm
from nahbar.mailroom.actions import save_firm
from nahbar.mailroom.models import Firm
from nahbar.mailroom.queries import firm_details, first_firm, missing_details
from nahbar.mailroom.rules import may_change_firm

REFUSED = 422


@only_where(may_change_firm)
def firm(request: HttpRequest) -> HttpResponse:
    """Show and change the details."""
    # A form writes into the row that it is given even where it refuses, so the page shows one of its own.
    form = FirmForm(request.POST or None, instance=first_firm())
    if request.method == "POST" and form.is_valid():
        save_firm(actor=member_of(request).actor, firm=first_firm(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk:firm")
    found = first_firm()
    context = {
        "form": form,
        "missing": missing_details(found or Firm()),
        "lines": firm_details(found, get_language() or "de").lines if found else (),
    }
    return render(request, "desk/settings/firm.html", context, status=REFUSED if form.errors else 200)
