"""What the API remembers: keys under which something was written once, and webhooks with their calls."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nahbar.accounts.models import ApiKey
from nahbar.api.words import CallState


class IdempotencyRecord(models.Model):
    """The first request under an Idempotency-Key, known by the hash of what it asked for.

    It is written before the message and holds nothing that the message does not: a crash in between leaves a key
    without a message, and the repeated request writes it. That there is only one message is carried by
    `Message.once`. `message_id` is a mark without a foreign key: a message taken back is not written again.
    """

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=150)
    request_hash = models.CharField(max_length=64)
    message_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["api_key", "key"], name="one_request_per_key")]


class WebhookSubscription(models.Model):
    """Another system that wants to be told. It hears of what its member may see; `sealed` holds its secret."""

    url = models.CharField(max_length=1000)
    events = models.JSONField(default=list)
    sealed = models.TextField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks")
    is_active = models.BooleanField(default=True)
    problem = models.TextField(default="")
    rests_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()


class WebhookCall(models.Model):
    """One event for one subscription: ids only. The constraint carries "told once"."""

    subscription = models.ForeignKey(WebhookSubscription, on_delete=models.CASCADE, related_name="calls")
    event_id = models.BigIntegerField()
    event = models.CharField(max_length=40)
    data = models.JSONField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CallState.choices, default=CallState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    claimed_by = models.CharField(max_length=80, default="")
    lease_until = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.TextField(default="")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "event_id"], name="told_once")]
        indexes = [
            models.Index(fields=["not_before", "id"], name="call_due", condition=Q(state="queued")),
            models.Index(fields=["finished_at"], name="call_finished", condition=Q(finished_at__isnull=False)),
        ]
