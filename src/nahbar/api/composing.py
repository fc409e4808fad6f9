"""From what another system sent to what the actions take; what the channel cannot carry is named with its field."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from http import HTTPStatus

from pydantic import BaseModel

from nahbar.accounts.models import Member
from nahbar.api.problems import Refused, wrong
from nahbar.api.shapes.writing import ConversationIn, FileIn, MessageIn, PartyIn, WordsIn
from nahbar.api.words import MAX_FILES_BYTES
from nahbar.channels.contract import Attachment, Party
from nahbar.channels.registry import CHANNELS, channel
from nahbar.conversations.actions import Reply
from nahbar.conversations.actions.outbound import inbox_for
from nahbar.conversations.models import Conversation
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.rules import inboxes_of
from nahbar.toolbox import html, html_text
from nahbar.toolbox.faults import Fault


def hash_of(path: str, payload: BaseModel) -> str:
    """What a request asks for, whatever the order and spacing of its JSON."""
    return hashlib.sha256(f"{path}\0{payload.model_dump_json()}".encode()).hexdigest()


def inbox_to_start(member: Member, payload: ConversationIn) -> Inbox:
    """The named inbox, or with another `channel` the firm's inbox of that channel; only what the member sees."""
    mine = inboxes_of(member).filter(is_active=True).select_related("firm")
    inbox = mine.filter(pk=payload.inbox).first()
    if inbox is None:
        raise wrong("inbox", "There is no such inbox, or it belongs to a team that you are not in.")
    _check_channel(payload.channel)
    if payload.channel in ("", inbox.channel):
        return inbox
    other = mine.filter(channel=payload.channel, firm=inbox.firm).order_by("pk").first()
    if other is None:
        raise wrong("channel", "There is no inbox for this way of writing yet. An administrator can set one up.")
    return other


def inbox_to_reply(conversation: Conversation, payload: MessageIn) -> Inbox:
    """The inbox that a reply leaves through. Raises NoWay."""
    _check_channel(payload.channel)
    return inbox_for(conversation, payload.channel, None)


def _check_channel(name: str) -> None:
    if name and name not in CHANNELS:
        raise wrong("channel", f"There is no channel called {name}; known are {', '.join(CHANNELS)}.")


def reply(payload: WordsIn, inbox: Inbox, once: str | None) -> Reply:
    """What the member wants to say, ready for `send_reply` or `start`."""
    text, rich = words(payload)
    can = channel(inbox.channel).capabilities
    if payload.cc and not can.cc:
        raise wrong("cc", "This way of writing knows no copies.")
    if payload.attachments and not can.attachments:
        raise wrong("attachments", "This way of writing carries no attachments.")
    to: Sequence[PartyIn] = payload.to if isinstance(payload, MessageIn) else ()
    return Reply(
        text=text,
        html=rich,
        inbox=inbox,
        to=tuple(party(f"to.{number}", each, inbox) for number, each in enumerate(to)),
        cc=tuple(party(f"cc.{number}", each, inbox) for number, each in enumerate(payload.cc)),
        subject=payload.subject.strip() if isinstance(payload, MessageIn) else "",
        attachments=_files(payload.attachments),
        undo_seconds=payload.undo_seconds,
        seen=payload.seen if isinstance(payload, MessageIn) else None,
        once=once,
        close=payload.close if isinstance(payload, MessageIn) else False,
    )


def words(payload: WordsIn) -> tuple[str, str]:
    """Text and clean HTML of a message; the text twin is made where none came."""
    rich = html.clean(payload.html) if payload.html.strip() else ""
    text = payload.text if payload.text.strip() else html_text.to_text(rich)
    if not text.strip():
        raise wrong("text", "The message is empty. Write something first.")
    return text, rich


def party(field: str, given: PartyIn, inbox: Inbox) -> Party:
    """Raises Refused where the channel cannot read the address."""
    try:
        channel(inbox.channel).normalise(given.address)
    except Fault as fault:
        raise wrong(f"{field}.address", fault.sentence) from fault
    return Party(given.name.strip(), given.address.strip())


def _files(files: Sequence[FileIn]) -> tuple[Attachment, ...]:
    read = tuple(Attachment(file.name, file.type, base64.b64decode(file.content_base64)) for file in files)
    if sum(len(file.content) for file in read) > MAX_FILES_BYTES:
        raise Refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"The attachments are larger than {MAX_FILES_BYTES // 1024 // 1024} MiB together.",
        )
    return read
