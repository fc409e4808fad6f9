"""The composer: on which ways an answer can leave, to whom, and what already stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from nahbar.channels.contract import Party
from nahbar.channels.registry import channel
from nahbar.conversations.actions.drafts import File
from nahbar.conversations.actions.outbound import NoWay, nearest, recipients
from nahbar.conversations.models import Conversation, Draft, Message
from nahbar.desk.coaching import Coached
from nahbar.desk.drafting import Clash
from nahbar.desk.words import Text, address_words, channel_words
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import missing_details
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
    def takes_copies(self) -> bool:
        return channel(self.name).capabilities.cc

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
    cc: str = ""
    bcc: str = ""
    others: list[Party] = field(default_factory=list)
    everyone: bool = False
    known: str = ""
    problem: str = ""
    hint: str = ""
    missing: list[str] = field(default_factory=list)
    coached: Coached | None = None
    clash: Clash | None = None
    files: list[File] = field(default_factory=list)
    version: int = 0
    page: str = field(default_factory=lambda: new_key(16))
    once: str = field(default_factory=lambda: new_key(16))

    @property
    def shows_copies(self) -> bool:
        return bool(self.cc or self.bcc)


def ways_for(conversation: Conversation, inboxes: Iterable[Inbox], last: Message | None) -> list[Way]:
    """The channels that these inboxes can answer through, the conversation's own first.

    `last` is the person's newest message, which says where they want the answer.
    """
    own = conversation.inbox
    by_channel: dict[str, list[Inbox]] = {}
    for inbox in inboxes:
        if inbox.is_active:
            by_channel.setdefault(inbox.channel, []).append(inbox)
    names = sorted(by_channel, key=lambda name: name != own.channel)
    chosen = [own if name == own.channel else nearest(conversation, by_channel[name]) for name in names]
    return [Way(inbox, _recipient(conversation, inbox.channel, last)) for inbox in chosen]


def _recipient(conversation: Conversation, channel_name: str, last: Message | None) -> Party | None:
    try:
        return recipients(conversation, channel_name, last)[0]
    except NoWay:
        return None


def fill_in(composer: Composer, draft: Draft | None) -> Composer:
    """The composer with the member's draft in it."""
    if draft is None:
        return composer
    known = {way.name for way in composer.ways}
    way = draft.fields.get("way", "")
    return replace(
        composer,
        text=draft.text,
        chosen=way if way in known else composer.chosen,
        cc=draft.fields.get("cc", ""),
        bcc=draft.fields.get("bcc", ""),
        everyone=bool(draft.fields.get("everyone")),
        files=draft.files,
        version=draft.version,
        once=draft.key,
    )


def missing_for(ways: list[Way]) -> list[str]:
    """Mandatory details that the firm lacks, so that nothing may leave yet."""
    return list(dict.fromkeys(word for way in ways for word in missing_details(way.inbox.firm)))
