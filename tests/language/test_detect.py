"""The language by its small words."""

from __future__ import annotations

import pytest

from nahbar.language.detect import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Guten Tag, ich habe noch eine Frage zu der Rechnung.", "de"),
        ("Hello, I have a question about the invoice that you sent.", "en"),
        ("Bonjour, je ne suis pas content de votre facture.", "fr"),
        ("storno", ""),
        ("", ""),
        ("12345 ??? 🚲", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect(text) == language
