"""Roles, scopes and limits."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    MEMBER = "member", _("Member")
    ADMIN = "admin", _("Administrator")


class Giving(models.TextChoices):
    """How new conversations of a team find somebody."""

    BY_HAND = "hand", _("By hand: they lie with the team until somebody takes them")
    IN_TURN = "turn", _("In turn: each gets one after the other")
    BY_LOAD = "load", _("By load: whoever has the fewest people waiting")


class Scope(models.TextChoices):
    """What an API key may do."""

    READ = "read", _("Read conversations, people and deliveries")
    WRITE = "write", _("Answer, write and assign")
    ADMIN = "admin", _("Manage webhooks")


class Theme(models.TextChoices):
    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


# ISO weekdays, Monday is 1. A member who says nothing works on all: nobody is to count as absent by surprise.
ALL_DAYS = "1234567"
INVITATION_LASTS = timedelta(days=7)
KEY_USED_EVERY = timedelta(minutes=1)
