"""An IMAP server written from RFC 3501 that holds a few messages and lies on order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from channels.email.talk import Served, Talk, serving

Lie = Callable[[Talk, str, str], None]


@dataclass
class Mailbox:
    """`messages` by UID; `capabilities` are announced; `heard` collects what the client asked."""

    messages: dict[int, bytes] = field(default_factory=dict)
    uidvalidity: int = 7
    capabilities: str = "IMAP4rev1 IDLE"
    heard: list[str] = field(default_factory=list)

    @property
    def uidnext(self) -> int:
        return max(self.messages, default=0) + 1

    def listed(self, given: str) -> list[int]:
        """The UIDs of a set such as 3,5:9,12:*; "*" is the highest, and n:* always holds it (RFC 3501 6.4.8)."""
        highest = max(self.messages, default=0)
        found: set[int] = set()
        for part in given.split(","):
            first, _, last = part.replace("*", str(highest)).partition(":")
            low, high = sorted((int(first), int(last or first)))
            found |= {uid for uid in self.messages if low <= uid <= high}
        return sorted(found)


@dataclass
class Scripted:
    """The running server."""

    served: Served
    mailbox: Mailbox

    @property
    def port(self) -> int:
        return self.served.port


@contextmanager
def lying(mailbox: Mailbox, lies: Mapping[str, Lie] | None = None) -> Iterator[Scripted]:
    """Run the server. `lies` maps a regular expression over the command (without tag), or GREETING, to what
    happens instead; it gets the talk, the tag and the command.
    """
    orders = dict(lies or {})

    def handle(talk: Talk) -> None:
        if "GREETING" in orders:
            orders["GREETING"](talk, "*", "")
        else:
            talk.say("* OK ready")
        while True:
            tag, _, command = talk.hear().partition(" ")
            mailbox.heard.append(command)
            lie = next((lie for key, lie in orders.items() if re.match(key, command, re.IGNORECASE)), None)
            if lie:
                lie(talk, tag, command)
            elif answer(talk, tag, command):
                return

    def answer(talk: Talk, tag: str, command: str) -> bool:
        word = command.upper()
        if word.startswith("CAPABILITY"):
            talk.say(f"* CAPABILITY {mailbox.capabilities}")
        elif word.startswith("EXAMINE"):
            talk.say(f"* {len(mailbox.messages)} EXISTS", "* 0 RECENT", "* FLAGS ()")
            talk.say(f"* OK [UIDVALIDITY {mailbox.uidvalidity}] ok", f"* OK [UIDNEXT {mailbox.uidnext}] ok")
        elif match := re.match(r"UID SEARCH \(?UID ([\d:*,]+)", word):
            talk.say(f"* SEARCH {' '.join(map(str, mailbox.listed(match[1])))}".rstrip())
        elif match := re.match(r"UID FETCH ([\d:*,]+) \(RFC822.SIZE\)", word):
            talk.say(*(f"* {n} FETCH (UID {uid} RFC822.SIZE {len(raw)})" for n, uid, raw in chosen(match[1])))
        elif match := re.match(r"UID FETCH ([\d:*,]+) \(BODY.PEEK\[\]\)", word):
            for number, uid, raw in chosen(match[1]):
                talk.say(f"* {number} FETCH (UID {uid} BODY[] {{{len(raw)}}}", raw + b")")
        elif word.startswith("IDLE"):
            talk.say("+ idling")
            talk.hear()
        talk.say(f"{tag} OK done")
        return word.startswith("LOGOUT")

    def chosen(given: str) -> list[tuple[int, int, bytes]]:
        order = {uid: number for number, uid in enumerate(sorted(mailbox.messages), 1)}
        return [(order[uid], uid, mailbox.messages[uid]) for uid in mailbox.listed(given)]

    with serving(handle) as served:
        yield Scripted(served, mailbox)
