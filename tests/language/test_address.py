"""du or Sie."""

from __future__ import annotations

import pytest

from nahbar.language.address import Form
from nahbar.language.reading import read


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Können Sie mir bitte den Preis nennen?", Form.SIE),
        ("Ich warte auf Ihre Antwort.", Form.SIE),
        ("können sie mir bitte den preis sagen", Form.SIE),
        ("Kannst du mir den Preis nennen?", Form.DU),
        ("Schick mir bitte die Rechnung.", Form.DU),
        ("Habt ihr das Rad in Grün?", Form.DU),
        ("Ich danke euch.", Form.DU),
        ("Der Sattel wackelt.", Form.NONE),
        ("Die Kette ist alt. Sie hat Rost.", Form.NONE),
        ("Sehr geehrte Damen und Herren,\n\nder Sattel wackelt.\n\nIhr Hans Brandl", Form.NONE),
        ("Sehr geehrte Frau Lind,\n\nSie haben recht.", Form.SIE),
        ("Könnten Sie das prüfen? Dann sag mir bitte Bescheid, ich verlasse mich auf dich.", Form.UNSURE),
        ("Sie kommen morgen.", Form.UNSURE),
        ("Auf Ihrer Seite steht „Hol dir dein Rad“.", Form.SIE),
        ("Du meine Güte! Das Rad ist da.", Form.NONE),
    ],
)
def test_form(text: str, form: Form) -> None:
    assert read(text, "de").form is form


def test_no_form_in_english() -> None:
    assert read("Could you please call me? Sie, said the poet.", "en").form is Form.NONE


def test_the_words_are_shown() -> None:
    text = "Hallo Anna,\nkannst du mir helfen?"
    found = read(text, "de").address.du
    assert [span.text for span in found] == ["kannst", "du"]
    assert [text[span.start : span.end] for span in found] == ["kannst", "du"]
