"""States and limits of what comes in and goes out."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ArrivalState(models.TextChoices):
    ACCEPTED = "accepted", _("taken in")
    PLACED = "placed", _("placed")


class Via(models.TextChoices):
    """How an arrival was seen."""

    SMTP = "smtp", "SMTP"
    LMTP = "lmtp", "LMTP"
    IMAP = "imap", "IMAP"
    IMPORT = "import", _("Import")
    DEMO = "demo", _("Demo")


class DeliveryState(models.TextChoices):
    SCHEDULED = "scheduled", _("will be sent soon")
    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    ACCEPTED = "accepted", _("sent")
    DELIVERED = "delivered", _("delivered")
    BOUNCED = "bounced", _("came back")
    FAILED = "failed", _("not sent")
    UNKNOWN = "unknown", _("perhaps sent")
    CANCELLED = "cancelled", _("taken back")


class SenderStyle(models.TextChoices):
    """Whose name and address stand in From."""

    OWN = "own", _("Member's own address: Anna Lind <anna.lind@firm.example>")
    INBOX = "inbox", _("Inbox address: Anna Lind (Firm) <info@firm.example>")


# A claim lasts this long without a heartbeat; the heartbeat renews it every third of that.
LEASE = timedelta(seconds=settings.NAHBAR.lease_seconds)
CLAIM_ARRIVALS = 50
# With more than this in front of placing, what can wait does.
MANY_WAITING = 5
# Who has more than so many among the oldest 50 waits its turn behind everybody else who waits.
LOUD_LANE = 10
CLAIM_DELIVERIES = 48
# So many deliveries are marked "sending" with one commit and handed over at once. A killed worker leaves at most
# so many "unknown", and a commit is paid once per round.
SENDING_ROUND = 8
# Waits between tries; the last one repeats until GIVE_UP_AFTER. RFC 5321 4.5.4.1 asks for 4 to 5 days.
RETRY_WAITS = tuple(timedelta(minutes=m) for m in (1, 3, 10, 30, 60, 120, 240))
GIVE_UP_AFTER = timedelta(days=5)
