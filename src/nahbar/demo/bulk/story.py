"""What happens in one conversation, as data: `Rows` makes rows of it, a test tells it through the actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nahbar.channels.contract import Attachment, Inbound


@dataclass(frozen=True, slots=True)
class Blob:
    """A file that is in the blob store already."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Came:
    """A person's message arrived by SMTP. `raw` is the file; `fingerprint` and `provider_id` are its own."""

    at: datetime
    inbound: Inbound
    raw: Blob
    fingerprint: str
    provider_id: str
    attachments: tuple[tuple[Attachment, Blob], ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A member replied; the other server took it at `accepted_at` with `answer`. `raw` is what left."""

    at: datetime
    member_id: int
    text: str
    key: str
    raw: Blob
    accepted_at: datetime
    answer: str
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    at: datetime
    member_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """The member took the conversation."""

    at: datetime
    member_id: int


@dataclass(frozen=True, slots=True)
class Closed:
    at: datetime
    member_id: int


Step = Came | Answered | Noted | Given | Closed


@dataclass(frozen=True, slots=True)
class Story:
    """One conversation with one person, in one inbox, in the order of time. The first step is a `Came`."""

    key: str
    inbox_id: int
    steps: tuple[Step, ...]
