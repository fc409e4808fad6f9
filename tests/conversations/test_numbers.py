from __future__ import annotations

import pytest

from nahbar.conversations.numbers import Written, numbers_in


@pytest.mark.parametrize(
    ("subject", "number", "firm"),
    [
        ("Sattel [#123]", 123, True),
        ("AW: Sattel [#123]", 123, True),
        ("WG: AW: [#9]", 9, True),
        ("[# 12 ] noch einmal", 12, True),
        ("Rechnung [#44]", 44, True),
        ("Re[2]: Sattel #7", 7, True),
        ("SV: #12 Sattel", 12, True),
        ("#12", 12, False),
        ("Ihr Schreiben (#45)", 45, False),
        ("Nr. 123", 123, False),
        ("zu Vorgang Nr.: 55", 55, False),
        ("Ihre Nummer 123, mein Sattel", 123, False),
    ],
)
def test_number_is_read(subject: str, number: int, firm: bool) -> None:
    assert list(numbers_in(subject)) == [Written(number, firm)]


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "Sattel",
        "Bestellung #1042",
        "Meine Bestell-Nr. 77",
        "Rechnungs-Nr. 5",
        "Kundennr. 8",
        "Auftrag Nr. 44",
        "Haus Nr. 5",
        "Invoice no. 17",
        "Tel. #12345678901",
        "Schrauben &#39;klein&#39;",
        "Farbe #12ab34",
        "Teil #12-34",
        "Nr. 3a",
    ],
)
def test_other_numbers_are_left_alone(subject: str) -> None:
    assert list(numbers_in(subject)) == []


def test_several_numbers_come_in_their_order_and_are_bounded() -> None:
    assert [each.number for each in numbers_in("#1 und #22")] == [1, 22]
    assert len(list(numbers_in(" ".join(f"#{n}" for n in range(100))))) == 5
