"""A message goes on to somebody outside, with its files. It is no answer: whoever waits goes on waiting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nahbar.accounts.models import Member
from nahbar.channels.contract import Attachment as FileOut
from nahbar.channels.contract import Party
from nahbar.channels.registry import channel
from nahbar.conversations.actions.outbound import nearest
from nahbar.conversations.actions.send import Reply, send_reply
from nahbar.conversations.models import Attachment, Conversation, Message
from nahbar.conversations.rules import NotYours, get_visible
from nahbar.conversations.words import MessageKind
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import blobs
from nahbar.mailroom.rules import inboxes_of
from nahbar.toolbox.faults import Fault


class CannotForward(Fault):
    """It must not leave, or nobody is named."""


def forward(
    message: Message,
    *,
    member: Member,
    to: Sequence[Party],
    note: str = "",
    files: Sequence[Attachment] = (),
    undo_seconds: int = 0,
    once: str | None = None,
) -> Message:
    """Send a message on, below `note` and the member's signature, as a message of the same conversation.

    `files` are those of its attachments that go along. Raises NotYours, CannotForward, and as `send_reply`.
    """
    conversation = get_visible(member, message.conversation_id)
    if message.kind == MessageKind.NOTE:
        raise CannotForward("A note for us never leaves the house.")
    if not to:
        raise CannotForward("Whom is it for? Name at least one address.")
    if any(file.message_id != message.pk for file in files):
        raise NotYours("This file does not exist, or it belongs to a team that you are not in.")
    own = "\n\n".join(part for part in (note.strip(), member.signature.strip()) if part)
    text = f"{own}\n\n{quoted(message)}" if own else quoted(message)
    reply = Reply(
        text=text,
        inbox=inbox_to_forward(conversation, member),
        to=tuple(to),
        subject=_("Fwd: %s") % (message.subject or conversation.subject),
        attachments=tuple(_read(files)),
        undo_seconds=undo_seconds,
        once=once,
        forward_of=message.pk,
        quoted_from=len(own) + 2 if own else 0,
    )
    return send_reply(conversation, reply, member=member)


def inbox_to_forward(conversation: Conversation, member: Member) -> Inbox:
    """The conversation's own inbox where its channel takes further recipients, else the nearest. Raises NoWay."""
    rows = inboxes_of(member).filter(is_active=True).select_related("firm")
    able = [inbox for inbox in rows if channel(inbox.channel).capabilities.cc]
    own = [inbox for inbox in able if inbox.pk == conversation.inbox_id]
    return nearest(conversation, own or able)


def quoted(message: Message) -> str:
    """The message with its head, as it stands below what a member writes to it."""
    title, sender, date, subject = _("Forwarded message"), _("From"), _("Date"), _("Subject")
    lines = [
        f"---------- {title} ----------",
        f"{sender}: {_people(message.envelope.get('from', [])) or message.author}",
        f"{date}: {date_format(localtime(message.at), 'DATETIME_FORMAT')}",
    ]
    if message.subject:
        lines.append(f"{subject}: {message.subject}")
    for words, field in ((_("To"), "to"), (_("Copy"), "cc")):
        if people := _people(message.envelope.get(field, [])):
            lines.append(f"{words}: {people}")
    return "\n".join([*lines, "", message.text.strip()])


def _people(parties: Iterable[dict[str, str]]) -> str:
    return ", ".join(f"{each['name']} <{each['address']}>" if each["name"] else each["address"] for each in parties)


def _read(files: Iterable[Attachment]) -> Iterable[FileOut]:
    for file in files:
        yield FileOut(file.name or _("file"), file.media_type, blobs().get(file.blob))
