"""The demo company's shape: who works there, who writes, and what was said. nahbar.demo.content fills it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from nahbar.channels.registry import channel

FACES: Final = Path(__file__).parent / "faces"

Stage = Literal["quiet", "busy"]
Language = Literal["de", "en"]
Client = Literal["gmail", "outlook", "apple", "thunderbird", "webmail", "machine"]
Quote = Literal["", "gmail", "outlook", "apple", "inline"]
Machine = Literal["", "auto_reply", "bounce", "bulk"]
Kind = Literal["mail", "reply", "letter", "note", "assign", "close", "reopen"]


@dataclass(frozen=True, slots=True)
class Postal:
    """Where a letter goes."""

    street: str
    postcode: str
    city: str
    extra: str = ""
    country: str = "DE"


@dataclass(frozen=True, slots=True)
class Firm:
    """The company and the mandatory details of its mails and letters (GmbHG § 35a)."""

    name: str
    legal_form: str
    street: str
    postcode: str
    city: str
    country: str
    phone: str
    mail: str
    web: str
    register_court: str
    register_number: str
    vat_id: str
    directors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Team:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """One of the company; `signature` is what stands below their words."""

    key: str
    name: str
    email: str
    role: Literal["admin", "member"]
    title: str
    teams: tuple[str, ...]
    face: str
    signature: str
    language: Language = "de"

    @property
    def face_svg(self) -> str:
        """The drawing of the face, as SVG text."""
        return (FACES / self.face).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Inbox:
    """`sender` says whether a reply leaves under the member's own address or under the inbox's."""

    key: str
    name: str
    channel: Literal["email", "letter"]
    team: str
    address: str = ""
    sender: Literal["member", "inbox"] = "inbox"

    @property
    def receives(self) -> bool:
        """Can people write to it?"""
        return channel(self.channel).capabilities.receives


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the company, or is written to by letter (then `address` may be empty)."""

    name: str
    address: str = ""
    organisation: str = ""
    language: Language = "de"
    client: Client = "gmail"
    postal: Postal | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a conversation. `who` is "person" or a member's key; `at` is the age (see nahbar.demo.moments).

    `to` is the member or team of an assignment; `inline` the picture inside the HTML; `failed` the address
    that a bounce reports.
    """

    who: str
    kind: Kind
    at: timedelta
    text: str = ""
    subject: str = ""
    html: bool = False
    attachments: tuple[str, ...] = ()
    inline: str = ""
    quote: Quote = ""
    machine: Machine = ""
    failed: str = ""
    to: str = ""

    @property
    def is_answer(self) -> bool:
        """Did the company speak to the person?"""
        return self.kind in ("reply", "letter")


@dataclass(frozen=True, slots=True)
class Head:
    """What a conversation's file says before its person and turns."""

    subject: str
    inboxes: tuple[str, ...]
    stages: tuple[str, ...] = ("busy",)


@dataclass(frozen=True)
class Conversation:
    slug: str
    head: Head
    person: Person
    turns: tuple[Turn, ...]

    @cached_property
    def state(self) -> Literal["open", "closed"]:
        """Where the conversation stands after its last turn; a person's new mail opens it again."""
        for turn in reversed(self.turns):
            if turn.kind == "close":
                return "closed"
            if turn.kind in ("reopen", "mail"):
                return "open"
        return "open"

    @cached_property
    def waiting_since(self) -> timedelta | None:
        """Age of the oldest message of the person that no answer has followed; machine mail does not count."""
        if self.state == "closed":
            return None
        waiting: timedelta | None = None
        for turn in self.turns:
            if turn.is_answer or turn.kind == "close":
                waiting = None
            elif turn.kind == "mail" and not turn.machine and waiting is None:
                waiting = turn.at
        return waiting


@dataclass(frozen=True, slots=True)
class Company:
    firm: Firm
    teams: tuple[Team, ...]
    members: tuple[Member, ...]
    inboxes: tuple[Inbox, ...]
    conversations: tuple[Conversation, ...]

    def member(self, key: str) -> Member:
        """The member with this key; KeyError where there is none."""
        return {member.key: member for member in self.members}[key]

    def inbox(self, key: str) -> Inbox:
        """The inbox with this key; KeyError where there is none."""
        return {inbox.key: inbox for inbox in self.inboxes}[key]
