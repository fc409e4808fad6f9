"""Invented stories in any number: the spread of a busy firm's inbox. Same seed, same stories."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nahbar.channels.contract import Attachment, Inbound, Party
from nahbar.conversations.actions.threads import token_of
from nahbar.demo.bulk.story import Answered, Blob, Came, Closed, Given, Noted, Step, Story
from nahbar.toolbox.ids import ALPHABET

# Shares of all conversations, as in a firm that keeps up with its mail.
OPEN = 0.05
WAITING_OF_OPEN = 0.5
TAKEN_BY_SOMEBODY = 0.8
NOTED = 0.08
INBOX_SHARES = (0.6, 0.25, 0.15)
# So many conversations a person has with us on average; some write every month, most once.
CONVERSATIONS_A_PERSON = 1.7
FIRST = ("Aylin", "Bruno", "Clara", "Deniz", "Elif", "Fabian", "Greta", "Henrik", "Ida", "Jonas", "Käthe", "Leon")
LAST = ("Adler", "Busch", "Conrad", "Demir", "Engel", "Fuchs", "Graf", "Hansen", "Imhof", "Jäger", "Keller", "Lorenz")
NOTES = ("Habe in der Werkstatt gefragt.", "Kulanz ist mit Georg besprochen.", "Rückruf am Dienstag zugesagt.")


@dataclass(frozen=True, slots=True)
class Sample:
    """A mail that was really parsed; the stories are made of many like it."""

    inbound: Inbound
    raw: Blob
    attachments: tuple[tuple[Attachment, Blob], ...] = ()


@dataclass(frozen=True, slots=True)
class ReplySample:
    """What a member wrote once, and the bytes that left."""

    text: str
    raw: Blob


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom and what the stories are made of."""

    member_ids: Sequence[int]
    inboxes: Sequence[tuple[int, str]]
    """Id and address, the busiest first."""
    samples: Sequence[Sample]
    replies: Sequence[ReplySample]
    until: datetime
    span: timedelta = timedelta(days=3 * 365)


def message_counts(conversations: int, messages: int, chance: random.Random) -> list[int]:
    """How many messages each conversation has: one at least, `messages` together, a few very long ones."""
    counts = [1] * conversations
    weights = [chance.paretovariate(1.6) for _ in range(conversations)]
    for place in chance.choices(range(conversations), weights, k=messages - conversations):
        counts[place] += 1
    return counts


def stories(cast: Cast, *, conversations: int, messages: int, seed: int) -> Iterator[Story]:
    """`conversations` stories with `messages` messages in all, in the order of their beginnings."""
    chance = random.Random(seed)  # noqa: S311 - invented stories, no secret
    step = cast.span / max(1, conversations)
    for number, count in enumerate(message_counts(conversations, messages, chance)):
        began = cast.until - cast.span + number * step
        yield _Telling(cast, random.Random(f"{seed} {number}"), number, conversations).story(began, count)  # noqa: S311 - same


class _Telling:
    """Makes up one story."""

    def __init__(self, cast: Cast, chance: random.Random, number: int, conversations: int) -> None:
        self.cast = cast
        self.chance = chance
        self.number = number
        self.key = self._random_key(12)
        self.inbox_id, self.inbox = chance.choices(cast.inboxes, INBOX_SHARES[: len(cast.inboxes)])[0]
        self.member_id = chance.choice(cast.member_ids)
        self.person = self._person(max(1, int(conversations / CONVERSATIONS_A_PERSON)))
        self.thread: list[str] = []
        self.last: Sample | None = None

    def story(self, began: datetime, count: int) -> Story:
        opened, waits = self.chance.random() < OPEN, self.chance.random() < WAITING_OF_OPEN
        steps: list[Step] = [self._came(began)]
        if self.chance.random() < TAKEN_BY_SOMEBODY:
            steps.append(Given(began + timedelta(minutes=20), self.member_id))
        at = began
        for left in range(count - 2, -1, -1):
            at += timedelta(minutes=self.chance.randrange(30, 6000))
            at = min(at, self.cast.until - timedelta(seconds=left + 2))
            steps.append(self._next(at, last=left == 0, waits=opened and waits))
        if not opened:
            steps.append(Closed(min(at + timedelta(minutes=5), self.cast.until), self.member_id))
        return Story(self.key, self.inbox_id, tuple(steps))

    def _next(self, at: datetime, *, last: bool, waits: bool) -> Step:
        """Somebody writes: mostly in turn, sometimes a note; the last word is the person's where they wait."""
        ours = len(self.thread) % 2 == 1
        if last:
            return self._came(at) if waits else self._answered(at)
        if self.chance.random() < NOTED:
            return Noted(at, self.member_id, self.chance.choice(NOTES))
        return self._answered(at) if ours else self._came(at)

    def _came(self, at: datetime) -> Came:
        sample = self.chance.choice(self.cast.samples)
        key = f"{self._random_key(20)}@post.kundschaft.example"
        subject = sample.inbound.subject if self.last is None else f"Re: {self.last.inbound.subject}"
        inbound = replace(
            sample.inbound,
            sender=self.person,
            to=(Party("", self.inbox),),
            key=key,
            refs=tuple(reversed(self.thread[-10:])),
            subject=subject,
            sent_at=at,
            attachments=(),
        )
        self.last = self.last or sample
        self.thread.append(key)
        fingerprint = hashlib.sha256(key.encode()).hexdigest()
        return Came(at, inbound, sample.raw, fingerprint, f"smtp:{self._random_key(20)}", sample.attachments)

    def _answered(self, at: datetime) -> Answered:
        sample = self.chance.choice(self.cast.replies)
        key = f"{self._random_key(16)}.{token_of(self.key)}@{self.inbox.partition('@')[2]}"
        self.thread.append(key)
        return Answered(
            at, self.member_id, sample.text, key, sample.raw, at + timedelta(seconds=2), "250 2.0.0 Taken"
        )

    def _person(self, people: int) -> Party:
        # Squared, so that some people write often.
        which = int(self.chance.random() ** 2 * people)
        first, last = FIRST[which % len(FIRST)], LAST[which // len(FIRST) % len(LAST)]
        plain = f"{first}.{last}".lower().replace("ä", "ae")
        return Party(f"{first} {last}", f"{plain}{which}@kundschaft.example")

    def _random_key(self, length: int) -> str:
        return "".join(self.chance.choices(ALPHABET, k=length))
