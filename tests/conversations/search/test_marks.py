from __future__ import annotations

from nahbar.conversations.search.marks import excerpt
from nahbar.conversations.search.question import read_question


def marked(text: str, asked: str) -> list[str]:
    return [piece.text for piece in excerpt(text, read_question(asked)) if piece.marked]


def shown(text: str, asked: str) -> str:
    return "".join(piece.text for piece in excerpt(text, read_question(asked)))


def test_forms_and_compounds_are_marked() -> None:
    text = "Zwei Stromrechnungen und eine Rechnung, sonst nichts."
    assert marked(text, "rechnungen") == ["Stromrechnungen", "Rechnung"]


def test_an_excerpt_begins_shortly_before_the_word() -> None:
    text = "Anfang " * 100 + "dann kam die Bremse zurück. " + "Ende " * 100
    found = shown(text, "bremse")
    assert found.startswith("…")
    assert "dann kam die Bremse zurück." in found
    assert found.endswith("…")
    assert len(found) < 260


def test_without_the_word_the_beginning_is_shown() -> None:
    assert shown("Guten Tag,\nmein Sattel ist lose.", "from:petra") == "Guten Tag, mein Sattel ist lose."


def test_signs_beyond_the_basic_plane_do_not_shift_marks() -> None:
    assert marked("🚲🚲 Der Sattel 😀 ist lose", "sattel") == ["Sattel"]
