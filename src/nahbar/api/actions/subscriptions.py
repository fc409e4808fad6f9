"""Making and ending webhooks."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from nahbar.accounts.actions import NotAllowed
from nahbar.accounts.models import Member
from nahbar.api.models import WebhookSubscription
from nahbar.api.rules import may_manage_webhooks
from nahbar.api.words import MAX_HOOKS, HookEvent
from nahbar.history.actions import record
from nahbar.history.words import Actor, Subject
from nahbar.mailroom.queries import seal
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.http import check_url

SECRET_BYTES = 32


class TooManyHooks(Fault):
    """There are as many webhooks as we want to call."""


@transaction.atomic
def subscribe(
    *, member: Member, actor: Actor, url: str, events: Iterable[HookEvent]
) -> tuple[WebhookSubscription, str]:
    """Tell `url` of these events; returns the webhook with its secret, which is told once.

    Raises NotAllowed, BadUrl, PrivateAddress, TooManyHooks. Names are resolved at every call, not here.
    """
    if not may_manage_webhooks(member):
        raise NotAllowed("Only administrators manage webhooks.")
    # A demo calls nobody, so every address can be tried there.
    check_url(url, allow_private=settings.NAHBAR.private_webhooks or settings.NAHBAR.demo)
    if WebhookSubscription.objects.count() >= MAX_HOOKS:
        raise TooManyHooks(f"There are {MAX_HOOKS} webhooks already. Delete one that is no longer needed.")
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")
    made = WebhookSubscription.objects.create(
        url=url,
        events=list(dict.fromkeys(str(event) for event in events)),
        sealed=seal().close({"secret": secret}),
        member=member,
        created_at=clock.now(),
    )
    record(actor=actor, verb="webhook.made", subject=Subject("webhook", made.pk), data={"events": made.events})
    return made, secret


@transaction.atomic
def unsubscribe(subscription: WebhookSubscription, *, member: Member, actor: Actor) -> None:
    """End a webhook; its calls go with it. Raises NotAllowed."""
    if not may_manage_webhooks(member):
        raise NotAllowed("Only administrators manage webhooks.")
    record(actor=actor, verb="webhook.deleted", subject=Subject("webhook", subscription.pk))
    subscription.delete()
