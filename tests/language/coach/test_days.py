"""Which day is meant: seen from Monday, 23 November 2026, ten o'clock in Berlin."""

from __future__ import annotations

from datetime import datetime

import pytest

from nahbar.language.coach.days import days

NOW = datetime.fromisoformat("2026-11-23T10:00:00+01:00")


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("bis Freitag", "2026-11-27"),
        ("am Montag", "2026-11-30"),
        ("nächste Woche Mittwoch", "2026-12-02"),
        ("Freitag nächster Woche", "2026-12-04"),
        ("morgen früh", "2026-11-24"),
        ("übermorgen", "2026-11-25"),
        ("heute noch", "2026-11-23"),
        ("bis 27.11.", "2026-11-27"),
        ("am 5. Januar", "2027-01-05"),
        ("am 01.12.2026", "2026-12-01"),
        ("in drei Tagen", "2026-11-26"),
        ("innerhalb von 5 Werktagen", "2026-11-30"),
        ("in zwei Wochen", "2026-12-07"),
        ("bis Ende der Woche", "2026-11-27"),
        ("Anfang nächster Woche", "2026-11-30"),
        ("nächste Woche", "2026-12-04"),
        ("bis Monatsende", "2026-11-30"),
        ("bis Mitte Dezember", "2026-12-15"),
        ("bis zum Jahresende", "2026-12-31"),
        ("bis Weihnachten", "2026-12-24"),
        ("in 48 Stunden", "2026-11-25"),
        ("bis zum 30.", "2026-11-30"),
        ("in KW 49", "2026-12-04"),
    ],
)
def test_german(said: str, due: str) -> None:
    (found,) = days(f"Das schicke ich Ihnen {said} zu.", "de", NOW)
    assert str(found.day) == due


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("by Friday", "2026-11-27"),
        ("tomorrow", "2026-11-24"),
        ("by the end of the week", "2026-11-27"),
        ("on 2 December", "2026-12-02"),
        ("on December 2nd", "2026-12-02"),
        ("within two working days", "2026-11-25"),
        ("by 27/11", "2026-11-27"),
        ("next week", "2026-12-04"),
        ("by the end of the month", "2026-11-30"),
    ],
)
def test_english(said: str, due: str) -> None:
    (found,) = days(f"We will send it {said} to you.", "en", NOW)
    assert str(found.day) == due


def test_none() -> None:
    assert list(days("Guten Morgen, der dritte Tag war schön.", "de", NOW)) == []
    assert list(days("Das kostet 27,11 Euro.", "de", NOW)) == []


def test_without_a_now_only_whole_dates_are_days() -> None:
    assert [found.day for found in days("bis Freitag", "de", None)] == [None]
    assert [str(found.day) for found in days("am 01.12.2026", "de", None)] == ["2026-12-01"]


def test_impossible_dates_are_no_days() -> None:
    assert [found.day for found in days("am 31.02.2026", "de", NOW)] == [None]
