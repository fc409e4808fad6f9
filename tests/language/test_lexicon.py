"""Lists of words: stems, ends, gaps, alternatives; and the models that weigh them."""

from __future__ import annotations

import pytest

from nahbar.language.lexicon import Lexicon
from nahbar.language.linear import Features, Linear, probability, shares
from nahbar.language.tokens import tokens

LISTS = Lexicon("# explained\nbroken: kaputt*; *schaden; geht .. nicht|nie; ex-mann\nglad: sehr froh")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Alles kaputtgegangen", ["broken"]),
        ("Ein Wasserschaden.", ["broken"]),
        ("Das geht bei uns gar nicht", ["broken"]),
        ("Das geht nie", ["broken"]),
        ("Das geht. Aber warum nicht?", []),
        ("Mein Ex-Mann ist sehr froh", ["broken", "glad"]),
        ("SEEEHR FROH", ["glad"]),
        ("froh", []),
        ("", []),
    ],
)
def test_find(text: str, found: list[str]) -> None:
    assert [hit.tag for hit in LISTS.find(tokens(text))] == found


def test_places_are_those_of_the_tokens() -> None:
    said = tokens("👍🏽 Das geht leider nicht!")
    (hit,) = LISTS.find(said)
    assert (said[hit.first].word, said[hit.last].word) == ("geht", "nicht")


def test_umlauts_and_their_spelling_are_the_same() -> None:
    assert [token.word for token in tokens("Größe Groesse")] == ["groesse", "groesse"]


def test_a_model_adds_up_and_explains() -> None:
    model = Linear(
        {
            "classes": ["good", "bad"],
            "bias": [0.0, 0.5],
            "scale": {"grams": 0.1, "cues": 0.5},
            "grams": {"=super=": [100, -100], "=rad=": [0, 0], " sup": [20, -127]},
            "cues": {"joy": [2, -1]},
        }
    )
    seen = Features(frozenset({"=super=", "=rad=", "=unknown="}), frozenset({"joy"}))
    good, bad = model.scores(seen)
    assert good == pytest.approx(0.1 * 100 / 2**0.5 + 1.0)
    assert bad == pytest.approx(0.5 - 0.1 * 100 / 2**0.5 - 0.5)
    assert [name for name, _ in model.reasons(seen, "good")] == ["=super=", "joy"]
    assert model.scores(Features(frozenset(), frozenset())) == [0.0, 0.5]


def test_shares_and_probabilities() -> None:
    assert sum(shares([1.0, 2.0, 900.0])) == pytest.approx(1)
    assert probability(0) == 0.5
    assert probability(-1e9) > 0
