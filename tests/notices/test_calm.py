from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from nahbar.accounts.models import Member
from nahbar.notices.calm import calm_moment, mail_moment
from nahbar.notices.models import QuietHours
from nahbar.notices.words import Mail

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def member(days: str = "1234567", away: tuple[str, str] | None = None) -> Member:
    first, last = map(date.fromisoformat, away) if away else (None, None)
    return Member(name="Nora", working_days=days, away_from=first, away_until=last)


NIGHT = QuietHours(begin=time(20), end=time(7, 30))
NOON = QuietHours(begin=time(12), end=time(13))


@pytest.mark.parametrize(
    ("quiet", "moment", "calm"),
    [
        (None, "2026-03-03 03:00", "2026-03-03 03:00"),
        (NIGHT, "2026-03-03 19:59", "2026-03-03 19:59"),
        (NIGHT, "2026-03-03 20:00", "2026-03-04 07:30"),
        (NIGHT, "2026-03-03 23:59", "2026-03-04 07:30"),
        (NIGHT, "2026-03-03 00:00", "2026-03-03 07:30"),
        (NIGHT, "2026-03-03 07:29", "2026-03-03 07:30"),
        (NIGHT, "2026-03-03 07:30", "2026-03-03 07:30"),
        (NOON, "2026-03-03 12:15", "2026-03-03 13:00"),
        (NOON, "2026-03-03 13:00", "2026-03-03 13:00"),
        (NOON, "2026-03-03 11:59", "2026-03-03 11:59"),
        (QuietHours(begin=time(8), end=time(8)), "2026-03-03 08:00", "2026-03-03 08:00"),
        # The night in which the clock goes forward has no half past two.
        (QuietHours(begin=time(1), end=time(2, 30)), "2026-03-29 01:30", "2026-03-29 02:30"),
    ],
)
def test_quiet_hours(quiet: QuietHours | None, moment: str, calm: str) -> None:
    assert calm_moment(at(moment), member(), quiet) == at(calm)


@pytest.mark.parametrize(
    ("who", "moment", "calm"),
    [
        (member("12345"), "2026-03-06 18:00", "2026-03-06 18:00"),
        (member("12345"), "2026-03-07 10:00", "2026-03-09 08:00"),
        (member("3"), "2026-03-05 10:00", "2026-03-11 08:00"),
        (member("12345", ("2026-03-02", "2026-03-13")), "2026-03-03 10:00", "2026-03-16 08:00"),
        (member(""), "2026-03-03 10:00", None),
        (member("1234567", ("2026-01-01", "2028-01-01")), "2026-03-03 10:00", None),
    ],
)
def test_days_off(who: Member, moment: str, calm: str | None) -> None:
    assert calm_moment(at(moment), who, None) == (at(calm) if calm else None)


def test_the_first_morning_respects_quiet_hours_too() -> None:
    late_riser = QuietHours(begin=time(18), end=time(9, 30))
    assert calm_moment(at("2026-03-07 10:00"), member("12345"), late_riser) == at("2026-03-09 09:30")
    assert calm_moment(at("2026-03-06 19:00"), member("12345"), late_riser) == at("2026-03-09 09:30")


@pytest.mark.parametrize(
    ("mail", "moment", "due"),
    [
        (Mail.AT_ONCE, "2026-03-03 10:20", "2026-03-03 10:22"),
        (Mail.HOURLY, "2026-03-03 10:20", "2026-03-03 11:00"),
        (Mail.HOURLY, "2026-03-03 11:00", "2026-03-03 12:00"),
        (Mail.HOURLY, "2026-03-03 23:10", "2026-03-04 00:00"),
        (Mail.DAILY, "2026-03-03 07:59", "2026-03-03 08:00"),
        (Mail.DAILY, "2026-03-03 08:00", "2026-03-04 08:00"),
        (Mail.NEVER, "2026-03-03 10:20", None),
    ],
)
def test_how_soon_a_mail_follows(mail: str, moment: str, due: str | None) -> None:
    assert mail_moment(mail, at(moment), member(), None) == (at(due) if due else None)
