"""Which lines of a text are the writer's own."""

from __future__ import annotations

import pytest

from nahbar.language.lines import own_lines


@pytest.mark.parametrize(
    "head",
    [
        "-----Ursprüngliche Nachricht-----",
        "--- Original-Nachricht ---",
        "Anfang der weitergeleiteten Nachricht:",
        "Am 3. Mai 2024 um 10:00 schrieb Radhaus <info@radhaus.example>:",
        "Radhaus <info@radhaus.example> schrieb am 3. Mai 2024:",
        "Von: Radhaus\nGesendet: Freitag, 3. Mai 2024",
        "*Von:* Radhaus\n*Gesendet:* Freitag, 3. Mai 2024",
        "Gesendet: Freitag, 3. Mai 2024\nVon: Radhaus",
        "From: Radhaus\nSent: Friday, May 3, 2024",
        "-- ",
    ],
)
def test_own_words_end_at_a_head(head: str) -> None:
    text = f"Ja, gern.\n\n{head}\n\nPasst es?"
    assert [text[line.start : line.end] for line in own_lines(text)] == ["Ja, gern.", ""]


@pytest.mark.parametrize(
    "line",
    ["Von: Köln", "Am Freitag schrieb mir Herr Kurz:", "Datum: 3. Mai\nNach: Köln", "Er schrieb am Montag: nein."],
)
def test_sentences_go_on(line: str) -> None:
    text = f"Guten Tag,\n{line}\nund nun?"
    assert text[own_lines(text)[-1].start :] == "und nun?"
