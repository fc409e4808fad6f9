from __future__ import annotations

from datetime import UTC, datetime, timedelta

from nahbar.toolbox import clock


def test_held_clock_stands_still_and_moves_on_demand() -> None:
    moment = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
    with clock.hold(moment):
        assert clock.now() == moment
        clock.advance(timedelta(hours=2))
        assert clock.now() == moment + timedelta(hours=2)
        with clock.hold(moment):
            assert clock.now() == moment
        assert clock.now() == moment + timedelta(hours=2)
    assert clock.now() > moment


def test_now_is_aware() -> None:
    assert clock.now().utcoffset() == timedelta(0)
