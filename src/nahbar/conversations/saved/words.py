"""For whom a saved search is, and limits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_TITLE = 40
MOST_QUESTION = 500
# More in the navigation, and nobody finds the inboxes below.
MOST_OF_ONE = 30


class Sharing(models.TextChoices):
    ME = "me", _("only me")
    TEAM = "team", _("a team")
    ALL = "all", _("everybody")
