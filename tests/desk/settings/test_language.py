from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cast import House
from desk.reading import words
from nahbar.toolbox import clock
from nahbar.voice import actions, queries
from nahbar.voice.models import LocalWeights, RuleSetting, TextBlock

PAGE = "/settings/language/"


def post(client: Client, what: str, page: str = PAGE, **form: Any) -> Any:
    return client.post(page, {"do": what, **form}, follow=True)


def test_the_style_of_the_house_and_of_a_team(house: House, anna: Client) -> None:
    assert "Saved." in words(post(anna, "style", form="sie", languages=["de", "en"]))
    page = post(anna, "style", f"{PAGE}?team={house.workshop.pk}", form="du")
    assert "Our language: Werkstatt" in words(page)
    assert queries.voice_of(None) == queries.Voice("sie", ("de", "en"))
    assert queries.voice_of(house.workshop.pk) == queries.Voice("du", ("de", "en"))
    assert anna.get(f"{PAGE}?team=999").status_code == 404


def test_rules_are_switched_off_and_softened(anna: Client) -> None:
    post(anna, "rules", passive="off", blame="hint")
    assert queries.rules_of(None) == {"passive": "off", "blame": "hint"}
    post(anna, "rules", passive="", blame="hint")
    assert queries.rules_of(None) == {"blame": "hint"}
    assert post(anna, "rules", passive="stop").status_code == 422
    page = anna.get(PAGE).content.decode()
    assert 'name="personal-data-public"' not in page
    post(anna, "rules", **{"personal-data-public": "off"})
    assert not RuleSetting.objects.filter(rule="personal-data-public").exists()


def test_saved_texts_are_kept_changed_and_removed(anna: Client) -> None:
    post(anna, "block", name="Gruß", part="footer", text="Herzliche Grüße")
    block = TextBlock.objects.get()
    twice = post(anna, "block", name="Gruß", part="core", text="x")
    assert twice.status_code == 422
    assert "There is a saved text of this name already." in words(twice)
    assert "Herzliche Grüße" in words(anna.get(f"{PAGE}?block={block.pk}"))
    post(anna, "block", f"{PAGE}?block={block.pk}", name="Gruß", part="footer", text="Viele Grüße")
    assert TextBlock.objects.get().text == "Viele Grüße"
    post(anna, f"remove-{block.pk}")
    assert not TextBlock.objects.exists()
    assert anna.post(PAGE, {"do": "remove-x"}).status_code == 404


def test_the_owner_sees_the_report_and_no_names(house: House, anna: Client, carla: Client) -> None:
    post(anna, "owner", owner=house.carla.pk)
    for number in range(5):
        actions.wave_away(
            member=house.murat, rule="passive", words=str(number), conversation_id=1, reason="Hier klingt es gut"
        )
    shown = words(carla.get(PAGE))
    assert "5 times" in shown
    assert "often" in shown
    assert "Hier klingt es gut" in shown
    assert "Murat" not in shown
    assert "Our language" in words(carla.get("/settings/profile/"))
    assert "Saved." in words(post(carla, "style", form="du"))
    post(carla, "owner", owner=house.murat.pk)
    assert queries.style_of(None).owner_id == house.carla.pk, "the owner does not hand it on"


@pytest.mark.parametrize("what", ["style", "rules", "owner", "block"])
def test_colleagues_and_strangers_stay_outside(murat: Client, carla: Client, what: str) -> None:
    for client in (murat, carla):
        assert client.get(PAGE).status_code == 403
        assert (
            client.post(PAGE, {"do": what, "form": "du", "name": "a", "part": "core", "text": "b"}).status_code == 403
        )
        assert "Our language" not in words(client.get("/settings/profile/"))
    assert queries.voice_of(None) == queries.Voice()


def test_what_was_learned_is_shown_with_its_effect(anna: Client) -> None:
    assert "from 20 corrections on" in words(anna.get(PAGE))
    effect = [
        {"label": "mood", "count": 12, "before": 5, "after": 9, "used": True},
        {"label": "intent:price", "count": 8, "before": 7, "after": 6, "used": False},
    ]
    LocalWeights.objects.create(weights={}, effect=effect, count=20, corrected=clock.now(), at=clock.now())
    shown = words(anna.get(PAGE))
    assert "right before: 5 of 12, now: 9" in shown
    assert "not taken over" in shown
