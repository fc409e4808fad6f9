"""Who writes rules, what can be one, their order; and trying one out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cast import House, mail, receive
from nahbar.conversations.automation import trial as trials
from nahbar.conversations.automation.actions import (
    BadRule,
    NotAllowed,
    delete_rule,
    move_rule,
    save_rule,
    switch_rule,
)
from nahbar.conversations.automation.conditions import Conditions
from nahbar.conversations.automation.deeds import Deeds, as_json, deeds_of
from nahbar.conversations.automation.models import Rule
from nahbar.conversations.automation.queries import rules_in_order
from nahbar.conversations.automation.rules import may_manage_rules
from nahbar.conversations.automation.trial import try_out
from nahbar.conversations.models import Message
from nahbar.history.models import Entry
from nahbar.history.tasks import react
from nahbar.toolbox import clock

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = Deeds(note="Hallo")


def make(house: House, title: str) -> Rule:
    return save_rule(None, by=house.anna, title=title, conditions=Conditions(), deeds=NOTE)


def titles() -> list[str]:
    return [rule.title for rule in rules_in_order()]


def test_only_administrators_write_rules(house: House) -> None:
    assert [may_manage_rules(each) for each in (house.anna, house.murat, house.carla)] == [True, False, False]
    rule = make(house, "Eins")
    for deed in (
        lambda: save_rule(rule, by=house.murat, title="X", conditions=Conditions(), deeds=NOTE),
        lambda: save_rule(None, by=house.carla, title="X", conditions=Conditions(), deeds=NOTE),
        lambda: switch_rule(rule, on=False, by=house.murat),
        lambda: move_rule(rule, up=True, by=house.murat),
        lambda: delete_rule(rule, by=house.carla),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert titles() == ["Eins"]
    house.anna.is_active = False
    assert not may_manage_rules(house.anna)


def test_rules_stand_in_an_order_that_can_be_changed(house: House) -> None:
    first, _second, third = (make(house, title) for title in ("Eins", "Zwei", "Drei"))
    move_rule(third, up=True, by=house.anna)
    assert titles() == ["Eins", "Drei", "Zwei"]
    move_rule(first, up=True, by=house.anna)
    assert titles() == ["Eins", "Drei", "Zwei"]
    move_rule(first, up=False, by=house.anna)
    assert titles() == ["Drei", "Eins", "Zwei"]
    delete_rule(first, by=house.anna)
    make(house, "Vier")
    assert titles() == ["Drei", "Zwei", "Vier"]
    switch_rule(third, on=False, by=house.anna)
    assert not Rule.objects.get(pk=third.pk).is_on
    verbs = list(Entry.objects.filter(subject_kind="rule").values_list("verb", flat=True))
    assert verbs.count("rule.made") == 4
    assert {"rule.moved", "rule.deleted", "rule.switched_off"} <= set(verbs)


@pytest.mark.parametrize(
    ("title", "conditions", "deeds"),
    [
        ("", Conditions(), NOTE),
        ("x" * 81, Conditions(), NOTE),
        ("A", Conditions(), Deeds()),
        ("A", Conditions(words="!!"), NOTE),
        ("A", Conditions(words="is:open bremse"), NOTE),
        ("A", Conditions(words="tag:x bremse"), NOTE),
        ("A", Conditions(words="before:2026-01-01 bremse"), NOTE),
        ("A", Conditions(senders=tuple(f"a{number}@b.example" for number in range(201))), NOTE),
        ("A", Conditions(opens="17:00", closes="08:00"), NOTE),
        ("A", Conditions(), Deeds(note="x" * 2001)),
        ("A", Conditions(), Deeds(ending="snooze", until="irgendwann")),
        ("A", Conditions(), Deeds(ending="snooze", until="gestern")),
    ],
)
def test_what_cannot_be_a_rule_is_said(house: House, title: str, conditions: Conditions, deeds: Deeds) -> None:
    with pytest.raises(BadRule):
        save_rule(None, by=house.anna, title=title, conditions=conditions, deeds=deeds)
    assert not Rule.objects.exists()


def test_deeds_are_kept_as_plain_data() -> None:
    deeds = Deeds(tags=(1, 2), team=3, ending="close")
    assert deeds_of(as_json(deeds)) == deeds
    assert deeds_of({"gone": 1, "note": "x"}) == Deeds(note="x")


def arrive(house: House, text: str, *, days: float = 0, **parts: Any) -> Message:
    with clock.hold(clock.now() - timedelta(days=days)):
        return receive(house.info, raw=mail(text, **parts))


def settle() -> None:
    while react():
        pass


def test_a_trial_shows_what_would_have_been_and_does_nothing(house: House) -> None:
    first = arrive(house, "Die Bremse quietscht.\n", days=20)
    second = arrive(house, "Noch eine Bremse.\n", days=1, sender="Jakob <jakob@brief.example>")
    arrive(house, "Eine Klingel, bitte.\n", sender="Dritte <dritte@brief.example>")
    arrive(house, "Bremse von früher.\n", days=31, sender="Vierte <vierte@brief.example>")
    settle()
    entries = Entry.objects.count()
    found = try_out(Conditions(words="bremse"), by=house.anna)
    assert [message.pk for message in found.shown] == [second.pk, first.pk]
    assert (found.number, found.looked_at, found.reached_back_to) == (2, 3, None)
    assert Entry.objects.count() == entries


def test_a_trial_ends_somewhere_and_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    oldest = [
        arrive(house, "Bremse.\n", days=10 - number, sender=f"Kunde <kunde{number}@post.example>")
        for number in range(5)
    ]
    settle()
    monkeypatch.setattr(trials, "MOST_LOOKED_AT", 3)
    monkeypatch.setattr(trials, "LOOKED_AT_ONCE", 2)
    monkeypatch.setattr(trials, "MOST_SHOWN", 2)
    found = try_out(Conditions(words="bremse"), by=house.anna)
    assert (found.number, found.looked_at, len(found.shown)) == (3, 3, 2)
    assert found.reached_back_to == oldest[2].at


def test_a_trial_shows_nobody_what_they_may_not_see(house: House) -> None:
    receive(house.werkstatt, raw=mail("Bremse.\n", to="werkstatt@radhof.example"))
    settle()
    assert try_out(Conditions(words="bremse"), by=house.murat).number == 1
    assert try_out(Conditions(words="bremse"), by=house.carla).number == 0
    assert try_out(Conditions(inboxes=(house.info.pk,)), by=house.anna).looked_at == 0
