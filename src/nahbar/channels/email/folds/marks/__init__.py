"""What stands around a mail's text, one table per language; a new language is a new table in `EVERY`."""

from __future__ import annotations

from nahbar.channels.email.folds.marks.eastern import (
    CHINESE,
    CZECH,
    HUNGARIAN,
    JAPANESE,
    POLISH,
    RUSSIAN,
    TURKISH,
    UKRAINIAN,
)
from nahbar.channels.email.folds.marks.english import ENGLISH
from nahbar.channels.email.folds.marks.german import GERMAN
from nahbar.channels.email.folds.marks.germanic import DANISH, DUTCH, FINNISH, NORWEGIAN, SWEDISH
from nahbar.channels.email.folds.marks.model import Marks
from nahbar.channels.email.folds.marks.romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH

EVERY: tuple[Marks, ...] = (
    *(GERMAN, ENGLISH, FRENCH, ITALIAN, SPANISH, PORTUGUESE, DUTCH, DANISH, NORWEGIAN, SWEDISH, FINNISH),
    *(POLISH, CZECH, HUNGARIAN, RUSSIAN, UKRAINIAN, TURKISH, JAPANESE, CHINESE),
)

__all__ = ["EVERY", "Marks"]
