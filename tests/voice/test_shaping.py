from __future__ import annotations

from datetime import timedelta

import pytest

from cast import House
from nahbar.accounts.models import Member
from nahbar.history.models import Entry
from nahbar.toolbox import clock
from nahbar.voice import actions, queries, rules
from nahbar.voice.actions import BadSetting, NameTaken, NotYourLanguage
from nahbar.voice.models import RuleSetting, TextBlock, WavedAway


def test_a_team_replaces_what_the_company_says_and_nothing_else(house: House) -> None:
    actions.set_style(member=house.anna, form="sie", languages=["de", "en"])
    actions.set_rules(member=house.anna, rules={"passive": "off", "jargon": "warn"})
    actions.set_style(member=house.anna, team_id=house.workshop.pk, form="du")
    actions.set_rules(member=house.anna, team_id=house.workshop.pk, rules={"passive": "hint"})
    assert queries.voice_of(None) == queries.Voice("sie", ("de", "en"), {"passive": "off", "jargon": "warn"})
    workshop = queries.voice_of(house.workshop.pk)
    assert workshop == queries.Voice("du", ("de", "en"), {"passive": "hint", "jargon": "warn"})


def test_an_empty_setting_lets_a_rule_be_as_it_came(house: House) -> None:
    actions.set_rules(member=house.anna, rules={"passive": "off", "blame": "hint"})
    actions.set_rules(member=house.anna, rules={"passive": ""})
    assert queries.rules_of(None) == {"blame": "hint"}
    assert queries.voice_of(house.workshop.pk).rules == {"blame": "hint"}


@pytest.mark.parametrize(
    ("rule", "loudness"),
    [("personal-data-public", "off"), ("personal-data-public", "hint"), ("no-such-rule", "off"), ("passive", "stop")],
)
def test_what_cannot_be_set(house: House, rule: str, loudness: str) -> None:
    with pytest.raises(BadSetting):
        actions.set_rules(member=house.anna, rules={"jargon": "off", rule: loudness})
    assert not RuleSetting.objects.exists()


def test_one_row_for_the_company_and_one_per_team(house: House) -> None:
    for form in ("du", "sie"):
        actions.set_style(member=house.anna, form=form)
        actions.set_style(member=house.anna, team_id=house.workshop.pk, form=form)
    assert queries.style_of(None).form == "sie"
    assert queries.style_of(house.workshop.pk).form == "sie"
    with pytest.raises(BadSetting):
        actions.set_style(member=house.anna, form="ihr")


def test_saved_texts(house: House) -> None:
    block = actions.save_block(member=house.anna, name="Gruß", text=" Herzliche Grüße ", part="footer")
    assert queries.voice_of(None).blocks == ("Herzliche Grüße",)
    with pytest.raises(NameTaken):
        actions.save_block(member=house.anna, name="gruß", text="x", part="core")
    actions.save_block(member=house.anna, name="Gruß", text="Viele Grüße", part="footer", block=block)
    assert [each.text for each in queries.blocks()] == ["Viele Grüße"]
    for name, text, part in [("", "x", "core"), ("a", " ", "core"), ("a", "x", "head")]:
        with pytest.raises(BadSetting):
            actions.save_block(member=house.anna, name=name, text=text, part=part)
    actions.remove_block(block, member=house.anna)
    assert not TextBlock.objects.exists()


def shape(member: Member, block: TextBlock) -> None:
    actions.set_style(member=member, form="du")
    actions.set_rules(member=member, rules={"passive": "off"})
    actions.save_block(member=member, name="Neu", text="Neu", part="core")
    actions.remove_block(block, member=member)


def test_only_administrators_and_the_language_owner_shape_the_language(house: House) -> None:
    block = actions.save_block(member=house.anna, name="Gruß", text="Viele Grüße", part="footer")
    for stranger in (house.murat, house.carla):
        assert not rules.may_shape_language(stranger)
        assert not rules.may_override_stop(stranger)
        with pytest.raises(NotYourLanguage):
            shape(stranger, block)
        with pytest.raises(NotYourLanguage):
            actions.name_owner(member=stranger, owner=stranger)
    actions.name_owner(member=house.anna, owner=house.carla)
    assert rules.may_shape_language(house.carla)
    assert rules.may_override_stop(house.carla)
    shape(house.carla, block)
    with pytest.raises(NotYourLanguage):
        actions.name_owner(member=house.carla, owner=house.murat)
    assert Entry.objects.filter(verb="voice.style_set", actor_id=house.carla.pk).exists()
    house.carla.is_active = False
    assert not rules.may_shape_language(house.carla)


def test_the_report_counts_rules_and_names_nobody(house: House) -> None:
    for number in range(5):
        actions.wave_away(
            member=house.murat,
            rule="passive",
            words=f"wird {number}",
            conversation_id=number,
            reason="klingt hier gut",
        )
    actions.wave_away(member=house.carla, rule="jargon", words="ABC", conversation_id=1)
    old = actions.wave_away(member=house.carla, rule="blame", words="x", conversation_id=1)
    WavedAway.objects.filter(pk=old.pk).update(at=clock.now() - timedelta(days=91))
    found = queries.waved_away_lately()
    assert [(each.rule, each.count, each.reasons, each.often) for each in found] == [
        ("passive", 5, ("klingt hier gut",), True),
        ("jargon", 1, (), False),
    ]
    assert "Murat" not in repr(found)


def test_waved_away_is_waved_away_for_this_member_in_this_conversation(house: House) -> None:
    actions.wave_away(member=house.murat, rule="passive", words="wird  geprüft", conversation_id=7)
    known = queries.waved_away_in(7, house.murat.pk)
    assert ("passive", actions.hash_of("wird geprüft")) in known
    assert queries.waved_away_in(8, house.murat.pk) == queries.waved_away_in(7, house.anna.pk) == set()
    for rule in ("personal-data-public", "nonsense"):
        with pytest.raises(BadSetting):
            actions.wave_away(member=house.murat, rule=rule, words="x", conversation_id=7)
