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


class Script:
    """One server's mailbox and lies, for each of its connections."""

    def __init__(self, mailbox: Mailbox, lies: Mapping[str, Lie]) -> None:
        self._mailbox = mailbox
        self._lies = lies

    def handle(self, talk: Talk) -> None:
        if "GREETING" in self._lies:
            self._lies["GREETING"](talk, "*", "")
        else:
            talk.say("* OK ready")
        while True:
            tag, _, command = talk.hear().partition(" ")
            self._mailbox.heard.append(command)
            lie = next((lie for key, lie in self._lies.items() if re.match(key, command, re.IGNORECASE)), None)
            if lie:
                lie(talk, tag, command)
                continue
            self._answer(talk, command.upper())
            talk.say(f"{tag} OK done")
            if command.upper() == "LOGOUT":
                return

    def _answer(self, talk: Talk, command: str) -> None:
        """The honest untagged answers."""
        box = self._mailbox
        if command == "CAPABILITY":
            talk.say(f"* CAPABILITY {box.capabilities}")
        elif command.startswith("EXAMINE"):
            talk.say(f"* {len(box.messages)} EXISTS", "* 0 RECENT", "* FLAGS ()")
            talk.say(f"* OK [UIDVALIDITY {box.uidvalidity}] ok", f"* OK [UIDNEXT {box.uidnext}] ok")
        elif command == "IDLE":
            talk.say("+ idling")
            talk.hear()
        elif match := re.match(r"UID SEARCH \(?UID ([\d:*,]+)", command):
            talk.say(f"* SEARCH {' '.join(map(str, box.listed(match[1])))}".rstrip())
        elif match := re.match(r"UID FETCH ([\d:*,]+) \((.*)\)", command):
            self._fetch(talk, match[1], match[2])

    def _fetch(self, talk: Talk, given: str, item: str) -> None:
        for number, uid in enumerate(sorted(self._mailbox.messages), 1):
            raw = self._mailbox.messages[uid]
            if uid not in self._mailbox.listed(given):
                continue
            if item == "RFC822.SIZE":
                talk.say(f"* {number} FETCH (UID {uid} RFC822.SIZE {len(raw)})")
            elif item == "BODY.PEEK[]":
                talk.say(f"* {number} FETCH (UID {uid} BODY[] {{{len(raw)}}}", raw + b")")


@contextmanager
def lying(mailbox: Mailbox, lies: Mapping[str, Lie] | None = None) -> Iterator[Scripted]:
    """Run the server. `lies` maps a regular expression over the command (without tag), or GREETING, to what
    happens instead; it gets the talk, the tag and the command.
    """
    with serving(Script(mailbox, lies or {}).handle) as served:
        yield Scripted(served, mailbox)
