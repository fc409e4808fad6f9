"""Messages: answering, noting, reading one; their attachments."""

from __future__ import annotations

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from ninja import Router, Status

from nahbar.accounts.models import ApiKey
from nahbar.api import composing
from nahbar.api.actions import write_once
from nahbar.api.auth import READ, WRITE, key_behind
from nahbar.api.endpoints.conversations import Once
from nahbar.api.paging import Id
from nahbar.api.problems import Refused, wrong
from nahbar.api.rules import visible_attachments, visible_messages
from nahbar.api.shapes.conversations import MessageOut, message_out
from nahbar.api.shapes.writing import MessageIn
from nahbar.conversations import actions, queries
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.rules import get_visible
from nahbar.mailroom.queries import blobs

router = Router(tags=["messages"])
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# A stranger's file: nobody's browser may run it on our origin, whatever it claims to be.
_SAFE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


@router.post(
    "/conversations/{int:conversation_id}/messages",
    auth=WRITE,
    response={201: MessageOut},
    operation_id="writeMessage",
)
def write_message(
    request: HttpRequest, response: HttpResponse, conversation_id: Id, payload: MessageIn, idempotency_key: Once
) -> Status[MessageOut]:
    """Answer the person, or leave a note. A reply is sent at once unless `undo_seconds` says otherwise."""
    key = key_behind(request)
    conversation = get_visible(key.member, conversation_id)
    write = _note if payload.kind == "note" else _reply
    message = write_once(
        key,
        idempotency_key,
        composing.hash_of(request.path, payload),
        lambda once: write(conversation, payload, key, once),
    )
    response["Location"] = request.build_absolute_uri(reverse("nahbar-api:message", args=[message.pk]))
    return Status(HTTPStatus.CREATED, _out(message, request))


def _reply(conversation: Conversation, payload: MessageIn, key: ApiKey, once: str | None) -> Message:
    inbox = composing.inbox_to_reply(conversation, payload)
    reply = composing.reply(payload, inbox, once)
    return actions.send_reply(conversation, reply, member=key.member, actor=key.actor)


def _note(conversation: Conversation, payload: MessageIn, key: ApiKey, once: str | None) -> Message:
    for field in ("channel", "to", "cc", "subject", "attachments", "undo_seconds", "close", "seen"):
        if getattr(payload, field):
            raise wrong(field, "A note is text for the members; it has no such field.")
    text, _ = composing.words(payload)
    return actions.add_note(conversation, member=key.member, text=text, actor=key.actor, once=once)


def _out(message: Message, request: HttpRequest) -> MessageOut:
    return message_out(queries.with_deliveries([message])[0], request)


@router.get(
    "/messages/{int:message_id}", auth=READ, response=MessageOut, operation_id="getMessage", url_name="message"
)
def get_message(request: HttpRequest, message_id: Id) -> MessageOut:
    """One message."""
    found = visible_messages(key_behind(request).member).filter(pk=message_id).first()
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such message, or it is not yours to see.")
    return _out(found, request)


@router.get(
    "/attachments/{int:attachment_id}",
    auth=READ,
    operation_id="getAttachment",
    url_name="attachment",
    openapi_extra={
        "responses": {
            200: {
                "description": "The file",
                "content": {"*/*": {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}},
            }
        }
    },
)
def get_attachment(request: HttpRequest, attachment_id: Id) -> HttpResponse:
    """The file as it came, for saving."""
    found = visible_attachments(key_behind(request).member).filter(pk=attachment_id).first()
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such attachment, or it is not yours to see.")
    media_type = found.media_type if _MEDIA_TYPE.fullmatch(found.media_type) else "application/octet-stream"
    name = _CONTROL.sub("_", found.name) or "attachment"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {**_SAFE_HEADERS, "Content-Disposition": str(disposition)}
    return HttpResponse(blobs().get(found.blob), content_type=media_type, headers=headers)
