"""A conversation as one line of items: messages, notes, and what happened between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zlib import crc32

from nahbar.conversations.models import Attachment, Conversation, Message
from nahbar.conversations.queries import Said
from nahbar.conversations.words import MessageKind
from nahbar.desk.deliveries import Sending, sending_of
from nahbar.desk.details import Fact, Meeting, facts_of, meeting_of, origin_of
from nahbar.desk.folded import Part, parts_of
from nahbar.desk.histories import REARRANGED, undoable, words_of
from nahbar.desk.layout import PICTURES, has_remote_pictures
from nahbar.desk.readings import Understood, understood, version_of
from nahbar.desk.sentences import in_words
from nahbar.desk.teamwork import Asked
from nahbar.desk.words import MACHINE_WORDS, Text, channel_words
from nahbar.history.models import Entry
from nahbar.history.queries import entries_of
from nahbar.history.words import Subject

if TYPE_CHECKING:
    from nahbar.desk.laters import Planned

HUMAN = "human"
_REPLY_MARKS = re.compile(r"^(?:\s*(?:re|aw|antw|wg|fwd?)\s*(?:\[\d+\])?\s*:)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `look` chooses its template: theirs, ours, note, machine, entry,
    planned.

    `other` is the conversation that an entry speaks of, `undo` the rearrangement that it can take back.
    """

    key: str
    look: str
    at: datetime
    version: str = ""
    words: str = ""
    said: SaidItem | None = None
    other: int = 0
    undo: int = 0
    planned: Planned | None = None


@dataclass(frozen=True, slots=True)
class SaidItem:
    """A message, ready to be shown."""

    message: Message
    parts: list[Part]
    files: list[Attachment]
    pictures: list[Attachment]
    warnings: list[str]
    sending: Sending | None
    machine: Text
    way: Text
    new_subject: str
    reading: Understood | None = None
    sent_again: int = 0
    """The message that says this one once more, to a corrected address."""
    asked: tuple[Asked, ...] = ()
    """Whom a note asks, and what became of it."""

    @property
    def named(self) -> list[tuple[int, int]]:
        """Where a note names colleagues."""
        return [(start, end) for start, end, _member in self.message.details.get("named", [])]

    @property
    def facts(self) -> list[Fact]:
        """What the message says about itself."""
        return facts_of(self.message)

    @property
    def origin(self) -> list[str]:
        """By which detours it came."""
        return origin_of(self.message)

    @property
    def meeting(self) -> Meeting | None:
        return meeting_of(self.message)

    @property
    def remote(self) -> bool:
        """Does the mail's own layout ask the web for pictures?"""
        return has_remote_pictures(self.message.html)

    @property
    def also_to(self) -> list[dict[str, str]]:
        """Everybody in Cc, for the head of the message."""
        found: list[dict[str, str]] = self.message.envelope.get("cc", [])
        return found


def items_of(
    conversation: Conversation, said: Sequence[Said], asked: Mapping[int, Sequence[Asked]] | None = None
) -> list[Item]:
    """Everything said and done, oldest first. `asked` is what notes ask, by their id."""
    again = {each.message.details.get("again_for", 0): each.message.pk for each in said}
    asked = asked or {}
    notes = (_said(each, conversation, again, asked.get(each.message.pk, ())) for each in said)
    items = [*notes, *_entries(conversation)]
    return sorted(items, key=lambda item: item.at)


def _entries(conversation: Conversation) -> Iterator[Item]:
    # The messages themselves tell that they came; 10,000 of them would be 10,000 entries to read and to leave out.
    entries = list(entries_of(Subject("conversation", conversation.pk)).exclude(verb="conversation.message_received"))
    can_undo = undoable(entries)
    for entry in entries:
        if words := words_of(entry):
            yield _entry(entry, words, can_undo=entry.pk in can_undo)


def _entry(entry: Entry, words: str, *, can_undo: bool) -> Item:
    return Item(
        key=f"entry-{entry.pk}",
        look="entry",
        at=entry.at,
        version=f"{words}{can_undo}",
        words=words,
        other=entry.data.get("other", 0) if entry.verb in REARRANGED else 0,
        undo=entry.data["rearrangement"] if can_undo else 0,
    )


def _said(said: Said, conversation: Conversation, again: Mapping[int, int], asked: Sequence[Asked]) -> Item:
    message = said.message
    attachments = list(message.attachments.all())
    pictures = [each for each in attachments if each.media_type in PICTURES]
    sending = sending_of(said.delivery)
    return Item(
        key=f"said-{message.pk}",
        look=_look(message),
        at=message.at,
        version=f"{sending.version if sending else ''}.{again.get(message.pk, '')}.{_state_of(message)}"
        + "".join(each.words for each in asked),
        said=SaidItem(
            message=message,
            parts=parts_of(message.text, message.folds),
            files=[each for each in attachments if each not in pictures],
            pictures=pictures,
            warnings=[in_words(warning) for warning in message.warnings],
            sending=sending,
            machine=MACHINE_WORDS.get(message.inbound_kind, ""),
            way=channel_words(message.channel) if message.channel else "",
            new_subject=_new_subject(message, conversation),
            reading=understood(message),
            sent_again=again.get(message.pk, 0),
            asked=tuple(asked),
        ),
    )


def _state_of(message: Message) -> str:
    """Changes when a member corrects a fold, or the reading changes, so that open pages show it."""
    return f"{crc32(str(message.folds).encode())}.{version_of(message)}"


def _new_subject(message: Message, conversation: Conversation) -> str:
    """The message's own subject, where a person changed it and did not only answer."""
    bare = [_REPLY_MARKS.sub("", subject).strip() for subject in (message.subject, conversation.subject)]
    return message.subject if message.kind == MessageKind.INBOUND and bare[0] != bare[1] else ""


def _look(message: Message) -> str:
    if message.kind == MessageKind.NOTE:
        return "note"
    if message.kind == MessageKind.REPLY:
        return "ours"
    return "theirs" if message.inbound_kind in (HUMAN, "") else "machine"
