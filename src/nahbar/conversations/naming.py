"""Who is named in a note: an @ with somebody's name, as people write it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from nahbar.accounts.models import Member
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.rules import members_of

MOST_NAMED = 20


def named_in(text: str, inbox: Inbox) -> dict[str, Any]:
    """What a note keeps of them: {"named": [[start, end, member's id], ...]}, {} where nobody is named.

    Only members who see the inbox can be named: the others would hear of what they may not read.
    """
    found = find(text, members_of(inbox)) if "@" in text else []
    return {"named": [list(each) for each in found[:MOST_NAMED]]} if found else {}


def find(text: str, members: Iterable[Member]) -> list[tuple[int, int, int]]:
    """Start and end of each name with its @, and whom it names: by full name or first name, whatever the case.

    The longest name counts. Two who share a first name are both meant where only that is written.
    """
    bearers: dict[str, list[int]] = {}
    for member in members:
        words = member.name.casefold().split()
        for name in dict.fromkeys((" ".join(words), words[0] if words else "")):
            if name:
                bearers.setdefault(name, []).append(member.pk)
    if not bearers:
        return []
    names = "|".join(_pattern(name) for name in sorted(bearers, key=len, reverse=True))
    # Inside a mail address the @ follows a letter.
    written = re.compile(rf"(?<![\w@.+-])@({names})(?!\w)", re.IGNORECASE)
    return [
        (match.start(), match.end(), pk)
        for match in written.finditer(text)
        for pk in bearers.get(" ".join(match[1].casefold().split()), [])
    ]


def _pattern(name: str) -> str:
    return r"[^\S\n]+".join(re.escape(word) for word in name.split())
