"""The shape of a language's table: what mail programs and their users write around a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Marks:
    """One language. Words are in lower case; those under "patterns" are regular expressions without groups.

    `labels` by role (from, date, to, cc, subject, other): the block above a quoted message, as Outlook writes it.
    `wrote`: what ends or stands in the line above a quote. `months`: twelve beginnings, to find and read dates.
    """

    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wrote: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    forward_subjects: tuple[str, ...] = ()
    # patterns of whole lines, or of what stands between dashes
    original: tuple[str, ...] = ()
    forwarded: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    # patterns of beginnings of a line that greets, and of words that announce answers between the quoted lines
    greetings: tuple[str, ...] = ()
    pointers: tuple[str, ...] = ()
    # patterns of beginnings of a paragraph
    cautions: tuple[str, ...] = ()
    banners: tuple[str, ...] = ()
    # plain words (alternatives parted by "|"), of which several in one paragraph make it legal caution
    caution_words: tuple[str, ...] = ()
    # words by which a person speaks of herself or to the reader: nobody's letterhead has them
    speaking: tuple[str, ...] = ()
    # the writer of herself alone: no legal department does that
    first_person: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
