"""The tables of rules."""

from __future__ import annotations

from django.db import models

from nahbar.conversations.automation.words import MOST_TITLE


class Rule(models.Model):
    """When a message is so, then this is done. `position` is its place in the order, `stops` ends it there.

    `conditions` and `deeds` are the plain JSON of `Conditions` and `Deeds`. `problem` is why its last deed was not
    possible, "" where it was.
    """

    title = models.CharField(max_length=MOST_TITLE)
    position = models.PositiveIntegerField()
    is_on = models.BooleanField(default=True)
    stops = models.BooleanField(default=False)
    conditions = models.JSONField(default=dict, blank=True)
    deeds = models.JSONField(default=dict, blank=True)
    problem = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Applied(models.Model):
    """A rule has done its deeds for a message, which it does once."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="applied", db_index=False)
    message = models.ForeignKey(
        "nahbar_conversations.Message", on_delete=models.CASCADE, related_name="rules_applied"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "applied"
        constraints = [models.UniqueConstraint(fields=["rule", "message"], name="applied_once")]


class Awaiting(models.Model):
    """A message that rules look at when it has been read."""

    message = models.OneToOneField(
        "nahbar_conversations.Message", on_delete=models.CASCADE, related_name="awaiting_rules"
    )
    since = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "awaiting"
