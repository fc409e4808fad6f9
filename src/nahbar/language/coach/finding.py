"""What the coach says about a place in a draft."""

from __future__ import annotations

from dataclasses import dataclass

from nahbar.language.spans import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark, in the language of the draft.

    `span` is the place in the draft; what is absent has start = end = 0 and no text. `better` is a wording to take
    over in its place, or empty where only the writer can find one. `source` says where the rule comes from.
    """

    rule: str
    span: Span
    what: str
    why: str
    better: str
    source: str


NOWHERE = Span(0, 0, "")
# Where the rules come from. The letters and numbers are the requirements in the design.
WARM = "Nahbar H1: warm, direct, to the point"
NO_DEAD_END = "Nahbar H2 and M4: no dead ends, the phone is never the only answer"
PERSONAL = "Nahbar K1 and M6: people write to people"
ANSWERED = "Nahbar M1: nothing stays unanswered"
PROMISE = "Nahbar M3: a promise has a date and is kept"
TONE = "Nahbar D10: speak as the person speaks"
# Readability programs call a German sentence too long from 26 words on; the Hohenheim index counts those over 20.
LENGTH = "published rules of thumb for readable sentences: 20 to 26 words"
