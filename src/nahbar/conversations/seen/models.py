"""The tables of looks."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Look(models.Model):
    """When a member looked at a conversation last. Nobody looks at most of them: those have no row."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks", db_index=False
    )
    conversation = models.ForeignKey(
        "nahbar_conversations.Conversation", on_delete=models.CASCADE, related_name="looks"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "conversation"], name="one_look")]


class CaughtUp(models.Model):
    """What came before `at` is nothing new to a member without a look at it; without a row, before they joined."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="caught_up")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "caught up"
