"""What other systems send us. Unknown fields are refused, so that a typing error does not pass in silence."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from nahbar.api.paging import Id
from nahbar.api.words import (
    MAX_ADDRESS,
    MAX_FILES,
    MAX_FILES_BYTES,
    MAX_HTML,
    MAX_PARTIES,
    MAX_TEXT,
    MAX_UNDO_SECONDS,
    HookEvent,
)

NO_NUL = r"^[^\x00]*$"  # PostgreSQL stores none
ONE_LINE = r"^[^\x00-\x1f\x7f]*$"


def _decodable(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("is not base64") from error
    return text


Line = Annotated[str, StringConstraints(pattern=ONE_LINE, max_length=200)]
Subject = Annotated[str, StringConstraints(pattern=ONE_LINE, max_length=500)]
Text = Annotated[str, StringConstraints(pattern=NO_NUL, max_length=MAX_TEXT)]
Html = Annotated[str, StringConstraints(pattern=NO_NUL, max_length=MAX_HTML)]
ChannelName = Annotated[str, StringConstraints(pattern=r"^[a-z]*$", max_length=20)]
MediaType = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9!#$&^_.+-]{1,60}/[A-Za-z0-9!#$&^_.+-]{1,59}$", max_length=120)
]
UndoSeconds = Annotated[
    int, Field(ge=0, le=MAX_UNDO_SECONDS, description="How long it can be taken back; 0 sends at once")
]
IdempotencyKey = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]+$", min_length=1, max_length=150)]
Base64 = Annotated[
    str,
    StringConstraints(max_length=MAX_FILES_BYTES * 4 // 3 + 4),
    AfterValidator(_decodable),
    Field(json_schema_extra={"contentEncoding": "base64"}),
]


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class PartyIn(_Strict):
    """Somebody to write to. For a letter the address has a line each for street, place and country."""

    name: Line = ""
    address: Annotated[str, StringConstraints(pattern=NO_NUL, min_length=1, max_length=MAX_ADDRESS)]


class FileIn(_Strict):
    name: Annotated[Line, StringConstraints(min_length=1)]
    type: MediaType = "application/octet-stream"
    content_base64: Base64


class WordsIn(_Strict):
    """What is said: `text`, or `html`, which is cleaned and gets its text. With both, `text` stands as given."""

    text: Text = ""
    html: Html = ""
    cc: Annotated[list[PartyIn], Field(max_length=MAX_PARTIES)] = []
    attachments: Annotated[list[FileIn], Field(max_length=MAX_FILES)] = []
    undo_seconds: UndoSeconds = 0


class MessageIn(WordsIn):
    """A reply to the person, or a note for the members. Empty fields mean: as the conversation suggests."""

    kind: Literal["reply", "note"]
    channel: ChannelName = ""
    to: Annotated[list[PartyIn], Field(max_length=MAX_PARTIES)] = []
    subject: Subject = ""
    close: bool = False
    seen: Annotated[Id | None, Field(description="Newest message known to you; 409 if a newer one came")] = None


class ConversationIn(WordsIn):
    """Write first."""

    inbox: Id
    channel: ChannelName = ""
    to: PartyIn
    subject: Subject = ""


class ConversationChange(_Strict):
    """Fields left out stay as they are; null takes the conversation from everybody."""

    state: Literal["open", "closed"] | None = None
    assignee: Id | None = None
    team: Id | None = None


class WebhookIn(_Strict):
    url: Annotated[str, StringConstraints(pattern=ONE_LINE, min_length=1, max_length=1000)]
    events: Annotated[list[HookEvent], Field(min_length=1, max_length=len(HookEvent))]
