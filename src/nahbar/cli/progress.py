"""A bar for long work: on a terminal only, so that logs of timers and cron stay readable."""

from __future__ import annotations

import sys

from tqdm import tqdm


def bar(what: str, *, total: int | None = None, unit: str = "", scaled: bool = False) -> tqdm:
    """A progress bar; `scaled` writes 1.2M instead of 1200000. Use it as a context manager and `update` it."""
    return tqdm(
        desc=what, total=total, unit=unit, unit_scale=scaled, disable=not sys.stderr.isatty(), leave=False, delay=0.5
    )
