"""The house itself: inboxes, members and teams."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from nahbar.accounts.models import Member, Team
from nahbar.accounts.queries import active_members, teams
from nahbar.api.auth import READ, key_behind
from nahbar.api.paging import DEFAULT_LIMIT, Cursor, Limit, Page, page_by_id
from nahbar.api.shapes.people import Inboxes, Refs, inbox_out
from nahbar.mailroom.rules import inboxes_of

router = Router(tags=["house"])


class Paging(Schema):
    cursor: Cursor = ""
    limit: Limit = DEFAULT_LIMIT


@router.get("/inboxes", auth=READ, response=Inboxes, operation_id="listInboxes")
def list_inboxes(request: HttpRequest, paging: Annotated[Paging, Query(...)]) -> dict[str, object]:
    """The inboxes that the key's member sees, and how they fare."""
    rows = inboxes_of(key_behind(request).member).select_related("health")
    page = page_by_id(rows, cursor=paging.cursor, limit=paging.limit)
    return {"items": [inbox_out(each) for each in page.items], "next": page.next}


@router.get("/members", auth=READ, response=Refs, operation_id="listMembers")
def list_members(request: HttpRequest, paging: Annotated[Paging, Query(...)]) -> Page[Member]:  # noqa: ARG001 - ninja's signature
    """Who can be given a conversation."""
    return page_by_id(active_members(), cursor=paging.cursor, limit=paging.limit)


@router.get("/teams", auth=READ, response=Refs, operation_id="listTeams")
def list_teams(request: HttpRequest, paging: Annotated[Paging, Query(...)]) -> Page[Team]:  # noqa: ARG001 - ninja's signature
    """The teams that can be given a conversation."""
    return page_by_id(teams(), cursor=paging.cursor, limit=paging.limit)
