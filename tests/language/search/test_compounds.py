from __future__ import annotations

import pytest

from nahbar.language.search import terms, variants
from nahbar.language.search.compounds import parts_of


@pytest.mark.parametrize(
    ("compound", "asked"),
    [
        ("Stromrechnungen", "Rechnung"),
        ("Stromrechnungen", "Strom"),
        ("Kundendienst", "Kunde"),
        ("Lieferschein", "Schein"),
        ("Haustürschlüssel", "Schlüssel"),
        ("Haustürschlüssel", "Tür"),
        ("Krankenversicherungsbeitrag", "Versicherung"),
        ("Waschmaschinenreparatur", "Waschmaschine"),
        ("Waschmaschinenreparatur", "Reparaturen"),
        ("Hinterradbremse", "Bremsen"),
        ("Ferienhäuser", "Haus"),
        ("Fahrkartenautomaten", "Karte"),
        ("Vodafonerechnung", "rechnung"),
    ],
)
def test_a_compound_is_found_by_its_parts(compound: str, asked: str) -> None:
    assert variants(asked) & terms(f"Wegen der {compound} schreibe ich.")


@pytest.mark.parametrize(
    "word",
    ["Rechnung", "Berechnung", "selbstverständlich", "wahrscheinlich", "beantwortet", "freundlichen", "Verspätung"],
)
def test_words_that_are_none_stay_whole(word: str) -> None:
    assert parts_of(word) == ()


@pytest.mark.parametrize(("text", "asked"), [("Geschäft", "Schaf"), ("Gericht", "richtig"), ("Gesellschaft", "Seil")])
def test_nouns_in_ge_lose_nothing(text: str, asked: str) -> None:
    assert not variants(asked) & terms(text)
    assert variants(text.lower()) & terms(f"Das {text} hat zu.")
