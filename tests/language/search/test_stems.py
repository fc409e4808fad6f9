from __future__ import annotations

import pytest

from nahbar.language.search.stems import english, german, german_verb

SAME_IN_GERMAN = [
    "Rechnung Rechnungen",
    "Haus Häuser Hauses Häusern",
    "kaufen gekauft kauft kaufe",
    "stornieren storniert Stornierung",
    "bestellt bestellen Bestellung Bestellungen",
    "Mueller Müller Muller",
    "Straße Strasse Straßen",
    "Fahrrad Fahrräder Fahrrads Fahrraeder",
    "Sattel Sättel",
    "kaputt kaputte kaputtes",
    "defekt defekte defekter defektes",
    "Termin Termine Terminen",
    "zahlen gezahlt zahlt",
    "kündigen gekündigt Kündigung Kündigungen",
    "Akku Akkus",
    "Auto Autos",
    "Michael Michaels",
    "zurückgeschickt zurückschicken",
    "abgeholt abholen",
    "Zug Züge",
    "Adresse Adressen",
    "Produkt Produkte Produkts",
    "reparieren repariert",
    "Gutschein Gutscheine Gutscheinen",
]
SAME_IN_ENGLISH = [
    "delivery deliveries",
    "order orders ordered ordering",
    "refund refunds refunded",
    "invoice invoices invoiced",
    "stop stopped stopping",
    "bike bikes",
]
DIFFERENT = ["teuer Tür", "Steuer stur", "Rechnung rechnen", "Rad Rat", "Mahnung Meinung", "Kissen Kiste"]


@pytest.mark.parametrize("forms", SAME_IN_GERMAN)
def test_forms_of_a_german_word_share_a_stem(forms: str) -> None:
    assert len({german(form) for form in forms.split()}) == 1, [(form, german(form)) for form in forms.split()]


@pytest.mark.parametrize("forms", SAME_IN_ENGLISH)
def test_forms_of_an_english_word_share_a_stem(forms: str) -> None:
    assert len({english(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("words", DIFFERENT)
def test_different_words_stay_apart(words: str) -> None:
    assert len({german(word) for word in words.split()}) == 2


def test_verbs_in_ern_have_a_second_stem() -> None:
    assert german_verb("liefern") == german("Lieferung") == german("liefert") == "liefer"
    assert german_verb("Häusern") == "hauser"
    assert german_verb("kaufen") == ""
