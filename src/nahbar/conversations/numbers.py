"""The number of a conversation as people write it into a subject: #123, [#123], Nr. 123.

The desk shows a conversation's number beside its subject, and members name it on the phone. Our own subjects do not
carry it: a reply finds its way by token and reference, and a person's mail should not look like a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ANSWER = re.compile(
    r"^\s*(?:re|aw|antw|antwort|wg|fwd?|sv|vs|tr|odp|r|i|rv|res|ynt|отв)\s*(?:\[\d{1,3}\])?\s*:", re.IGNORECASE
)
# At most nine digits: a number of a conversation, and no phone number or IBAN.
_NUMBER = re.compile(
    r"(?P<before>[^\W\d_][\w.-]{0,40}[\s:.-]{0,3})?"
    r"(?:(?P<framed>\[\s?#\s?(?P<a>\d{1,9})\s?\])|(?<![\w&#])#\s?(?P<b>\d{1,9})(?!\w|[.-]+\d)"
    r"|(?<![\w-])(?:nr|no|nummer|number)\b[\s.:]{0,3}#?(?P<c>\d{1,9})(?!\w|[.-]+\d))",
    re.IGNORECASE,
)
# What people number as well: an order is no conversation.
_OTHER_THINGS = re.compile(
    r"bestell|auftrag|rechnung|kunde|kd\b|artikel|art\b|vertrag|liefer|sendung|paket|beleg|angebot|serien|konto|mitglied"
    r"|haus|typ|modell|version|teil|platz|order|invoice|customer|item|contract|parcel|shipment|offer|quote|account"
    r"|serial|member|room|part|model",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A number in a subject. `firm` where nothing else is likely to be meant: in [#brackets], or # in an answer.

    Shops number orders with # as well; a person who writes for the first time about "#1042" must not be taken for
    a stranger at the door of conversation 1042.
    """

    number: int
    firm: bool


def numbers_in(subject: str) -> Iterator[Written]:
    """The numbers of conversations that this subject may name, in their order, at most five."""
    answer = bool(_ANSWER.match(subject))
    for count, found in enumerate(_NUMBER.finditer(subject[:500])):
        if count >= 5:
            return
        if not found["framed"] and _OTHER_THINGS.search(found["before"] or ""):
            continue
        digits = found["a"] or found["b"] or found["c"]
        yield Written(int(digits), firm=bool(found["framed"]) or (answer and bool(found["b"])))
