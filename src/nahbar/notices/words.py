"""What members are told of, how, and when."""

from __future__ import annotations

from datetime import time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What happened that concerns one member."""

    ASSIGNED = "assigned", _("A conversation is given to me")
    ASKED = "asked", _("A colleague asks me, names me or answers my question")
    NAMED = "named", _("A colleague names me")
    REPLIED = "replied", _("A colleague answers my question")
    ANSWERED = "answered", _("The person writes in a conversation that I have or follow")
    UNDELIVERED = "undelivered", _("A message did not arrive")
    HELD = "held", _("A reply that I planned did not leave")
    PARKED = "parked", _("Something parked may belong to a conversation of mine")


class Mail(models.TextChoices):
    """How soon a member hears of it by mail, where they have not seen it on the page by then."""

    AT_ONCE = "once", _("at once")
    HOURLY = "hourly", _("every hour")
    DAILY = "daily", _("once a day")
    NEVER = "never", _("never")


class PushState(models.TextChoices):
    DUE = "due", _("waiting")
    DONE = "done", _("done")
    DROPPED = "dropped", _("given up")


# These are chosen together with another kind: nobody wants to decide about them one by one.
CHOSEN_WITH = {Kind.NAMED: Kind.ASKED, Kind.REPLIED: Kind.ASKED, Kind.HELD: Kind.UNDELIVERED}
CHOICES = tuple(kind for kind in Kind if kind not in CHOSEN_WITH)
# What holds until a member chooses: what is for them alone, in one mail an hour, unless they look in before.
USUAL_MAIL = {
    Kind.ASSIGNED: Mail.HOURLY,
    Kind.ASKED: Mail.HOURLY,
    Kind.ANSWERED: Mail.NEVER,
    Kind.UNDELIVERED: Mail.HOURLY,
    Kind.PARKED: Mail.NEVER,
}
# Whoever is at the desk sees it there first, and is then not told a second time.
MAIL_GRACE = timedelta(minutes=2)
PUSH_GRACE = timedelta(seconds=10)
DAY_BEGINS = time(8)
# A member who is away for longer finds it on the page.
LONGEST_WAIT_DAYS = 366
KEPT = timedelta(days=90)
SHOWN = 50
MOST_DEVICES = 10
DEFERRED = timedelta(hours=1)

MAILED_AT_ONCE = 20
PUSHED_AT_ONCE = 20
PUSH_THREADS = 4
PUSH_CLAIM = timedelta(minutes=5)
PUSH_TRIES = 6
PUSH_SECONDS = 10.0
# What nobody has seen after a day is no news any more; the page still has it.
PUSH_LIVES = timedelta(days=1)
ORIGIN = "notices"
