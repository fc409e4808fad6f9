"""Making, changing, ordering and deleting rules."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localtime
from django.utils.translation import gettext_noop as _

from nahbar.accounts.models import Member
from nahbar.conversations.automation import conditions as asked
from nahbar.conversations.automation import deeds as done
from nahbar.conversations.automation.conditions import Conditions
from nahbar.conversations.automation.deeds import Deeds
from nahbar.conversations.automation.models import Rule
from nahbar.conversations.automation.rules import may_manage_rules
from nahbar.conversations.automation.words import MOST_ENTRIES, MOST_NOTE, MOST_RULES, MOST_TITLE, Ending
from nahbar.conversations.search.question import read_question
from nahbar.history.actions import record
from nahbar.history.words import Subject
from nahbar.language.moments import moment_of
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault


class NotAllowed(Fault):
    """The member may not do this."""


class BadRule(Fault):
    """It cannot be a rule like this."""


@transaction.atomic
def save_rule(
    rule: Rule | None, *, by: Member, title: str, conditions: Conditions, deeds: Deeds, stops: bool = False
) -> Rule:
    """Make a rule (None), behind the others, or change one. Raises NotAllowed, BadRule."""
    _insist(by)
    check(title, conditions, deeds)
    verb = "rule.changed" if rule else "rule.made"
    if rule is None:
        if Rule.objects.count() >= MOST_RULES:
            raise BadRule(_("There are a hundred rules already. Delete one that nobody needs."))
        last = Rule.objects.aggregate(last=Max("position"))["last"]
        rule = Rule(position=0 if last is None else last + 1)
    rule.title, rule.stops, rule.problem = " ".join(title.split()), stops, ""
    rule.conditions, rule.deeds = asked.as_json(conditions), done.as_json(deeds)
    rule.save()
    _tell(rule, by, verb)
    return rule


def check(title: str, conditions: Conditions, deeds: Deeds) -> None:
    """Can it be a rule like this? Raises BadRule."""
    if not title.strip() or len(title) > MOST_TITLE:
        raise BadRule(_("Give the rule a name of at most 80 letters; the history names it."))
    if deeds.is_empty:
        raise BadRule(_("Say what is to be done: at least one thing."))
    question = read_question(conditions.words)
    if conditions.words.strip() and not (question.wanted or question.unwanted):
        raise BadRule(_("Write at least one word that stands in the message."))
    if question.states or question.tags or question.before or question.after:
        raise BadRule(_("A rule looks at words of the message, not at is:, tag:, before: or after:."))
    if max(len(conditions.senders), len(conditions.recipients)) > MOST_ENTRIES:
        raise BadRule(_("That are more than 200 addresses. Name their domain instead, such as @firma.example."))
    if len(deeds.note) > MOST_NOTE:
        raise BadRule(_("The note is longer than 2,000 characters."))
    if conditions.outside_hours and conditions.opens >= conditions.closes:
        raise BadRule(_("The working day ends before it begins."))
    if deeds.ending == Ending.SNOOZE and not _lies_ahead(deeds.until):
        raise BadRule(
            _("We did not understand until when. Write for instance “tomorrow morning” or “in three days”.")
        )


def _lies_ahead(words: str) -> bool:
    now = localtime(clock.now())
    until = moment_of(words, now)
    return until is not None and until > now


@transaction.atomic
def switch_rule(rule: Rule, *, on: bool, by: Member) -> Rule:
    """Let it work, or rest. Raises NotAllowed."""
    _insist(by)
    rule.is_on, rule.problem = on, ""
    rule.save(update_fields=["is_on", "problem"])
    _tell(rule, by, "rule.switched_on" if on else "rule.switched_off")
    return rule


@transaction.atomic
def move_rule(rule: Rule, *, up: bool, by: Member) -> None:
    """One place up or down in the order. Raises NotAllowed."""
    _insist(by)
    order: Sequence[Rule] = list(Rule.objects.select_for_update())
    here = next((place for place, each in enumerate(order) if each.pk == rule.pk), None)
    if here is None:
        return
    there = min(max(here + (-1 if up else 1), 0), len(order) - 1)
    moved = list(order)
    moved.insert(there, moved.pop(here))
    for position, each in enumerate(moved):
        each.position = position
    Rule.objects.bulk_update(moved, ["position"])
    _tell(rule, by, "rule.moved")


@transaction.atomic
def delete_rule(rule: Rule, *, by: Member) -> None:
    """It does nothing from now on; what it did stays. Raises NotAllowed."""
    _insist(by)
    _tell(rule, by, "rule.deleted")
    rule.delete()


def _insist(member: Member) -> None:
    if not may_manage_rules(member):
        raise NotAllowed(_("Only administrators write rules."))


def _tell(rule: Rule, by: Member, verb: str) -> None:
    record(actor=by.actor, verb=verb, subject=Subject("rule", rule.pk), data={"title": rule.title})
