from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nahbar.language.moments import moment_of

BERLIN = ZoneInfo("Europe/Berlin")
# A Wednesday, 11:20.
NOW = datetime(2026, 11, 25, 11, 20, tzinfo=BERLIN)

MEANT = {
    # parts of a day
    "heute Nachmittag": "2026-11-25 14:00",
    "this afternoon": "2026-11-25 14:00",
    "heute Abend": "2026-11-25 18:00",
    "tonight": "2026-11-25 18:00",
    "heute Mittag": "2026-11-25 12:00",
    "Nachmittags": "2026-11-25 14:00",
    "morgen früh": "2026-11-26 08:00",
    "Morgen Früh!": "2026-11-26 08:00",
    "morgen": "2026-11-26 08:00",
    "tomorrow": "2026-11-26 08:00",
    "tomorrow morning": "2026-11-26 08:00",
    "morgen Vormittag": "2026-11-26 10:00",
    "morgen nachmittag um 3 Uhr": "2026-11-26 15:00",
    "uebermorgen": "2026-11-27 08:00",
    "übermorgen Abend": "2026-11-27 18:00",
    "the day after tomorrow in the evening": "2026-11-27 18:00",
    "später heute": "2026-11-25 15:00",
    "heute": "2026-11-25 15:00",
    # days of the week
    "nächsten Dienstag früh": "2026-12-01 08:00",
    "next Tuesday morning": "2026-12-01 08:00",
    "am kommenden Freitag": "2026-11-27 08:00",
    "Freitag": "2026-11-27 08:00",
    "Fr.": "2026-11-27 08:00",
    "Freitag Morgen": "2026-11-27 08:00",
    "mittwoch": "2026-12-02 08:00",
    "Samstag": "2026-11-28 08:00",
    "übernächsten Montag": "2026-12-07 08:00",
    "Montag in zwei Wochen": "2026-12-14 08:00",
    "nächste Woche": "2026-11-30 08:00",
    "next week": "2026-11-30 08:00",
    "nächste Woche Donnerstag": "2026-12-03 08:00",
    "Thursday next week at 2pm": "2026-12-03 14:00",
    "Anfang nächster Woche": "2026-11-30 08:00",
    "Mitte nächster Woche": "2026-12-02 08:00",
    "end of next week": "2026-12-04 08:00",
    "Ende der Woche": "2026-11-27 08:00",
    "nach dem Wochenende": "2026-11-30 08:00",
    "am Wochenende": "2026-11-28 08:00",
    "übernächste Woche": "2026-12-07 08:00",
    # spans
    "in 2 Stunden": "2026-11-25 13:20",
    "in einer halben Stunde": "2026-11-25 11:50",
    "in einer Viertelstunde": "2026-11-25 11:35",
    "in anderthalb Stunden": "2026-11-25 12:50",
    "in half an hour": "2026-11-25 11:50",
    "2h": "2026-11-25 13:20",
    "45 min": "2026-11-25 12:05",
    "in einer Woche": "2026-12-02 08:00",
    "in a week": "2026-12-02 08:00",
    "in 14 Tagen": "2026-12-09 08:00",
    "in zwei Wochen nachmittags": "2026-12-09 14:00",
    "in drei Tagen": "2026-11-30 08:00",  # a Saturday: nobody works, so Monday
    "in 3 Werktagen": "2026-11-30 08:00",
    "in einem Monat": "2026-12-25 08:00",
    "in a month": "2026-12-25 08:00",
    "in einem halben Jahr": "2027-05-25 08:00",
    "in zwei Tagen um 9 Uhr": "2026-11-27 09:00",
    # months and dates
    "nächsten Monat": "2026-12-01 08:00",
    "Ende des Monats": "2026-11-30 08:00",
    "end of the month": "2026-11-30 08:00",
    "Monatsende": "2026-11-30 08:00",
    "Mitte Dezember": "2026-12-15 08:00",
    "Anfang Januar": "2027-01-01 08:00",
    "Ende Februar": "2027-02-26 08:00",  # the last day is a Sunday
    "3.12.": "2026-12-03 08:00",
    "am 3.12. um 14 Uhr": "2026-12-03 14:00",
    "3.12.2027 14:30": "2027-12-03 14:30",
    "3. Dezember": "2026-12-03 08:00",
    "3 December at 2 pm": "2026-12-03 14:00",
    "December 3rd": "2026-12-03 08:00",
    "2. März": "2027-03-02 08:00",
    "2027-01-04": "2027-01-04 08:00",
    "2027-01-04 16:15": "2027-01-04 16:15",
    "am 3.": "2026-12-03 08:00",
    "29.2.": "2028-02-29 08:00",
    # hours
    "um 17 Uhr": "2026-11-25 17:00",
    "17:30": "2026-11-25 17:30",
    "9 Uhr": "2026-11-26 09:00",
    "um halb vier nachmittags": "2026-11-25 15:30",
    "morgen um 9": "2026-11-26 09:00",
    "morgen 9.30 Uhr": "2026-11-26 09:30",
    "tomorrow at 9:15 am": "2026-11-26 09:15",
    "Montag um zehn Uhr": "2026-11-30 10:00",
    "heute früh": "2026-11-25 08:00",  # over already; whoever asks decides what that means
}


@pytest.mark.parametrize("words", MEANT)
def test_words_mean_a_moment(words: str) -> None:
    found = moment_of(words, NOW)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == MEANT[words]
    assert found.tzinfo is BERLIN


@pytest.mark.parametrize(
    "words", ["", "  ", "irgendwann", "bald", "31.2.2027", "32.12.", "um 25 Uhr", "Dienstag Klingel", "in Tagen", "0"]
)
def test_other_words_mean_none(words: str) -> None:
    assert moment_of(words, NOW) is None


def test_an_afternoon_that_has_begun_is_not_over() -> None:
    assert moment_of("heute Nachmittag", NOW.replace(hour=15)) == NOW.replace(hour=16, minute=0)
    assert moment_of("heute Nachmittag", NOW.replace(hour=19)) == NOW.replace(hour=14, minute=0)


def test_eight_in_the_morning_stays_eight_when_the_clocks_change() -> None:
    friday = datetime(2027, 3, 26, 10, 0, tzinfo=BERLIN)
    monday = moment_of("nächste Woche", friday)
    assert monday is not None
    assert (monday.hour, monday.utcoffset()) == (8, timedelta(hours=2))
    later = moment_of("in 2 stunden", datetime(2027, 3, 28, 1, 30, tzinfo=BERLIN))
    assert later is not None
    assert f"{later:%H:%M}" == "04:30"


def test_long_and_strange_words_are_read_at_once() -> None:
    for strange in ("am " * 5000, "1" * 5000, "9:" * 5000, "halb " * 5000, "\0\ud800"):
        assert moment_of(strange, NOW) is None


def test_on_a_sunday_the_weekend_ends_tomorrow() -> None:
    sunday = datetime(2026, 11, 29, 10, 0, tzinfo=BERLIN)
    assert moment_of("nach dem Wochenende", sunday) == datetime(2026, 11, 30, 8, 0, tzinfo=BERLIN)
    assert moment_of("am Wochenende", sunday) == datetime(2026, 12, 5, 8, 0, tzinfo=BERLIN)
