"""Conversations, messages and deliveries as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from nahbar.api.shapes.people import Ref
from nahbar.conversations.models import Attachment, Conversation, Message
from nahbar.conversations.queries import Said
from nahbar.conversations.words import MessageKind
from nahbar.mailroom.models import Delivery, Inbox
from nahbar.toolbox import html

_DIRECTIONS: dict[str, Literal["in", "out", "note"]] = {
    MessageKind.INBOUND: "in",
    MessageKind.REPLY: "out",
    MessageKind.NOTE: "note",
}


class Author(Schema):
    """Who said it. `id` is null where the member or person is gone."""

    name: str
    kind: Literal["person", "member"]
    id: int | None


class AttachmentOut(Schema):
    id: int
    name: str
    type: str
    size: int
    inline: bool
    url: str


class RecipientOut(Schema):
    """One recipient's copy; `problem` says in words why it did not arrive."""

    address: str
    state: str
    problem: str


class DeliveryOut(Schema):
    """A message on its way: scheduled, queued, sending, accepted, delivered, bounced, failed, unknown, cancelled."""

    id: int
    message: int
    channel: str
    state: str
    problem: str
    attempts: int
    created_at: datetime
    finished_at: datetime | None
    recipients: list[RecipientOut]


class Deliveries(Schema):
    items: list[DeliveryOut]
    next: str | None


class MessageOut(Schema):
    """One thing said. `text` is whole, `own_words` is without quotes and signature; `html` is cleaned."""

    id: int
    conversation: int
    direction: Literal["in", "out", "note"]
    channel: str
    author: Author
    subject: str
    text: str
    own_words: str
    html: str
    at: datetime
    attachments: list[AttachmentOut]
    delivery: DeliveryOut | None
    newcomers: list[str] = Field([], description="Recipients for whom it was the first message of the conversation")
    outside: bool = Field(False, description="Sent by the member from their own mailbox; Nahbar only learned of it")


class ConversationRow(Schema):
    """A conversation without its messages."""

    id: int
    subject: str
    gist: str
    state: str
    channel: str
    person: Ref
    inbox: Ref
    assignee: Ref | None
    team: Ref | None
    waiting_since: datetime | None
    last_message_at: datetime
    created_at: datetime
    merged_into: int | None = Field(None, alias="merged_into_id", description="Where its messages lie now")
    parked_for: str = Field("", description="Why it is parked or spam, as a word; empty for others")

    @staticmethod
    def resolve_parked_for(conversation: Conversation) -> str:
        return str(conversation.parked_for.get("reason", ""))


class Conversations(Schema):
    items: list[ConversationRow]
    next: str | None


class ConversationOut(ConversationRow):
    """A conversation with all that was said, oldest first, and every inbox that it came to."""

    inboxes: list[Ref]
    messages: list[MessageOut]


def row_out(conversation: Conversation) -> ConversationRow:
    return ConversationRow.from_orm(conversation)


def conversation_out(
    conversation: Conversation, said: Sequence[Said], inboxes: Sequence[Inbox], request: HttpRequest
) -> ConversationOut:
    return ConversationOut(
        **row_out(conversation).dict(),
        inboxes=[Ref(id=inbox.pk, name=inbox.name) for inbox in inboxes],
        messages=[message_out(each, request) for each in said],
    )


def message_out(said: Said, request: HttpRequest) -> MessageOut:
    message = said.message
    return MessageOut(
        id=message.pk,
        conversation=message.conversation_id,
        direction=_DIRECTIONS[message.kind],
        channel=message.channel,
        author=_author(message),
        subject=message.subject,
        text=message.text,
        own_words=message.own_words,
        html=html.clean(message.html) if message.html else "",
        at=message.at,
        attachments=[_attachment(each, request) for each in message.attachments.all()],
        delivery=delivery_out(said.delivery) if said.delivery else None,
        newcomers=message.details.get("newcomers", []),
        outside=bool(message.details.get("outside")),
    )


def _author(message: Message) -> Author:
    if message.kind == MessageKind.INBOUND:
        return Author(name=message.author, kind="person", id=message.person_id)
    return Author(name=message.author, kind="member", id=message.member_id)


def _attachment(attachment: Attachment, request: HttpRequest) -> AttachmentOut:
    return AttachmentOut(
        id=attachment.pk,
        name=attachment.name,
        type=attachment.media_type,
        size=attachment.size,
        inline=attachment.inline,
        url=request.build_absolute_uri(reverse("nahbar-api:attachment", args=[attachment.pk])),
    )


def delivery_out(delivery: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=delivery.pk,
        message=delivery.origin_id,
        channel=delivery.channel,
        state=delivery.state,
        problem=delivery.problem,
        attempts=delivery.attempts,
        created_at=delivery.created_at,
        finished_at=delivery.finished_at,
        recipients=[
            RecipientOut(address=copy.address, state=copy.state, problem=copy.problem)
            for copy in delivery.recipients.all()
        ],
    )
