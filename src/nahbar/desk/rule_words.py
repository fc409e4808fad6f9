"""A rule as a sentence: when it applies, and what it does then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from nahbar.accounts.models import Member, Team
from nahbar.conversations.automation.conditions import Conditions, conditions_of
from nahbar.conversations.automation.deeds import Deeds, deeds_of
from nahbar.conversations.automation.models import Rule
from nahbar.conversations.automation.words import Ending
from nahbar.conversations.models import Tag
from nahbar.desk.readings import INTENT_WORDS, MOOD_WORDS
from nahbar.desk.settings_forms.rules import DAYS, LANGUAGES
from nahbar.desk.words import Text
from nahbar.mailroom.models import Inbox


@dataclass(slots=True)
class Names:
    """What rules refer to, by id; asked for once for all of them."""

    inboxes: dict[int, str] = field(default_factory=lambda: dict(Inbox.objects.values_list("pk", "name")))
    tags: dict[int, str] = field(default_factory=lambda: dict(Tag.objects.values_list("pk", "name")))
    members: dict[int, str] = field(default_factory=lambda: dict(Member.objects.values_list("pk", "name")))
    teams: dict[int, str] = field(default_factory=lambda: dict(Team.objects.values_list("pk", "name")))


def when_of(rule: Rule, names: Names) -> list[str]:
    """Its conditions, each as a few words; one sentence where there is none."""
    conditions = conditions_of(rule.conditions)
    found = [*_of_message(conditions, names), *_of_reading(conditions), *_of_time(conditions)]
    return found or [_("with every message")]


def then_of(deeds: Deeds, names: Names) -> list[str]:
    """Its deeds, each as a few words."""
    return list(_done(deeds, names))


def then_of_rule(rule: Rule, names: Names) -> list[str]:
    return then_of(deeds_of(rule.deeds), names)


def _of_message(conditions: Conditions, names: Names) -> Iterator[str]:
    if conditions.inboxes:
        yield _("in %s") % _any(_named(each, names.inboxes) for each in conditions.inboxes)
    if conditions.senders:
        yield _("from %s") % _any(iter(conditions.senders))
    if conditions.recipients:
        yield _("to %s") % _any(iter(conditions.recipients))
    if conditions.words:
        yield _("with the words “%s”") % conditions.words
    if conditions.has_attachment:
        yield _("with a file")
    if conditions.languages:
        yield _("written in %s") % _any(str(LANGUAGES.get(each, each)) for each in conditions.languages)


def _of_reading(conditions: Conditions) -> Iterator[str]:
    if conditions.moods:
        yield _("written %s") % _any(_word(each, MOOD_WORDS) for each in conditions.moods)
    if conditions.intents:
        yield _("about: %s") % _any(_word(each, INTENT_WORDS) for each in conditions.intents)
    if conditions.urgent:
        yield _("urgent")


def _of_time(conditions: Conditions) -> Iterator[str]:
    if conditions.outside_hours:
        days = ", ".join(str(DAYS[each])[:2] for each in conditions.days if each in DAYS)
        values = {"opens": conditions.opens, "closes": conditions.closes, "days": days}
        yield (_("not between %(opens)s and %(closes)s (%(days)s)") % values).replace(" ()", "")
    if conditions.first_only:
        yield _("as the first message of a conversation")


def _done(deeds: Deeds, names: Names) -> Iterator[str]:
    if deeds.tags:
        yield _("tag it %s") % ", ".join(_named(each, names.tags) for each in deeds.tags)
    if deeds.inbox is not None:
        yield _("move it to %s") % _named(deeds.inbox, names.inboxes)
    if deeds.member is not None:
        yield _("give it to %s") % _named(deeds.member, names.members)
    if deeds.team is not None:
        yield _("give it to the team %s") % _named(deeds.team, names.teams)
    if deeds.note:
        yield _("write a note")
    endings = {
        Ending.CLOSE.value: _("close it"),
        Ending.SNOOZE.value: _("snooze it: %s") % deeds.until,
        Ending.SPAM.value: _("put it into spam"),
    }
    if deeds.ending in endings:
        yield endings[deeds.ending]


def _any(words: Iterator[str]) -> str:
    found = list(words)
    return (
        found[0]
        if len(found) == 1
        else _("%(some)s or %(last)s") % {"some": ", ".join(found[:-1]), "last": found[-1]}
    )


def _named(number: int, names: Mapping[int, str]) -> str:
    return names.get(number) or _("something that is gone")


def _word(name: str, words: Mapping[str, Text]) -> str:
    return str(words.get(name, name))
