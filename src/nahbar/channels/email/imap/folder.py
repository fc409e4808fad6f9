"""One folder: which messages are new, in which portions they come, and what the server kept from us.

The place in a folder is {"uidvalidity", "uid", "next", "missing"}: the highest UID read, the UIDNEXT of the last
look, and UIDs that the server listed but did not hand over, which are asked for again each time.

Alarms, by rule:
- another UIDVALIDITY: the server has renumbered; the whole folder is read again;
- UIDNEXT at or below the highest UID read: the server went back (a restored backup), and new mail would
  reuse numbers that we take for read; the whole folder is read again;
- UIDs between the last UIDNEXT and this one that SEARCH does not list: somebody removed mail before we saw it;
- a listed message that comes without a body or breaks the connection each time, or is larger than LARGEST.
Reading again harms nothing: the same message is recognised by its fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nahbar.channels.contract import Fetched
from nahbar.channels.email.imap.wire import Client

PORTION = 50  # messages
PORTION_BYTES = 8 * 1024 * 1024
BIG = 4 * 1024 * 1024  # bytes from which a message comes alone, so that two of them never meet in memory
LARGEST = 1024**3  # bytes that a worker can hold; no mail server takes such a mail anyway
LISTED = 500  # messages whose sizes are asked for at once
MOST_MISSING = 100
HIGHEST_UID = 2**32 - 1  # RFC 3501 section 2.3.1.1
SLACK = 16 * 1024 * 1024  # bytes; some servers only estimate RFC822.SIZE

RENUMBERED = (
    "The server has renumbered the folder “{folder}”. We read all of it again; what we know already is recognised."
)
WENT_BACK = (
    "The server has fewer messages in “{folder}” than we have read from it; it was probably restored from a backup. "
    "We read all of it again; what we know already is recognised."
)
VANISHED = (
    "Messages in “{folder}” were gone before we could read them ({count}). "
    "Another program, a rule or a colleague may have moved or deleted them."
)
NEVER_CAME = "Messages in “{folder}” that the server never handed over are gone from it now ({count})."
WITHHELD = "The server lists messages in “{folder}” but does not hand them over ({count}). We go on asking for them."
TOO_LARGE = "A message in “{folder}” is larger than {count} GB and stays on the server only."


@dataclass(frozen=True, slots=True)
class Place:
    """How far we have read a folder."""

    uidvalidity: int = 0
    uid: int = 0
    next: int = 0
    missing: tuple[int, ...] = ()

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Place:
        return cls(
            int(given.get("uidvalidity", 0)),
            int(given.get("uid", 0)),
            int(given.get("next", 0)),
            tuple(int(uid) for uid in given.get("missing", ())),
        )

    def written(self) -> dict[str, Any]:
        """As JSON for the cursor."""
        kept: dict[str, Any] = {"uidvalidity": self.uidvalidity, "uid": self.uid, "next": self.next}
        return {**kept, "missing": list(self.missing)} if self.missing else kept


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a folder found: the place to go on from, the UIDs to fetch, and alarms."""

    place: Place
    uids: tuple[int, ...]
    alarms: tuple[str, ...]


def look(client: Client, folder: str, before: Place | None, opened: Mapping[bytes, Any]) -> Look:
    """List what is new in `folder`, just `opened` (the answer to EXAMINE). Raises the library's errors."""
    uidvalidity, uidnext = int(opened.get(b"UIDVALIDITY", 0)), int(opened.get(b"UIDNEXT", 0))
    place, alarms = _start(folder, before, uidvalidity, uidnext)
    client.allow()
    found = client.search(["UID", f"{place.uid + 1}:*"])
    # "n:*" answers with the last message even where it is below n (RFC 3501 section 6.4.8), liars with anything
    new = sorted({uid for uid in found if place.uid < uid <= HIGHEST_UID})
    gone = _vanished(place, new, uidnext)
    if gone:
        alarms.append(VANISHED.format(folder=folder, count=gone))
    kept = _still_there(client, place.missing)
    if lost := len(place.missing) - len(kept):
        alarms.append(NEVER_CAME.format(folder=folder, count=lost))
    behind = replace(place, next=max(uidnext, place.next), missing=kept)
    return Look(behind, (*kept, *new), tuple(alarms))


