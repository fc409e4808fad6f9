"""Postal addresses: tidy lines that fit into the window, and what makes them plausible."""

from __future__ import annotations

import re

from nahbar.channels.contract import Party, SettingsFault
from nahbar.toolbox.printable import printable

MAX_LINES = 5  # recipient with name: print services want the block to end above y 85.5
MAX_WIDTH = 60  # characters of one line; longer ones would be set too small to be read by a sorting machine

# 37073 Göttingen, D-37073 Göttingen, 1010 Wien, 00-950 Warszawa, 114 55 Stockholm, 1012 AB Amsterdam
POSTCODE_FIRST = re.compile(r"^(?:[A-Za-z]{1,3}[- ])?(?:\d{3,6}(?:[- ]\d{2,4})?|\d\d-\d{3})(?: [A-Z]{2})? +[^\W\d_]")
# London SW1A 1AA, Springfield, IL 62704, Dublin D02 X285
POSTCODE_LAST = re.compile(r"^[^\W\d_].* (?:\d{4,6}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?[A-Z\d]{3,4})$")


def tidy_lines(text: str) -> list[str]:
    """The lines of `text` that say something, spaces collapsed."""
    lines = (" ".join(line.split()) for line in printable(text).split("\n"))
    return [line for line in lines if line]


def normalise(address: str) -> str:
    """Street, postcode and city, country: one line each. Raises SettingsFault for what no postman could use.

    "Ahornweg 3, 37073 Göttingen" on one line is taken apart at its commas.
    """
    lines = tidy_lines(address)
    if len(lines) == 1:
        lines = tidy_lines(re.sub(r"[,;]", "\n", lines[0]))
    if len(lines) < 2:
        raise SettingsFault(
            "A postal address needs at least two lines: the street, then postcode and city.", field="address"
        )
    if not any(POSTCODE_FIRST.match(line) or POSTCODE_LAST.match(line) for line in lines[1:]):
        raise SettingsFault(
            "The postal address has no line with postcode and city, such as “37073 Göttingen”.", field="address"
        )
    check_window(lines, MAX_LINES - 1)
    return "\n".join(lines)


def check_window(lines: list[str], most: int) -> None:
    """Raise SettingsFault where `lines` do not fit into the window of an envelope."""
    if len(lines) > most:
        raise SettingsFault(
            f"The postal address has {len(lines)} lines; the window of an envelope shows {MAX_LINES} with the name. "
            "Please put some of them together.",
            field="address",
        )
    if max(map(len, lines)) > MAX_WIDTH:
        raise SettingsFault(
            f"A line of the postal address is longer than {MAX_WIDTH} characters and would not fit into the window.",
            field="address",
        )


def recipient_lines(party: Party) -> list[str]:
    """What stands in the window: the name, then the address. Raises SettingsFault."""
    lines = tidy_lines(party.name) + normalise(party.address).split("\n")
    check_window(lines, MAX_LINES)
    return lines
