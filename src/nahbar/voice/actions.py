"""All writes about how the house speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.history.actions import record
from nahbar.history.words import Subject
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault
from nahbar.voice.models import Correction, HouseStyle, LocalWeights, RuleSetting, TextBlock, WavedAway
from nahbar.voice.queries import style_of
from nahbar.voice.rules import may_name_owner, may_shape_language
from nahbar.voice.words import (
    MOST_BLOCK_TEXT,
    MOST_BLOCKS,
    MOST_REASON,
    UNSWITCHABLE,
    BlockPart,
    HouseForm,
    Loudness,
    Rule,
)


class NotYourLanguage(Fault):
    """Only administrators and the language owner shape the company's language."""


class BadSetting(Fault):
    """The value is none that the setting can have."""


class NameTaken(Fault):
    """Another saved text has this name."""


def hash_of(words: str) -> str:
    """What is kept of words that must only be known again."""
    return sha256(" ".join(words.split()).encode()).hexdigest()


@transaction.atomic
def set_style(*, member: Member, team_id: int | None = None, form: str, languages: Sequence[str] = ()) -> HouseStyle:
    """How we address people and in which languages, for the company or a team. Raises NotYourLanguage, BadSetting."""
    _insist(member)
    if form not in HouseForm.values:
        raise BadSetting("Choose du, Sie, or as the person writes.")
    style = style_of(team_id)
    style.form, style.languages = form, list(languages)
    style.save()
    _record(member, "voice.style_set", style.pk, {"team": team_id, "form": form, "languages": list(languages)})
    return style


@transaction.atomic
def name_owner(*, member: Member, owner: Member | None) -> HouseStyle:
    """Say who looks after the company's language. Raises NotYourLanguage."""
    if not may_name_owner(member):
        raise NotYourLanguage("Only administrators decide who looks after your language.")
    style = style_of(None)
    style.owner = owner
    style.save()
    _record(member, "voice.owner_named", style.pk, {"owner": owner.pk if owner else None})
    return style


@transaction.atomic
def set_rules(*, member: Member, team_id: int | None = None, rules: Mapping[str, str]) -> None:
    """How loud rules are; "" lets one be as it came. Rules that are not named stay as they are.

    Raises NotYourLanguage, and BadSetting for an unknown rule or value and for the one that cannot be switched off.
    """
    _insist(member)
    for rule, loudness in rules.items():
        if rule not in Rule.values or rule == UNSWITCHABLE or loudness not in ("", *Loudness.values):
            raise BadSetting("This rule cannot be set like that.")
    RuleSetting.objects.filter(team=team_id, rule__in=rules).delete()
    RuleSetting.objects.bulk_create(
        RuleSetting(rule=rule, team_id=team_id, loudness=loudness) for rule, loudness in rules.items() if loudness
    )
    _record(member, "voice.rules_set", team_id or 0, {"team": team_id, "rules": dict(rules)})


@transaction.atomic
def save_block(*, member: Member, name: str, text: str, part: str, block: TextBlock | None = None) -> TextBlock:
    """Keep a text to be used again, or change one. Raises NotYourLanguage, BadSetting, NameTaken."""
    _insist(member)
    name, text = name.strip(), text.strip()
    if not name or not text or len(text) > MOST_BLOCK_TEXT or part not in BlockPart.values:
        raise BadSetting("A saved text needs a name and words, and says where it stands.")
    others = TextBlock.objects.exclude(pk=block.pk) if block else TextBlock.objects.all()
    if others.filter(name__iexact=name).exists():
        raise NameTaken("There is a saved text of this name already.")
    if block is None and others.count() >= MOST_BLOCKS:
        raise BadSetting("There are so many saved texts that nobody finds one. Remove some first.")
    kept = block or TextBlock()
    kept.name, kept.text, kept.part = name, text, part
    kept.save()
    _record(member, "voice.block_saved", kept.pk, {"name": name})
    return kept


@transaction.atomic
def remove_block(block: TextBlock, *, member: Member) -> None:
    """Raises NotYourLanguage."""
    _insist(member)
    _record(member, "voice.block_removed", block.pk, {"name": block.name})
    block.delete()


def wave_away(*, member: Member, rule: str, words: str, conversation_id: int | None, reason: str = "") -> WavedAway:
    """Keep that a finding was not wanted here. Raises BadSetting for an unknown rule, and for the one that stops."""
    if rule not in Rule.values or rule == UNSWITCHABLE:
        raise BadSetting("This finding cannot be waved away.")
    return WavedAway.objects.create(
        rule=rule,
        reason=reason.strip()[:MOST_REASON],
        member=member,
        conversation=conversation_id,
        words_hash=hash_of(words),
        at=clock.now(),
    )


def keep_correction(*, member: Member, message_id: int, text: str, label: str, old: str, new: str) -> Correction:
    """Keep what a label should have been; only the newest word on it counts. `old` is what the machine said."""
    kept, made = Correction.objects.get_or_create(
        message=message_id,
        label=label,
        defaults={"text_hash": hash_of(text), "old": old, "new": new, "member": member, "at": clock.now()},
    )
    if not made:
        kept.text_hash, kept.new, kept.member, kept.at = hash_of(text), new, member, clock.now()
        kept.save()
    return kept


def keep_weights(
    weights: Mapping[str, Any], *, effect: Sequence[Mapping[str, Any]], count: int, corrected: datetime
) -> LocalWeights:
    """What was learned counts from now on; earlier learnings stay to be compared, without their weights."""
    kept = LocalWeights.objects.create(
        weights=dict(weights),
        effect=[dict(each) for each in effect],
        count=count,
        corrected=corrected,
        at=clock.now(),
    )
    LocalWeights.objects.filter(pk__lt=kept.pk).update(weights={})
    return kept


def _insist(member: Member) -> None:
    if not may_shape_language(member):
        raise NotYourLanguage("Only administrators and whoever looks after your language may change this.")


def _record(member: Member, verb: str, subject_id: int, data: dict[str, Any]) -> None:
    record(actor=member.actor, verb=verb, subject=Subject("voice", subject_id), data=data)
