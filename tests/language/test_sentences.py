"""Where sentences begin and end."""

from __future__ import annotations

import pytest

from nahbar.language.lines import own_lines
from nahbar.language.sentences import sentences


def cut(text: str) -> list[str]:
    return [span.line for span in sentences(text, own_lines(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das Rad ist da. Danke!", ["Das Rad ist da.", "Danke!"]),
        ("Es kam am 3. Mai an. Die Nr. 12 fehlt.", ["Es kam am 3. Mai an.", "Die Nr. 12 fehlt."]),
        ("Ich wohne z. B. in Ulm bzw. in Aalen.", ["Ich wohne z. B. in Ulm bzw. in Aalen."]),
        ("Luis wird am 14. sechs.", ["Luis wird am 14. sechs."]),
        ("Es summt ab 20 km/h. Ist das normal?", ["Es summt ab 20 km/h.", "Ist das normal?"]),
        ("reicht das so? danke. wann kommt es", ["reicht das so?", "danke.", "wann kommt es"]),
        ("Fragen:\n- Was kostet es?\n- Wann kommt es?", ["Fragen:", "Was kostet es?", "Wann kommt es?"]),
        (
            "Passt die Esche (2023er, glaub ich? die blaue) dazu?",
            ["Passt die Esche (2023er, glaub ich? die blaue) dazu?"],
        ),
        ("Was soll das??? Antworten Sie!", ["Was soll das???", "Antworten Sie!"]),
        ("", []),
        ("🚲 ...", []),
    ],
)
def test_cut(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_wrapped_lines_are_one_sentence() -> None:
    text = "Ich habe das Rad vor drei Wochen bei Ihnen bestellt und bis\nheute nichts von Ihnen gehört."
    assert len(cut(text)) == 1


def test_places_are_of_the_text() -> None:
    text = "👋 Hallo!\r\n\r\nGeht das?  Ja.\n> nein"
    for span in sentences(text, own_lines(text)):
        assert text[span.start : span.end] == span.text


def test_what_others_wrote_is_left_out() -> None:
    text = "Meins.\n> Seins.\nAuch meins.\n-- \nAnna\n"
    assert cut(text) == ["Meins.", "Auch meins."]
    assert cut("Meins.\n\nAm 3. März 2026 um 10:00 schrieb Bert <b@x.example>:\nSeins.") == ["Meins."]
