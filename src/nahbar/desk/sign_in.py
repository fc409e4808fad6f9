"""How allauth signs members in: nobody signs up alone, an invitation is the only way."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from nahbar.accounts.actions import set_password
from nahbar.accounts.models import Member
from nahbar.mailroom.queries import seal

LATER = _("That was too often in a short time. Wait a few minutes, then try again.")
WRONG_CODE = _("This code is not right, or its time is up. Enter the one that your app shows now.")


def link_to(path: str) -> str:
    """The whole address of a page of ours, for mails: of the desk as members know it, not of this request."""
    return f"{settings.NAHBAR.url}{path}"


class SignIn(DefaultAccountAdapter):
    """Our sentences, our mails, and passwords that leave a line in the history."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off. An administrator can switch it on again."),
        "email_password_mismatch": _("Address and password do not belong together. Is there a typing mistake?"),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("Address and password do not belong together. Is there a typing mistake?"),
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": LATER,
        "rate_limited": LATER,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth calls it so
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth calls it so
        return reverse("desk:profile")

    def get_reset_password_from_key_url(self, key: str) -> str:
        # The key's place is kept by allauth's view, which takes it apart itself.
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return link_to(path.replace("UID-KEY", key))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to a member in their own language, whoever asked for the mail in whichever language."""
        language = getattr(context.get("user"), "language", "") or settings.LANGUAGE_CODE
        with translation.override(language):
            super().send_mail(template_prefix, email, context)

    def set_password(self, user: Member, password: str) -> None:
        set_password(user, password=password, actor=user.actor)


class SecondFactor(DefaultMFAAdapter):
    """Second factors lie sealed in the database, as passwords of inboxes do."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "rate_limited": LATER,
    }

    def encrypt(self, text: str) -> str:
        return seal().close({"secret": text})

    def decrypt(self, encrypted_text: str) -> str:
        return seal().open(encrypted_text)["secret"]
