"""Roles, scopes and limits."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    MEMBER = "member", _("Member")
    ADMIN = "admin", _("Administrator")


class Scope(models.TextChoices):
    """What an API key may do."""

    READ = "read", _("Read conversations, people and deliveries")
    WRITE = "write", _("Answer, write and assign")
    ADMIN = "admin", _("Manage webhooks")


class Theme(models.TextChoices):
    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


INVITATION_LASTS = timedelta(days=7)
KEY_USED_EVERY = timedelta(minutes=1)