def _still_there(client: Client, missing: tuple[int, ...]) -> tuple[int, ...]:
    if not missing:
        return ()
    client.allow()
    listed = set(client.search(["UID", ",".join(map(str, missing))]))
    return tuple(uid for uid in missing if uid in listed)


def _start(folder: str, before: Place | None, uidvalidity: int, uidnext: int) -> tuple[Place, list[str]]:
    fresh = Place(uidvalidity=uidvalidity)
    if before is None:
        return fresh, []
    if before.uidvalidity != uidvalidity:
        return fresh, [RENUMBERED.format(folder=folder)]
    if uidnext and before.uid >= uidnext:
        return fresh, [WENT_BACK.format(folder=folder)]
    return before, []


def _vanished(place: Place, new: list[int], uidnext: int) -> int:
    """How many UIDs were given out since the last look and are not listed; 0 at the first look at a folder."""
    if not place.next or not uidnext:
        return 0
    first = max(place.uid + 1, place.next)
    return max(0, uidnext - first - sum(1 for uid in new if first <= uid < uidnext))


def portions(client: Client, uids: Sequence[int]) -> Iterator[dict[int, int]]:
    """UIDs with their sizes (-1 where the server does not say), in portions that fit into memory."""
    client.allow()
    sizes = client.fetch(uids, ["RFC822.SIZE"])
    portion: dict[int, int] = {}
    for uid in uids:
        size = _size(sizes.get(uid, {}).get(b"RFC822.SIZE"))
        alone = size >= BIG or size < 0
        if portion and (alone or len(portion) >= PORTION or sum(portion.values()) + size > PORTION_BYTES):
            yield portion
            portion = {}
        portion[uid] = size
        if alone:
            yield portion
            portion = {}
    if portion:
        yield portion


def _size(given: object) -> int:
    return given if isinstance(given, int) and given >= 0 else -1


def bodies(client: Client, folder: str, place: Place, portion: Mapping[int, int]) -> tuple[list[Fetched], Look]:
    """The messages of one portion and the place behind them; what did not come is in `missing` and in an alarm."""
    wanted = [uid for uid, size in portion.items() if size <= LARGEST]
    size = sum(portion[uid] for uid in wanted)
    client.allow(2 * size + SLACK if all(portion[uid] >= 0 for uid in wanted) else LARGEST)
    # PEEK: looking must not mark as read
    answer = client.fetch(wanted, ["BODY.PEEK[]"]) if wanted else {}
    return received({uid: found.get(b"BODY[]") for uid, found in answer.items()}, folder, place, portion)


def received(
    raws: Mapping[int, object], folder: str, place: Place, portion: Mapping[int, int]
) -> tuple[list[Fetched], Look]:
    """As `bodies`, from what the server handed over: `raws` by UID."""
    alarms: list[str] = []
    messages: list[Fetched] = []
    missing: list[int] = []
    for uid, size in portion.items():
        raw = raws.get(uid)
        if size > LARGEST:
            alarms.append(TOO_LARGE.format(folder=folder, count=LARGEST // 1024**3))
        elif isinstance(raw, bytes):
            messages.append(Fetched(f"{folder}:{place.uidvalidity}:{uid}", raw))
        else:
            missing.append(uid)
    if fresh := [uid for uid in missing if uid not in place.missing]:
        alarms.append(WITHHELD.format(folder=folder, count=len(fresh)))
    still = [uid for uid in (*place.missing, *fresh) if uid in missing or uid not in portion]
    behind = replace(place, uid=max(place.uid, *portion), missing=tuple(still)[-MOST_MISSING:])
    return messages, Look(behind, (), tuple(alarms))
