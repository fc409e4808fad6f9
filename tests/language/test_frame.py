"""Greeting, closing and names."""

from __future__ import annotations

import pytest

from nahbar.language.frame import frame

BODY = "der Sattel wackelt seit gestern."


@pytest.mark.parametrize(
    ("text", "greeting", "greeted"),
    [
        (f"Sehr geehrte Frau Dr. Amend,\n\n{BODY}", "Sehr geehrte Frau Dr. Amend,", "Frau Dr. Amend"),
        (f"Hallo Murat, {BODY}", "Hallo Murat,", "Murat"),
        (f"Guten Tag, Herr Lind,\n{BODY}", "Guten Tag, Herr Lind,", "Herr Lind"),
        (f"Sehr geehrte Damen und Herren,\n{BODY}", "Sehr geehrte Damen und Herren,", ""),
        (f"Griaß Gott,\n{BODY}", "Griaß Gott,", ""),
        (f"Hallo liebe Christine!\n{BODY}", "Hallo liebe Christine!", "Christine"),
        ("Dear Ms. Lind,\nthe saddle is loose.", "Dear Ms. Lind,", "Ms. Lind"),
        ("Lieber wäre mir der Freitag. Geht das?", None, ""),
        (BODY, None, ""),
    ],
)
def test_greeting(text: str, greeting: str | None, greeted: str) -> None:
    found = frame(text)
    assert (found.greeting.text if found.greeting else None, found.greeted) == (greeting, greeted)


@pytest.mark.parametrize(
    ("ending", "closing", "signed"),
    [
        ("Mit freundlichen Grüßen\nPetra Voss", "Mit freundlichen Grüßen", "Petra Voss"),
        ("Gruß, Jakob", "Gruß, Jakob", "Jakob"),
        ("lg kilian", "lg kilian", "kilian"),
        ("Danke dir!\nLena", "Danke dir!", "Lena"),
        ("Viele Grüße\nDr. Hans Brandl\nAmselweg 3\n90762 Fürth\nTel. 0911 123", "Viele Grüße", "Dr. Hans Brandl"),
        ("Herzliche Grüße nach Ansbach", "Herzliche Grüße nach Ansbach", ""),
        ("Mit freundlichen Grüßen\nIhr Kundenservice-Team", "Mit freundlichen Grüßen", ""),
        ("Best wishes,\nPriya", "Best wishes,", "Priya"),
        ("Torsten Kühl", None, "Torsten Kühl"),
    ],
)
def test_closing(ending: str, closing: str | None, signed: str) -> None:
    found = frame(f"Hallo,\n\n{BODY}\n\n{ending}")
    assert (found.closing.text if found.closing else None, found.signed) == (closing, signed)
    assert [line.text for line in found.body if line.text] == [BODY]


def test_afterthought_belongs_to_the_substance() -> None:
    found = frame(f"{BODY}\n\nGruß\nEva\n\nPS: Gibt es ihn auch in Rot?")
    assert found.signed == "Eva"
    assert [line.text for line in found.body if line.text] == [BODY, "PS: Gibt es ihn auch in Rot?"]


def test_nothing_around_it() -> None:
    found = frame("")
    assert (found.greeting, found.closing, found.signed) == (None, None, "")
