"""Reads: how the house speaks for a team, what was waved away, what was learned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from nahbar.toolbox import clock
from nahbar.voice.models import Correction, HouseStyle, LocalWeights, RuleSetting, TextBlock, WavedAway
from nahbar.voice.words import (
    FIRST_LEARNING,
    MOST_LEARNED,
    MOST_REASONS,
    NEXT_LEARNING,
    OFTEN,
    REPORTED,
    UNSWITCHABLE,
    HouseForm,
)

# The newest weights of this process, by their id: they are read once and are up to some MB.
_KEPT: dict[int, dict[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Voice:
    """How a team speaks: `form` is "du", "sie" or "" (as the person does); `rules` name those that are set."""

    form: str = ""
    languages: tuple[str, ...] = ()
    rules: dict[str, str] = field(default_factory=dict)
    blocks: tuple[str, ...] = ()


def voice_of(team_id: int | None) -> Voice:
    """The company's style with what the team says instead; three queries."""
    ours = Q(team__isnull=True) | Q(team=team_id)
    # The company's rows first, so that the team's replace them.
    styles = sorted(HouseStyle.objects.filter(ours), key=lambda style: style.team_id is not None)
    settings = sorted(RuleSetting.objects.filter(ours), key=lambda setting: setting.team_id is not None)
    form, languages = "", ()
    for style in styles:
        form = style.form or form
        languages = tuple(style.languages) or languages
    rules = {setting.rule: setting.loudness for setting in settings if setting.rule != UNSWITCHABLE}
    return Voice(form, languages, rules, tuple(TextBlock.objects.values_list("text", flat=True)))


def style_of(team_id: int | None) -> HouseStyle:
    """The row of the company (None) or of a team; an unsaved one where there is none yet."""
    return HouseStyle.objects.filter(team=team_id).first() or HouseStyle(team_id=team_id, form=HouseForm.AS_THEY_DO)


def rules_of(team_id: int | None) -> dict[str, str]:
    """What is set for the company (None) or for a team alone, by rule."""
    return dict(RuleSetting.objects.filter(team=team_id).values_list("rule", "loudness"))


def blocks() -> list[TextBlock]:
    return list(TextBlock.objects.all())


def waved_away_in(conversation_id: int, member_id: int) -> set[tuple[str, str]]:
    """What this member waved away in this conversation: rule and hash of the words."""
    rows = WavedAway.objects.filter(conversation=conversation_id, member=member_id)
    return set(rows.values_list("rule", "words_hash"))


@dataclass(frozen=True, slots=True)
class Unwanted:
    """How often a rule was waved away lately, and why; by whom is nobody's business."""

    rule: str
    count: int
    reasons: tuple[str, ...]

    @property
    def often(self) -> bool:
        return self.count >= OFTEN


def waved_away_lately() -> list[Unwanted]:
    """What the language owner is told, most often first."""
    rows = WavedAway.objects.filter(at__gte=clock.now() - REPORTED)
    counted = rows.values("rule").annotate(count=Count("id")).order_by("-count", "rule")
    reasons: dict[str, list[str]] = {}
    for rule, reason in rows.exclude(reason="").order_by("-at").values_list("rule", "reason")[:500]:
        if reason not in (said := reasons.setdefault(rule, [])) and len(said) < MOST_REASONS:
            said.append(reason)
    return [Unwanted(row["rule"], row["count"], tuple(reasons.get(row["rule"], ()))) for row in counted]


def newest_corrections() -> list[Correction]:
    """What can be learned from, newest first."""
    return list(Correction.objects.order_by("-at", "-id")[:MOST_LEARNED])


def learning_is_due() -> bool:
    """Are there enough corrections since the last time?"""
    last = LocalWeights.objects.order_by("-id").values_list("corrected", flat=True).first()
    if last is None:
        return Correction.objects.count() >= FIRST_LEARNING
    return Correction.objects.filter(at__gt=last).count() >= NEXT_LEARNING


def newest_learning() -> LocalWeights | None:
    return LocalWeights.objects.order_by("-id").defer("weights").first()


def local_weights() -> Mapping[str, Any] | None:
    """The weights learned here, for `read(text, local=...)`; None where nothing was. One small query."""
    newest = LocalWeights.objects.order_by("-id").values_list("id", flat=True).first()
    if newest is None:
        return None
    if newest not in _KEPT:
        weights = LocalWeights.objects.values_list("weights", flat=True).get(pk=newest)
        _KEPT.clear()
        _KEPT[newest] = weights
    return _KEPT[newest]
