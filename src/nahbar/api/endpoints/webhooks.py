"""Webhooks: who wants to be told of what."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Status

from nahbar.accounts.actions import NotAllowed
from nahbar.accounts.models import ApiKey
from nahbar.api import actions
from nahbar.api.auth import ADMIN, key_behind
from nahbar.api.endpoints.house import Paging
from nahbar.api.models import WebhookSubscription
from nahbar.api.paging import Id, page_by_id
from nahbar.api.problems import Refused
from nahbar.api.rules import may_manage_webhooks
from nahbar.api.shapes.webhooks import WebhookMade, WebhookOut, Webhooks
from nahbar.api.shapes.writing import WebhookIn

router = Router(tags=["webhooks"])


def _administrator(request: HttpRequest) -> ApiKey:
    key = key_behind(request)
    if not may_manage_webhooks(key.member):
        raise NotAllowed("Only administrators manage webhooks.")
    return key


def _shown(subscription: WebhookSubscription) -> dict[str, object]:
    return {
        "id": subscription.pk,
        "url": subscription.url,
        "events": subscription.events,
        "active": subscription.is_active,
        "problem": subscription.problem,
        "created_at": subscription.created_at,
    }


@router.get("", auth=ADMIN, response=Webhooks, operation_id="listWebhooks")
def list_webhooks(request: HttpRequest, paging: Annotated[Paging, Query(...)]) -> dict[str, object]:
    """All webhooks, without their secrets."""
    _administrator(request)
    page = page_by_id(WebhookSubscription.objects.all(), cursor=paging.cursor, limit=paging.limit)
    return {"items": [_shown(each) for each in page.items], "next": page.next}


@router.post("", auth=ADMIN, response={201: WebhookMade}, operation_id="makeWebhook")
def make_webhook(request: HttpRequest, response: HttpResponse, payload: WebhookIn) -> Status[dict[str, object]]:
    """Be told of events. The answer carries the secret, this once."""
    key = _administrator(request)
    made, secret = actions.subscribe(member=key.member, actor=key.actor, url=payload.url, events=payload.events)
    response["Location"] = request.build_absolute_uri(reverse("nahbar-api:webhook", args=[made.pk]))
    return Status(HTTPStatus.CREATED, {**_shown(made), "secret": secret})


@router.get("/{int:webhook_id}", auth=ADMIN, response=WebhookOut, operation_id="getWebhook", url_name="webhook")
def get_webhook(request: HttpRequest, webhook_id: Id) -> dict[str, object]:
    """One webhook, without its secret."""
    _administrator(request)
    return _shown(_found(webhook_id))


@router.delete("/{int:webhook_id}", auth=ADMIN, response={204: None}, operation_id="deleteWebhook")
def delete_webhook(request: HttpRequest, webhook_id: Id) -> Status[None]:
    """Be told no more; what was queued is dropped."""
    key = _administrator(request)
    actions.unsubscribe(_found(webhook_id), member=key.member, actor=key.actor)
    return Status(HTTPStatus.NO_CONTENT, None)


def _found(webhook_id: int) -> WebhookSubscription:
    found = WebhookSubscription.objects.filter(pk=webhook_id).first()
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such webhook.")
    return found
