"""States, limits and the public names of events."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class HookEvent(models.TextChoices):
    """What other systems can be told. The names are a promise to them; ours inside may change."""

    MESSAGE_RECEIVED = "message.received", _("a person wrote")
    REPLY_SENT = "reply.sent", _("a member answered")
    REPLY_TAKEN_BACK = "reply.taken_back", _("an answer was taken back before it left")
    NOTE_ADDED = "note.added", _("a note was written")
    ASSIGNED = "conversation.assigned", _("a conversation was assigned")
    CLOSED = "conversation.closed", _("a conversation was closed")
    REOPENED = "conversation.reopened", _("a conversation was reopened")
    DELIVERY_ACCEPTED = "delivery.accepted", _("the other side took a message")
    DELIVERY_FAILED = "delivery.failed", _("a message could not be sent")
    DELIVERY_UNKNOWN = "delivery.unknown", _("nobody knows whether a message left")
    DELIVERY_BOUNCED = "delivery.bounced", _("a message came back")


class CallState(models.TextChoices):
    QUEUED = "queued", _("waiting to be called")
    ACCEPTED = "accepted", _("taken")
    FAILED = "failed", _("given up")
    WITHHELD = "withheld", _("not sent, this is a demo")


PAGE = 50
MAX_PAGE = 200
MAX_TEXT = 200_000
MAX_HTML = 1_000_000
MAX_ADDRESS = 500
MAX_PARTIES = 100
# Base64 makes a third more of it, which has to stay below Django's DATA_UPLOAD_MAX_MEMORY_SIZE of 30 MiB.
MAX_FILES_BYTES = 20 * 1024 * 1024
MAX_FILES = 50
MAX_UNDO_SECONDS = 600
MAX_HOOKS = 50

# Longer than one round of calls takes, so that nobody calls twice because somebody was slow.
CALL_LEASE = timedelta(minutes=2)
CALL_BLOCK = 16
CALLS_AT_ONCE = 8
CALL_SECONDS = 10.0
# A subscription whose server just failed rests, so that its queue does not hold up all others.
REST = timedelta(seconds=30)
CALL_WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360))
CALL_GIVE_UP_AFTER = timedelta(days=1)
# Finished calls are kept so long for whoever asks why nothing came.
KEEP_CALLS = timedelta(days=30)
