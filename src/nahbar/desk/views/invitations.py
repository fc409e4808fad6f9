"""The way in: an administrator invites, a mail carries the link, and whoever opens it becomes a member."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from nahbar.accounts import actions
from nahbar.accounts.models import Invitation
from nahbar.accounts.rules import may_invite
from nahbar.accounts.words import INVITATION_LASTS
from nahbar.desk.admins import only_where
from nahbar.desk.doors import member_of
from nahbar.desk.sentences import sentence_of
from nahbar.desk.settings_forms.members import InviteForm, JoinForm
from nahbar.desk.sign_in import link_to
from nahbar.desk.views.members import members_page
from nahbar.mailroom.queries import mail_inbox
from nahbar.toolbox.faults import Fault

REFUSED = 422
GONE = 410
inviters_only = only_where(may_invite)


@inviters_only
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Invite by mail; where no mail can leave yet, show the link once to be handed over in another way."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return members_page(request, status=REFUSED, invite_form=form)
    try:
        invitation, secret = actions.invite(
            member=member_of(request), email=form.cleaned_data["email"], role=form.cleaned_data["role"]
        )
    except Fault as fault:
        form.add_error("email", sentence_of(fault))
        return members_page(request, status=REFUSED, invite_form=form)
    link = link_to(reverse("desk:join", args=[secret]))
    if mail_inbox() is None:
        return members_page(request, invitation_link=link, invited=invitation.email)
    _write(invitation, link)
    messages.success(request, _("The invitation to %s is on its way.") % invitation.email)
    return redirect("desk:members")


def _write(invitation: Invitation, link: str) -> None:
    """Send the invitation in the language of the house: nobody knows yet which one the guest speaks."""
    with translation.override(settings.LANGUAGE_CODE):
        inviter = invitation.invited_by.name
        context = {"inviter": inviter, "link": link, "days": INVITATION_LASTS.days}
        subject = _("%s invites you to Nahbar") % inviter
        body = render_to_string("desk/settings/invitation.txt", context)
        EmailMessage(subject, body, to=[invitation.email]).send()


@inviters_only
@require_POST
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=invitation_id, accepted_at__isnull=True)
    actions.withdraw_invitation(invitation, member=member_of(request))
    messages.success(request, _("The invitation to %s is taken back.") % invitation.email)
    return redirect("desk:members")


@never_cache
@sensitive_post_parameters("password")
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Become a member, for everybody who holds the link."""
    try:
        invitation = actions.find_invitation(secret)
        form = JoinForm(request.POST or None, email=invitation.email)
        if request.method == "POST" and form.is_valid():
            member = actions.accept_invitation(secret, **form.cleaned_data)
            login(request, member, backend=settings.AUTHENTICATION_BACKENDS[0])
            messages.success(request, _("Welcome! It is good to have you here."))
            return redirect("desk:home")
    except (actions.InvitationInvalid, actions.AlreadyMember) as fault:
        return render(request, "desk/settings/invitation_gone.html", {"sentence": sentence_of(fault)}, status=GONE)
    status = REFUSED if form.errors else 200
    return render(request, "desk/settings/join.html", {"form": form, "invitation": invitation}, status=status)
