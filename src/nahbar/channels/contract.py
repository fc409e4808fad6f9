"""What a channel takes and returns. Adapters see this module, toolbox and language, and no database.

A message in:  raw bytes -> `Channel.fingerprint` (at the door) -> `Channel.parse` -> `Inbound`.
A message out: `Outbound` -> `Channel.compose` -> final bytes, stored -> `Channel.open` -> `Sender.send` -> `Receipt`.

Everything is immutable, so that a retry can only ever send what the first try sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from nahbar.toolbox.faults import Fault


@dataclass(frozen=True, slots=True)
class Party:
    """One end of a message: a name as people write it, and an address as the channel writes it.

    For a letter the address is the postal address, one line of it per text line, without the name.
    """

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a message. `content_id` (without brackets) ties an inline image to the HTML."""

    name: str
    media_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""


class InboundKind(StrEnum):
    """Who or what wrote: only `HUMAN` starts somebody's waiting."""

    HUMAN = "human"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    RECEIPT = "receipt"
    LIST = "list"
    NOTIFICATION = "notification"
    CALENDAR = "calendar"


class FoldKind(StrEnum):
    """What a span of text is when it is not the writer's own words."""

    QUOTE = "quote"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Fold:
    """`text[start:end]` is folded on the page, never removed. Spans are in order and do not overlap."""

    start: int
    end: int
    kind: FoldKind


