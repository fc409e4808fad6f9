"""Corrections move what they speak about, a few of them little, and nothing else."""

from __future__ import annotations

import json

import pytest

from nahbar.language.learning import adjusted, effect, fit, hashed
from nahbar.language.reading import read
from nahbar.language.reading.corrections import corrected, labels

TEXTS = [f"Der Wurzelbrumpf am Regal Nummer {number} ist wieder knubbelig." for number in range(40)]
OTHER = "Ich bin sehr enttäuscht, das hatte ich mir anders vorgestellt."


def weights(count: int) -> dict[str, object]:
    return fit(corrected(text, "mood", "angry") for text in TEXTS[:count])


def test_without_corrections_nothing_changes() -> None:
    assert read(TEXTS[0], "de", local=fit([])) == read(TEXTS[0], "de")


def test_corrections_that_agree_turn_a_label() -> None:
    assert read(TEXTS[0], "de").mood != "angry"
    assert read("Am Regal ist der Wurzelbrumpf knubbelig.", "de", local=weights(40)).mood == "angry"


def test_what_they_do_not_speak_about_stays() -> None:
    assert read(OTHER, "de").mood == read(OTHER, "de", local=weights(40)).mood == "disappointed"


def test_an_intent_can_be_taken_back() -> None:
    text = "Der Knubbel wackelt, das gehört so."
    local = fit(
        corrected(f"Der Knubbel {number} wackelt, das gehört so.", "intent:complaint", "no") for number in range(40)
    )
    assert "complaint" not in read(text, "de", local=local).intents


def test_weights_are_plain_data_and_repeatable() -> None:
    first = weights(12)
    assert json.loads(json.dumps(first)) == first == weights(12)


def test_weights_of_another_version_are_left_alone() -> None:
    example = corrected(OTHER, "mood", "angry")
    assert adjusted({"version": 0, "labels": {}}, "mood", example.features, example.base) == list(example.base)


def test_the_effect_is_measured_on_texts_left_out() -> None:
    examples = [corrected(text, "mood", "angry") for text in TEXTS] + [corrected(OTHER, "mood", "disappointed")] * 5
    (found,) = effect(examples)
    assert (found.label, found.count) == ("mood", 45)
    assert found.after > found.before


def test_places_are_few_and_stable() -> None:
    example = corrected("Rad", "mood", "neutral")
    assert hashed(example.features) == hashed(corrected("Rad", "mood", "angry").features)


def test_only_what_can_be_corrected() -> None:
    assert set(labels()) == {"mood"} | {
        f"intent:{name}"
        for name in ("complaint", "praise", "price", "cancellation", "suggestion", "privacy", "legal")
    }
    with pytest.raises(ValueError, match="cannot be"):
        corrected("Hallo", "mood", "hungry")
