"""What rules can do with the state of a conversation, and limits."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ending(models.TextChoices):
    """How a rule leaves the conversation."""

    OPEN = "", _("leave it as it is")
    CLOSE = "close", _("close it")
    SNOOZE = "snooze", _("snooze it")
    SPAM = "spam", _("put it into spam")


MOST_TITLE = 80
MOST_RULES = 100
MOST_NOTE = 2000
MOST_ENTRIES = 200
# A rule that asks for mood or intent waits for the reading, and decides without it after this time.
PATIENCE = timedelta(minutes=10)
LATE_AT_ONCE = 50
TRIAL_DAYS = timedelta(days=30)
# So many messages are looked at for a trial, the newest first, and so many of those that it concerns are shown.
MOST_LOOKED_AT = 3000
LOOKED_AT_ONCE = 500
MOST_SHOWN = 50