def without_folds(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The writer's own words: `text` without the (start, end) spans, which are in order and apart."""
    parts, position = [], 0
    for start, end in spans:
        parts.append(text[position:start])
        position = end
    return ("".join(parts) + text[position:]).strip()


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says: about which of our messages, and for whom.

    `permanent`: the address would refuse the same again. `gave_up`: no server tries any more, so the message did not
    arrive; false for "still trying" reports. A server that gave up after days of no answer is no permanent refusal.
    """

    permanent: bool
    recipient: str
    status: str
    about: str
    sentence: str = ""
    gave_up: bool = True


@dataclass(frozen=True, slots=True)
class Absence:
    """From when to when somebody is away, as an out-of-office reply says; None where it does not say."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting that a message invites to, moves or calls off (`method` of RFC 5546: REQUEST, CANCEL, REPLY ...).

    `starts` and `ends` carry their zone; an all-day event starts at midnight UTC and has `all_day` set.
    """

    summary: str
    starts: datetime | None
    ends: datetime | None = None
    all_day: bool = False
    place: str = ""
    organiser: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """One check of where a message came from, as a receiving server or we ourselves made it (RFC 8601).

    `method` is spf, dkim, dmarc or arc; `result` the word of the RFC (pass, fail, softfail, none ...); `domain` whom
    it speaks of; `server` the authserv-id that says so, "" where we checked by ourselves.
    """

    method: str
    result: str
    domain: str = ""
    server: str = ""


@dataclass(frozen=True, slots=True)
class SpamVerdict:
    """What a filter on the way thought of a message; `score` is the filter's own scale."""

    is_spam: bool
    filter: str = ""
    score: float | None = None


class Seal(StrEnum):
    """What is known about a signature or an encryption."""

    VALID = "valid"  # signed, and the signature fits a certificate that we know
    INVALID = "invalid"  # signed, and the text was changed, or somebody else's key was used
    UNCHECKED = "unchecked"  # signed, and we know no certificate for it
    ENCRYPTED = "encrypted"  # cannot be read here


@dataclass(frozen=True, slots=True)
class Protection:
    """S/MIME (RFC 8551) or OpenPGP (RFC 3156) around a message. `signer` is the address in the certificate."""

    kind: str  # "smime" or "pgp"
    seal: Seal
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The mail that somebody passed on: who wrote it, as far as the forwarded head or file says."""

    author: Party
    subject: str = ""
    sent_at: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message in, understood. `text` is whole; `folds` mark what the page hides at first.

    `key` is the channel's own id of the message (Message-ID without brackets), `refs` the ids it answers,
    nearest first. `tokens` are the plus-address tokens of ours that it was sent to or refers to, unverified.
    `warnings` are sentences for the member, e.g. that a charset had to be guessed.
    `sender` is the human; where a machine wrote in their name (contact form, no-reply), `through` is the machine.
    `auto_submitted` is true where the message says that no person sent it (RFC 3834), `null_return_path` where
    nobody is to answer it, `loop` where it carries our own loop header: conversation keys, nearest first.
    """

    sender: Party
    text: str
    subject: str = ""
    key: str = ""
    kind: InboundKind = InboundKind.HUMAN
    to: tuple[Party, ...] = ()
    cc: tuple[Party, ...] = ()
    reply_to: Party | None = None
    html: str = ""
    folds: tuple[Fold, ...] = ()
    sent_at: datetime | None = None
    refs: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    bounces: tuple[Bounce, ...] = ()
    language: str = ""
    warnings: tuple[str, ...] = ()
    through: Party | None = None
    forwarded: Forwarded | None = None
    absence: Absence | None = None
    appointment: Appointment | None = None
    proofs: tuple[Proof, ...] = ()
    spam: SpamVerdict | None = None
    protection: Protection | None = None
    auto_submitted: bool = False
    null_return_path: bool = False
    loop: tuple[str, ...] = ()

    @property
    def own_words(self) -> str:
        return without_folds(self.text, ((fold.start, fold.end) for fold in self.folds))


@dataclass(frozen=True, slots=True)
class Earlier:
    """One message of the thread so far, quoted below a reply."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class FirmDetails:
    """The mandatory details of a business letter in any form (35a GmbHG, 80 AktG, 37a HGB), ready to print.

    `lines` go below name and address in every message, e.g. "Sitz: Ort, Amtsgericht Ort, HRB 123".
    """

    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message out, before it is rendered for its channel.

    `key` is the id fixed before the first try (the Message-ID without brackets), `reply_to` carries the
    conversation's token. `text` is what the member wrote (salutation to closing, no footer); `html` is its
    rich twin or empty, then the channel derives it. `signature` is the member's own, one line per text line.
    `language` is "de" or "en" and decides the few words that we add ourselves. `automatic` marks mail that no
    person wrote (RFC 3834). `refs` are the thread's ids, nearest first, as in `Inbound`.
    """

    key: str
    sender: Party
    to: tuple[Party, ...]
    subject: str
    text: str
    created_at: datetime
    cc: tuple[Party, ...] = ()
    bcc: tuple[Party, ...] = ()
    reply_to: Party | None = None
    html: str = ""
    signature: str = ""
    firm: FirmDetails = FirmDetails()
    earlier: tuple[Earlier, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    in_reply_to: str = ""
    refs: tuple[str, ...] = ()
    language: str = "de"
    automatic: bool = False


class Outcome(StrEnum):
    """What became of one recipient's copy in one try."""

    ACCEPTED = "accepted"  # the other side took responsibility
    TEMPORARY = "temporary"  # not taken, may be tried again
    PERMANENT = "permanent"  # not taken, trying again is useless
    UNKNOWN = "unknown"  # the answer was lost: only a person may decide to send again


@dataclass(frozen=True, slots=True)
class RecipientResult:
    """`answer` is the other side's own words, kept as evidence; `sentence` says it for a person."""

    address: str
    outcome: Outcome
    answer: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One try: a result per recipient, and the id that the other side gave it, where it gave one."""

    results: tuple[RecipientResult, ...]
    remote_id: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """What a sender gets: the final bytes and whom they are for.

    `created_at` is the signing time, so that every retry carries the same bytes.
    """

    key: str
    sender: str
    recipients: tuple[str, ...]
    content: bytes
    created_at: datetime


class SendFault(Fault):
    """A try failed as a whole before anything was handed over (no connection, refused login, printer away).

    `permanent=False` is tried again with back-off; `permanent=True` needs a person (e.g. a wrong password).
    Never raised once the other side may have taken the message: that is `Outcome.UNKNOWN`.
    """


class ParseFault(Fault):
    """The bytes cannot be read as a message; they still become a conversation with the raw file attached."""


class SettingsFault(Fault):
    """The settings of an inbox are wrong; `field` names the one to mend."""

    def __init__(self, sentence: str, *, field: str = "", permanent: bool | None = None) -> None:
        super().__init__(sentence, permanent=permanent)
        self.field = field


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can carry, as data: pages and API ask here instead of asking for the channel's name."""

    subject: bool
    html: bool
    attachments: bool
    cc: bool
    quotes_thread: bool
    receives: bool
    undo_seconds: int
    max_length: int | None = None
    public: bool = False
    reply_window_hours: int | None = None
    shared_address: bool = False  # a household may share it: the name tells the persons apart
    filtered: bool = False  # a spam filter for mail can read the raw messages that come in


@dataclass(frozen=True, slots=True)
class SettingsField:
    """One setting of an inbox; the desk renders these as a form. `secret` values are stored sealed."""

    name: str
    label: str
    help: str = ""
    kind: str = "text"  # text | lines (several, as in a PEM key) | number | choice | switch
    secret: bool = False
    required: bool = False
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()


class Sender(Protocol):
    """An open way out; one connection serves many messages. Not shared between threads."""

    def send(self, handover: Handover) -> Receipt:
        """Hand one message over. Raises SendFault where nothing can have been taken."""
        ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message found on a server; `provider_id` is unique within the inbox (folder, UIDVALIDITY and UID)."""

    provider_id: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class FetchBatch:
    """Some messages and the cursor that stands behind them; both are stored in one transaction.

    `alarms` are sentences for everyone who reads the inbox, e.g. that the server lost messages in between.
    """

    messages: tuple[Fetched, ...]
    cursor: Mapping[str, Any]
    alarms: tuple[str, ...] = ()


class Fetcher(Protocol):
    """An open way in for channels that have to look for mail themselves. Not shared between threads."""

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[FetchBatch]:
        """Everything after `cursor` (opaque JSON, {} at first), oldest first, in small batches.

        Raises SendFault where the server cannot be reached or refuses us.
        """
        ...

    def wait(self, seconds: float) -> bool:
        """Sleep until something may be new, at most `seconds`; true where the server said so (IDLE)."""
        ...


class Channel(Protocol):
    """A kind of medium. `name` stands in the database, `suffix` ends the file of an outgoing message."""

    name: str
    suffix: str
    capabilities: Capabilities
    fields: tuple[SettingsField, ...]
    recipe_fields: tuple[SettingsField, ...]
    """What a recipe for the forms of one sender asks for; () where the channel has none."""

    def check(self, settings: Mapping[str, str]) -> list[SettingsFault]:
        """What is wrong with these settings (secrets included); empty where all is well. No network."""
        ...

    def probe(self, settings: Mapping[str, str]) -> list[str]:
        """Try the connections for real; one sentence per thing that works. Raises SendFault or SettingsFault."""
        ...

    def normalise(self, address: str) -> str:
        """The one spelling under which an address is stored and found. Raises SettingsFault for no address."""
        ...

    def fingerprint(self, raw: bytes) -> str:
        """The same text (64 hexadecimal characters) for the same message, whichever way it came."""
        ...

    def parse(self, raw: bytes) -> Inbound:
        """Read a message in. Raises ParseFault."""
        ...

    def read_form(self, recipe: Mapping[str, str], inbound: Inbound) -> Mapping[str, str]:
        """What a recipe finds in a message, to be tried before it is used. Raises SettingsFault for a wrong one."""
        ...

    def apply_recipes(self, inbound: Inbound, recipes: Iterable[Mapping[str, str]]) -> Inbound:
        """The message as the human's own, by the first recipe that fits; unchanged where none does."""
        ...

    def check_protection(self, raw: bytes, inbound: Inbound, certificates: Path) -> Inbound:
        """`inbound` with its signature checked against the folder `certificates`; never fails.

        A channel that knows no signatures returns `inbound` as it is.
        """
        ...

    def compose(self, outbound: Outbound) -> bytes:
        """Render the final bytes. Raises SettingsFault where a part is missing (e.g. the postal address)."""
        ...

    def open(
        self, settings: Mapping[str, str], renewed: Callable[[Mapping[str, str]], None] = ...
    ) -> AbstractContextManager[Sender]:
        """Open a way out; connecting may be put off to the first `send`.

        `renewed` is called at once with secrets that the server exchanged (OAuth refresh tokens).
        """
        ...

    def fetcher(
        self, settings: Mapping[str, str], renewed: Callable[[Mapping[str, str]], None]
    ) -> AbstractContextManager[Fetcher] | None:
        """A way to look for new messages; None where the settings name no server to look at.

        `renewed` is called at once with secrets that the server exchanged (OAuth refresh tokens).
        """
        ...
