"""How the house speaks, and what it taught its reading."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from nahbar.accounts.models import Team
from nahbar.voice.words import BlockPart, HouseForm, Loudness


class HouseStyle(models.Model):
    """How we address people and in which languages we answer. The row without a team is the company's.

    `owner` (of the company's row only) looks after its language. A team's row counts where it says something.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="styles")
    form = models.CharField(max_length=3, choices=HouseForm.choices, blank=True, default=HouseForm.AS_THEY_DO)
    languages = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="language_of"
    )

    class Meta:
        constraints = [models.UniqueConstraint(Coalesce(F("team"), Value(0)), name="one_style_per_team")]


class TextBlock(models.Model):
    """A text that members use again and again."""

    name = models.CharField(max_length=120, unique=True)
    text = models.TextField()
    part = models.CharField(max_length=10, choices=BlockPart.choices, default=BlockPart.FOOTER)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RuleSetting(models.Model):
    """How loud one rule of the coach is, for the company (no team) or for a team."""

    rule = models.CharField(max_length=40)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="coach_rules")
    loudness = models.CharField(max_length=5, choices=Loudness.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(F("rule"), Coalesce(F("team"), Value(0)), name="one_setting_per_rule_and_team")
        ]


class WavedAway(models.Model):
    """A finding that a member did not want; `words_hash` is of its place, so that it stays away in a conversation.

    Who it was is kept for the reason's sake; reports count rules, never members.
    """

    rule = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, blank=True, default="")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="waved_away"
    )
    conversation = models.BigIntegerField(null=True)
    words_hash = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "findings waved away"
        indexes = [
            models.Index(fields=["conversation", "member"], name="waved_in_conversation"),
            models.Index(fields=["rule", "at"], name="waved_by_rule"),
        ]


class Correction(models.Model):
    """A label of a reading that a member set right. The text stays where it is; `message` is its id, no key."""

    message = models.BigIntegerField()
    text_hash = models.CharField(max_length=64)
    label = models.CharField(max_length=40)
    old = models.CharField(max_length=20)
    new = models.CharField(max_length=20)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="corrections"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "label"], name="label_corrected_once")]
        indexes = [models.Index(fields=["-at"], name="newest_corrections")]


class LocalWeights(models.Model):
    """What was learned here from corrections: each learning a row, the newest counts.

    `effect` says for each label {"label", "count", "before", "after", "used"}: how many of the corrected texts were
    right before and are right after, each judged by weights that never saw it. A label that got worse is not used.
    `corrected` is the time of the newest correction that went in.
    """

    weights = models.JSONField()
    effect = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    corrected = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "local weights"
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="learned_from_something")]
