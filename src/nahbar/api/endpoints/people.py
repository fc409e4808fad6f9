"""The people served, and the deliveries to them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from nahbar.api.auth import READ, key_behind
from nahbar.api.paging import DEFAULT_LIMIT, Cursor, Id, Limit, Page, page_by_id
from nahbar.api.problems import Refused
from nahbar.api.rules import visible_deliveries, visible_people
from nahbar.api.shapes.conversations import Deliveries, DeliveryOut, delivery_out
from nahbar.api.shapes.people import People, PersonOut
from nahbar.api.shapes.writing import NO_NUL
from nahbar.api.words import MAX_ADDRESS
from nahbar.people.models import Person
from nahbar.people.queries import people_at

people_router = Router(tags=["people"])
deliveries_router = Router(tags=["deliveries"])


class PeopleFilters(Schema):
    address: Annotated[
        str, StringConstraints(pattern=NO_NUL, max_length=MAX_ADDRESS), Field(description="On any channel")
    ] = ""
    cursor: Cursor = ""
    limit: Limit = DEFAULT_LIMIT


@people_router.get("", auth=READ, response=People, operation_id="listPeople")
def list_people(request: HttpRequest, filters: Annotated[PeopleFilters, Query(...)]) -> Page[Person]:
    """The people whom the key's member has to do with; `address` finds whom it reaches."""
    rows = visible_people(key_behind(request).member)
    if filters.address:
        rows = rows.filter(pk__in=people_at(filters.address).order_by().values("pk"))
    rows = rows.select_related("organisation").prefetch_related("addresses")
    return page_by_id(rows, cursor=filters.cursor, limit=filters.limit)


@people_router.get("/{int:person_id}", auth=READ, response=PersonOut, operation_id="getPerson")
def get_person(request: HttpRequest, person_id: Id) -> Person:
    """One person with all ways to reach them."""
    rows = visible_people(key_behind(request).member).select_related("organisation").prefetch_related("addresses")
    found = rows.filter(pk=person_id).first()
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such person, or none of their conversations is yours.")
    return found


class DeliveryFilters(Schema):
    message: Annotated[Id, Field(description="The message that is on its way")]
    cursor: Cursor = ""
    limit: Limit = DEFAULT_LIMIT


@deliveries_router.get("", auth=READ, response=Deliveries, operation_id="listDeliveries")
def list_deliveries(request: HttpRequest, filters: Annotated[DeliveryFilters, Query(...)]) -> dict[str, object]:
    """Every delivery of one message."""
    rows = visible_deliveries(key_behind(request).member).filter(origin_id=filters.message)
    page = page_by_id(rows.prefetch_related("recipients"), cursor=filters.cursor, limit=filters.limit)
    return {"items": [delivery_out(each) for each in page.items], "next": page.next}


@deliveries_router.get("/{int:delivery_id}", auth=READ, response=DeliveryOut, operation_id="getDelivery")
def get_delivery(request: HttpRequest, delivery_id: Id) -> DeliveryOut:
    """One delivery with the state of every recipient's copy."""
    rows = visible_deliveries(key_behind(request).member)
    found = rows.filter(pk=delivery_id).prefetch_related("recipients").first()
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such delivery, or it is not yours to see.")
    return delivery_out(found)
