"""States and limits of conversations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.toolbox import clock


def lately(at: datetime | None, span: timedelta) -> bool:
    """Was that within the last `span`?"""
    return at is not None and clock.now() - at < span


class ConversationState(models.TextChoices):
    OPEN = "open", _("open")
    SNOOZED = "snoozed", _("snoozed")
    PARKED = "parked", _("parked")
    CLOSED = "closed", _("closed")
    SPAM = "spam", _("spam")


class MessageKind(models.TextChoices):
    INBOUND = "inbound", _("from the person")
    REPLY = "reply", _("from us")
    NOTE = "note", _("internal note")


class ErrandState(models.TextChoices):
    """Small things that are done in the background, each until it worked or cannot."""

    DUE = "due", _("waiting")
    DONE = "done", _("done")
    DROPPED = "dropped", _("given up")


class TagColour(models.TextChoices):
    """Tints under dark words, or over light ones at night; the stylesheet says how they look."""

    GREY = "grey", _("grey")
    RED = "red", _("red")
    AMBER = "amber", _("amber")
    GREEN = "green", _("green")
    TEAL = "teal", _("teal")
    BLUE = "blue", _("blue")
    VIOLET = "violet", _("violet")


class RearrangementKind(models.TextChoices):
    JOIN = "join", _("joined")
    SPLIT = "split", _("split off")


class ParkReason(models.TextChoices):
    """Why a conversation waits for a member's look before it counts as one. The page says it with these words."""

    STRANGER = "stranger", _("Whoever wrote this does not take part in the conversation that it refers to.")
    FORGED = "forged", _("The sender may be forged: the mail server that took this in could not confirm the address.")
    LOOP = "loop", _("Two machines seem to be answering each other.")
    RATE = "rate", _("Unusually many messages came from this address within a short time.")
    BLOCKED = "blocked", _("This sender was blocked.")
    REPEATED = "repeated", _("The same text came again and again from this address.")
    STORM = "storm", _("Unusually many messages came into one conversation within a short time.")
    FILTER = "filter", _("The spam filter that looked at this takes it for spam.")
    MARKED = "marked", _("A member marked this as spam.")
    RULE = "rule", _("A rule put this into spam.")
    NOT_MEMBER = "not_member", _("This answers a copy that went to a member, but it came from another address.")
    NO_RIGHT = "no_right", _("This answers a copy that went to a member who may no longer see the conversation.")
    ANSWERED = "answered", _("A member answered by mail, but somebody else had answered in the meantime.")
    NOT_SENT = "not_sent", _("A member answered by mail, but the answer could not be sent.")


# States in which a conversation is still being worked on.
ALIVE = (ConversationState.OPEN.value, ConversationState.SNOOZED.value)
GIST_LENGTH = 200
# Mail that a newly connected mailbox held for longer is history, not work.
HISTORY_AFTER = timedelta(days=14)
PAGE = 50
INDEXED_AT_ONCE = 200
UNDO_SECONDS = 15
# An open page says so this often at most; who has not been heard of for longer has gone, or stopped typing.
BEAT = timedelta(seconds=15)
HERE_FOR = timedelta(seconds=100)
TYPING_FOR = timedelta(seconds=20)
ONLOOKERS_KEPT = timedelta(hours=1)
LATEST_SENDING = timedelta(days=366)
SENT_LATER_AT_ONCE = 20
LONGEST_SNOOZE = timedelta(days=5 * 366)
WOKEN_AT_ONCE = 50
MOST_TAG_NAME = 40
# So many conversations are moved by one click, and so many of them in one transaction.
MOST_MOVED = 200
MOVED_AT_ONCE = 25
TOKEN_PURPOSE = "conversation"  # noqa: S105 - a name, not a secret
COPY_PURPOSE = "copy to a member"
# An answered conversation stands behind all that wait; one index then serves the keyset pages of every open pile,
# without NULLs in the order. 1,000 years put its last message behind every waiting one.
ANSWERED_SHIFT = timedelta(days=365_250)
# Before this moment of `queue_at` stand those who wait: a bound lets the index find them without reading the others.
WAITING_BEFORE = datetime(2900, 1, 1, tzinfo=UTC)
MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024
EARLIER_QUOTED = 10

# Floods. What goes beyond is parked in one conversation, where members see it; nothing is refused or lost.
RATE_WINDOW = timedelta(hours=1)
# Somebody upset who sends every photo in a mail of its own stays below; a script does not.
MOST_OF_PERSON = 30
# A shop's machine reports every order of a good day; none of it makes anybody wait.
MOST_OF_MACHINE = 300
# The limit for all who write into one thread: a lively talk of three people stays below.
MOST_IN_THREAD = 20
# A mail program that got stuck sends the same text two or three times.
MOST_IDENTICAL = 5
# So much of a text is compared, and so many earlier messages are looked at for a whole block: the look costs the
# same whether 100 or 10,000 came before.
COMPARED_LENGTH = 500
LOOKED_AT = 1000
# Two machines: an answer came within seconds of ours, and again, and again. People need longer, most of the time.
PING_PONG_WITHIN = timedelta(seconds=20)
PING_PONG_TIMES = 3

# The filter learns from so many messages of a conversation: the same text a hundred times teaches it no more.
MOST_TAUGHT = 20
# How errands are done: a block at a time, each claimed for so long, tried again with growing waits, then given up.
ERRANDS_AT_ONCE = 20
ERRAND_CLAIM = timedelta(minutes=5)
ERRAND_TRIES = 8
# A filter that does not answer is left alone for so long: a block of mail must not wait 50 times for it.
FILTER_REST_SECONDS = 60.0
# Scanning longer mails takes too long, and no spammer pays for sending them.
MOST_FILTERED_BYTES = 4 * 1024 * 1024
FILTER_THREADS = 8

# Pictures inside a mail below this size are logos of signatures; what somebody wants to show is larger.
LOGO_BYTES = 20 * 1024
# A copy names so many earlier ones, so that the member's mail program shows a conversation as one thread.
COPIES_NAMED = 10
# Where the desk shows a conversation; the worker that writes copies does not load the desk's pages to ask.
CONVERSATION_PAGE = "/conversations/%d/"
