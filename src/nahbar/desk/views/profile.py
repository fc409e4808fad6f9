"""A member's own page: name, picture, signature, language, and how they sign in."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.accounts.actions import update_profile
from nahbar.accounts.models import Member
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.settings_forms.presence import PresenceForm
from nahbar.desk.settings_forms.profile import PictureForm, ProfileForm
from nahbar.mailroom.queries import blobs

REFUSED = 422
SHOWN = ("name", "phone", "signature", "copies_by_mail", "language", "theme")


@members_only
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what a member says of themselves."""
    member = member_of(request)
    if request.method != "POST":
        return _page(request, ProfileForm(initial={name: getattr(member, name) for name in SHOWN}))
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=REFUSED)
    update_profile(member, actor=member.actor, **form.cleaned_data)
    # The thanks are said in the language that was just chosen.
    translation.activate(member.language or settings.LANGUAGE_CODE)
    messages.success(request, _("Saved."))
    return redirect("desk:profile")


def _page(
    request: HttpRequest,
    form: ProfileForm,
    picture_form: PictureForm | None = None,
    presence_form: PresenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "presence_form": presence_form or PresenceForm.of(member_of(request)),
        "picture_form": picture_form or PictureForm(),
        # A name that did not pass is not called out from the page's other places.
        "member": Member.objects.get(pk=member_of(request).pk),
        "has_second_factor": is_mfa_enabled(member_of(request)),
    }
    return render(request, "desk/settings/profile.html", context, status=status)


@members_only
@require_POST
def presence(request: HttpRequest) -> HttpResponse:
    """When a member is here."""
    member = member_of(request)
    form = PresenceForm(request.POST)
    if not form.keep(member, by=member):
        shown = ProfileForm(initial={name: getattr(member, name) for name in SHOWN})
        return _page(request, shown, presence_form=form, status=REFUSED)
    messages.success(request, _("Saved."))
    return redirect("desk:profile")


@members_only
@require_POST
def upload_picture(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        shown = ProfileForm(initial={name: getattr(member, name) for name in SHOWN})
        return _page(request, shown, form, status=REFUSED)
    content, kind = form.cleaned_data["picture"]
    update_profile(member, actor=member.actor, picture=blobs().put(content), picture_type=kind)
    messages.success(request, _("Your new picture is in place."))
    return redirect("desk:profile")


@members_only
@require_POST
def remove_picture(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    update_profile(member, actor=member.actor, picture="", picture_type="")
    messages.success(request, _("The picture is removed; your initials stand in its place."))
    return redirect("desk:profile")
