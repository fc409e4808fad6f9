"""Conversations: listing, reading, starting, changing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Header, Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from nahbar.accounts.models import Member, Team
from nahbar.accounts.queries import active_members, teams
from nahbar.api import composing
from nahbar.api.actions import write_once
from nahbar.api.auth import READ, WRITE, key_behind
from nahbar.api.paging import DEFAULT_LIMIT, Cursor, Id, Limit
from nahbar.api.problems import wrong
from nahbar.api.shapes import conversations as shapes
from nahbar.api.shapes.writing import ONE_LINE, ConversationChange, ConversationIn, IdempotencyKey
from nahbar.conversations import actions, queries
from nahbar.conversations.models import Conversation
from nahbar.conversations.rules import get_visible, may_see, visible_to
from nahbar.conversations.words import ConversationState

router = Router(tags=["conversations"])
Once = Annotated[
    IdempotencyKey | None,
    Header(None, alias="Idempotency-Key", description="The same key and body again write nothing new"),
]


class Filters(Schema):
    """Which conversations; all of these together."""

    state: ConversationState | None = None
    inbox: Id | None = None
    person: Id | None = None
    assignee: Annotated[
        str | None,
        StringConstraints(pattern=r"^(me|none|[1-9][0-9]{0,17})$"),
        Field(description="Id of a member, “me”, or “none”"),
    ] = None
    q: Annotated[
        str, StringConstraints(pattern=ONE_LINE, max_length=200), Field(description="Words, all of which occur")
    ] = ""
    cursor: Cursor = ""
    limit: Limit = DEFAULT_LIMIT


@router.get("", auth=READ, response=shapes.Conversations, operation_id="listConversations", url_name="conversations")
def list_conversations(request: HttpRequest, filters: Annotated[Filters, Query(...)]) -> dict[str, object]:
    """The conversations that the key's member sees, newest message first."""
    rows = _narrowed(key_behind(request).member, filters)
    page = queries.page(rows, queries.NEWEST_ORDER, cursor=filters.cursor, size=filters.limit)
    return {"items": [shapes.row_out(each) for each in page.rows], "next": page.next or None}


def _narrowed(member: Member, filters: Filters) -> QuerySet[Conversation]:
    rows = visible_to(member)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.inbox:
        rows = rows.filter(inbox_id=filters.inbox)
    if filters.person:
        rows = rows.filter(person_id=filters.person)
    if filters.assignee == "none":
        rows = rows.filter(assignee__isnull=True)
    elif filters.assignee:
        rows = rows.filter(assignee_id=member.pk if filters.assignee == "me" else int(filters.assignee))
    return queries.find(rows, filters.q) if filters.q.strip() else rows


@router.get(
    "/{int:conversation_id}",
    auth=READ,
    response=shapes.ConversationOut,
    operation_id="getConversation",
    url_name="conversation",
)
def get_conversation(request: HttpRequest, conversation_id: Id) -> shapes.ConversationOut:
    """One conversation with everything said in it."""
    return _whole(get_visible(key_behind(request).member, conversation_id), request)


def _whole(conversation: Conversation, request: HttpRequest) -> shapes.ConversationOut:
    inboxes = list(conversation.inboxes.order_by("pk"))
    return shapes.conversation_out(conversation, queries.timeline(conversation), inboxes, request)


@router.post(
    "",
    auth=WRITE,
    response={201: shapes.ConversationOut},
    operation_id="startConversation",
)
def start_conversation(
    request: HttpRequest, response: HttpResponse, payload: ConversationIn, idempotency_key: Once
) -> Status[shapes.ConversationOut]:
    """Write first: a new conversation with one person. It is sent at once unless `undo_seconds` says otherwise."""
    key = key_behind(request)
    inbox = composing.inbox_to_start(key.member, payload)
    message = write_once(
        key,
        idempotency_key,
        composing.hash_of(request.path, payload),
        lambda once: actions.start(
            member=key.member,
            inbox=inbox,
            to=composing.party("to", payload.to, inbox),
            subject=payload.subject.strip(),
            reply=composing.reply(payload, inbox, once),
            actor=key.actor,
        ),
    )
    response["Location"] = request.build_absolute_uri(
        reverse("nahbar-api:conversation", args=[message.conversation_id])
    )
    return Status(HTTPStatus.CREATED, _whole(get_visible(key.member, message.conversation_id), request))


@router.patch(
    "/{int:conversation_id}", auth=WRITE, response=shapes.ConversationRow, operation_id="changeConversation"
)
def change_conversation(
    request: HttpRequest, conversation_id: Id, payload: ConversationChange
) -> shapes.ConversationRow:
    """Close, reopen or assign. Everything asked for happens, or nothing."""
    key = key_behind(request)
    conversation = get_visible(key.member, conversation_id)
    asked = payload.model_fields_set
    with transaction.atomic():
        if asked & {"assignee", "team"}:
            member = _member(payload.assignee, conversation) if "assignee" in asked else conversation.assignee
            team = _team(payload.team) if "team" in asked else conversation.team
            actions.assign(conversation, actor=key.actor, member=member, team=team)
        if payload.state == "closed":
            actions.close(conversation, actor=key.actor)
        elif payload.state == "open":
            actions.reopen(conversation, actor=key.actor)
    return shapes.row_out(get_visible(key.member, conversation_id))


def _member(member_id: int | None, conversation: Conversation) -> Member | None:
    if member_id is None:
        return None
    member = active_members().filter(pk=member_id).first()
    if member is None or not may_see(member, conversation):
        raise wrong("assignee", "There is no such member, or they cannot see the inbox of this conversation.")
    return member


def _team(team_id: int | None) -> Team | None:
    if team_id is None:
        return None
    team = teams().filter(pk=team_id).first()
    if team is None:
        raise wrong("team", "There is no such team.")
    return team
