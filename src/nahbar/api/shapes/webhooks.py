"""Webhooks as JSON."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema


class WebhookOut(Schema):
    """`problem` says why we stopped calling."""

    id: int
    url: str
    events: list[str]
    active: bool
    problem: str
    created_at: datetime


class WebhookMade(WebhookOut):
    """`secret` (Standard Webhooks: "whsec_" and base64) is told this once."""

    secret: str


class Webhooks(Schema):
    items: list[WebhookOut]
    next: str | None
