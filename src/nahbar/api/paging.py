"""Cursor pages of lists in the order of their ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from django.db.models import Model, QuerySet
from pydantic import Field, StringConstraints

from nahbar.api.words import MAX_PAGE, PAGE
from nahbar.conversations.queries import BadCursor

M = TypeVar("M", bound=Model)
MAX_ID = 2**63 - 1

Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Limit = Annotated[int, Field(ge=1, le=MAX_PAGE, description="How many items a page has at most")]
Cursor = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_=-]*$", max_length=200),
    Field(description="`next` of the page before"),
]
DEFAULT_LIMIT = PAGE


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Rows and the cursor behind them, None at the end."""

    items: list[M]
    next: str | None


def page_by_id(rows: QuerySet[M], *, cursor: str, limit: int) -> Page[M]:
    """The rows behind `cursor`, oldest first. Raises BadCursor."""
    if cursor:
        if not cursor.isdecimal() or not cursor.isascii() or int(cursor) > MAX_ID:
            raise BadCursor("This page no longer exists; start again from the first one.")
        rows = rows.filter(pk__gt=int(cursor))
    found = list(rows.order_by("pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return Page(found, str(found[-1].pk) if more else None)
