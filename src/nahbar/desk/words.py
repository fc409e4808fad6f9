"""What the desk calls things: piles, channels, states of a delivery. One place, so that pages agree."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Pile:
    """A pile of conversations: its name in addresses, its title, and what it says when nothing is in it."""

    name: str
    title: Text
    empty: Text
    empty_more: Text


PILES = (
    Pile(
        "mine",
        _("For me"),
        _("Nothing is waiting for you."),
        _("What you take on or are given stands here. Those who wait for anybody are under “Waiting longest”."),
    ),
    Pile(
        "asked",
        _("Asked"),
        _("Nobody asks you anything."),
        _("What colleagues ask you stands here until you have answered with a note, or said that it is done."),
    ),
    Pile(
        "team",
        _("Team"),
        _("Your team has nothing open."),
        _("What somebody gives to one of your teams stands here until one of you takes it."),
    ),
    Pile(
        "away",
        _("With absent colleagues"),
        _("Nobody waits for somebody who is away."),
        _("Those who wait for a colleague who is not here today stand here, so that one of you can take them."),
    ),
    Pile(
        "waiting",
        _("Waiting longest"),
        _("Everybody has an answer."),
        _("Nobody is waiting for you. New messages appear here by themselves."),
    ),
    Pile(
        "unassigned",
        _("With nobody yet"),
        _("Every conversation has somebody."),
        _("What comes in new stands here until somebody takes it on."),
    ),
    Pile(
        "open",
        _("All open ones"),
        _("Nothing is open."),
        _("All conversations are closed. A new message opens its conversation again."),
    ),
    Pile(
        SNOOZED,
        _("Snoozed"),
        _("Nothing is snoozed."),
        _(
            "What can wait until a certain moment stands here until then. "
            "It comes back by itself, or when the person writes."
        ),
    ),
    Pile(
        "sent",
        _("Sent"),
        _("Nothing has left yet."),
        _("Every answer that one of you sends stands here, the newest on top."),
    ),
    Pile(
        "closed",
        _("Closed"),
        _("Nothing is closed yet."),
        _(
            "Close a conversation when nothing is left to do. "
            "It stays readable here and opens again with a new message."
        ),
    ),
    Pile(
        "parked",
        _("Parked"),
        _("Nothing is parked."),
        _("What may not be what it says stands here, until one of you has looked at it."),
    ),
    Pile(
        "spam",
        _("Spam"),
        _("There is no spam."),
        _("What the mail filter or one of you takes for spam stands here. Nothing of it is lost."),
    ),
)
BY_NAME = {pile.name: pile for pile in PILES}
# These are named beside the others only while something lies in them.
SHOWN_WHILE_FULL = {"asked", "away", SNOOZED, "parked", "spam"}
# Nobody works these off, and they only grow.
UNCOUNTED = {"sent", "closed"}
DEFAULT_PILE = "waiting"
EMPTY_INBOX = (
    _("Nothing is open in this inbox."),
    _("New messages appear here by themselves."),
)

EMPTY_SEARCH = (
    _("Nothing fits this search at the moment."),
    _("What comes in and fits stands here from then on."),
)

EMPTY_TAG = (
    _("Nothing open carries this tag."),
    _("Put it on a conversation under “Tags”. Closed ones are found by searching for tag: and its name."),
)

# How a message travels, per channel; a channel without words of its own is called by its name.
CHANNEL_WORDS: dict[str, Text] = {"email": _("by mail"), "letter": _("as a letter")}
ADDRESS_WORDS: dict[str, Text] = {"email": _("Mail address"), "letter": _("Postal address")}

FOLD_WORDS: dict[str, Text] = {
    "quote": _("Quotation"),
    "signature": _("Signature"),
    "disclaimer": _("Small print"),
    "forwarded": _("Forwarded"),
}

# What a machine wrote stands folded under these words.
MACHINE_WORDS: dict[str, Text] = {
    "auto-reply": _("Automatic reply"),
    "bounce": _("Report of a mail server"),
    "complaint": _("Complaint through a mail provider"),
    "receipt": _("Receipt"),
    "list": _("Mail to many"),
    "notification": _("Notification of a program"),
    "calendar": _("Calendar entry"),
}


def channel_words(channel: str) -> Text:
    return CHANNEL_WORDS.get(channel, channel)


def address_words(channel: str) -> Text:
    return ADDRESS_WORDS.get(channel, _("Address"))
