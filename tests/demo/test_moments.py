"""Ages before the anchor on a calendar without weekends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from nahbar.demo.moments import BERLIN, anchor_before, moment, parse_age
from nahbar.toolbox.faults import Misconfigured

TUESDAY = datetime(2026, 11, 17, 11, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("5d 3h 20m", timedelta(days=5, hours=3, minutes=20)),
        ("2h", timedelta(hours=2)),
        ("40m", timedelta(minutes=40)),
        ("3d 5m", timedelta(days=3, minutes=5)),
    ],
)
def test_ages_are_read(text: str, age: timedelta) -> None:
    assert parse_age(text) == age


@pytest.mark.parametrize("text", ["", "0d", "gestern", "3h 2d", "-2h", "2.5h"])
def test_what_is_no_age_is_said(text: str) -> None:
    with pytest.raises(Misconfigured, match="is no age"):
        parse_age(text)


@pytest.mark.parametrize(
    ("now", "anchor"),
    [
        (datetime(2026, 11, 17, 15, 0, tzinfo=BERLIN), TUESDAY),
        (datetime(2026, 11, 18, 10, 59, tzinfo=BERLIN), TUESDAY),
        (datetime(2026, 11, 17, 10, 0, tzinfo=UTC), TUESDAY),
        (datetime(2026, 11, 21, 12, 0, tzinfo=BERLIN), datetime(2026, 11, 20, 11, tzinfo=BERLIN)),
        (datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN), datetime(2026, 11, 20, 11, tzinfo=BERLIN)),
    ],
)
def test_the_anchor_is_the_last_working_day_at_eleven(now: datetime, anchor: datetime) -> None:
    assert anchor_before(now) == anchor


@pytest.mark.parametrize(
    ("age", "wall"),
    [
        ("2h", datetime(2026, 11, 17, 9, tzinfo=BERLIN)),
        ("20h", datetime(2026, 11, 16, 15, tzinfo=BERLIN)),
        ("1d 20h", datetime(2026, 11, 13, 15, tzinfo=BERLIN)),
        ("2d", datetime(2026, 11, 13, 11, tzinfo=BERLIN)),
        ("7d 1h", datetime(2026, 11, 6, 10, tzinfo=BERLIN)),
        ("17d", datetime(2026, 10, 23, 11, tzinfo=BERLIN)),  # summer time: the wall clock counts
    ],
)
def test_ages_skip_weekends(age: str, wall: datetime) -> None:
    assert moment(TUESDAY, parse_age(age)) == wall


def test_older_is_always_earlier() -> None:
    moments = [moment(TUESDAY, timedelta(minutes=17 * step)) for step in range(1, 3000)]
    assert all(later < earlier for earlier, later in pairwise(moments))
    assert all(wall.weekday() < 5 for wall in moments)
