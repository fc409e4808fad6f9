"""The composer: on which ways an answer can leave, to whom, and what already stands in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from nahbar.accounts.models import Member
from nahbar.channels.contract import Party
from nahbar.channels.registry import channel
from nahbar.conversations.actions.outbound import NoWay, inbox_for, recipients
from nahbar.conversations.models import Conversation
from nahbar.desk.words import Text, address_words, channel_words
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import missing_details
from nahbar.mailroom.rules import inboxes_of
from nahbar.toolbox.ids import new_key

PRINTABLE = "pdf"


@dataclass(frozen=True, slots=True)
class Way:
    """One way out. `to` is None where the person has no address there yet."""

    inbox: Inbox
    to: Party | None

    @property
    def name(self) -> str:
        return self.inbox.channel

    @property
    def words(self) -> Text:
        return channel_words(self.name)

    @property
    def address_words(self) -> Text:
        return address_words(self.name)

    @property
    def takes_files(self) -> bool:
        return channel(self.name).capabilities.attachments

    @property
    def has_preview(self) -> bool:
        """Does it leave as something that looks like paper?"""
        return channel(self.name).suffix == PRINTABLE


@dataclass(frozen=True, slots=True)
class Composer:
    """What the form under a conversation starts with."""

    ways: list[Way]
    chosen: str
    seen: int
    text: str = ""
    note: str = ""
    address: str = ""
    problem: str = ""
    hint: str = ""
    missing: list[str] = field(default_factory=list)
    once: str = field(default_factory=lambda: new_key(16))


def ways_for(conversation: Conversation, member: Member) -> list[Way]:
    """The channels that this member can answer through, the conversation's own first."""
    inboxes = inboxes_of(member).filter(is_active=True).order_by("pk")
    names = list(dict.fromkeys(inboxes.values_list("channel", flat=True)))
    names.sort(key=lambda name: name != conversation.inbox.channel)
    return [Way(inbox_for(conversation, name, None), _recipient(conversation, name)) for name in names]


def _recipient(conversation: Conversation, channel_name: str) -> Party | None:
    try:
        return recipients(conversation, channel_name)[0]
    except NoWay:
        return None


def missing_for(ways: list[Way]) -> list[str]:
    """Mandatory details that the firm lacks, so that nothing may leave yet."""
    return list(dict.fromkeys(word for way in ways for word in missing_details(way.inbox.firm)))
