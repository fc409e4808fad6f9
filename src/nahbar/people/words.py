"""States and limits of people and their addresses."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AddressState(models.TextChoices):
    OK = "ok", _("works")
    BOUNCED = "bounced", _("came back")
