"""The only door to time, so that a test can hold it still."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_held: list[datetime] = []


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _held[-1] if _held else datetime.now(UTC)


def monotonic() -> float:
    """Seconds that never run backwards, for measuring spans."""
    return time.monotonic()


@contextmanager
def hold(moment: datetime) -> Iterator[None]:
    """Make `now()` answer `moment` inside the block (all threads of the process)."""
    _held.append(moment)
    try:
        yield
    finally:
        _held.pop()


def advance(span: timedelta) -> None:
    """Move a held clock on by `span`; only inside `hold`."""
    _held[-1] += span
