"""Has the disk run out of room? Files and databases say so in different ways."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from nahbar.toolbox.faults import Full

# PostgreSQL's SQLSTATE disk_full, class 53 "insufficient resources"
POSTGRESQL_FULL = "53100"
SENTENCE = "The disk is full. Nothing was stored; make room and it goes on by itself."


def is_full(error: BaseException) -> bool:
    """Whether `error`, or what it was raised from, means that there is no room."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, Full) or (isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT)):
            return True
        if isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
            return True
        if getattr(cause, "sqlstate", "") == POSTGRESQL_FULL:
            return True
        cause = cause.__cause__
    return False


@contextmanager
def room_needed() -> Iterator[None]:
    """Raise Full for whatever fails inside because there is no room."""
    try:
        yield
    except Full:
        raise
    except Exception as error:
        if is_full(error):
            raise Full(SENTENCE) from error
        raise
