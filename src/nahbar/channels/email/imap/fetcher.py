"""The way in: looks for new mail by IMAP, waits by IDLE, and changes nothing on the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from nahbar.channels.contract import FetchBatch, Fetched, SendFault
from nahbar.channels.email.imap import folder as imap_folder
from nahbar.channels.email.imap import login as imap_login
from nahbar.channels.email.imap.folder import Look, Place
from nahbar.channels.email.imap.wire import Client
from nahbar.channels.email.mailbox_settings import Server
from nahbar.channels.email.oauth import Tokens
from nahbar.channels.email.timeouts import DEFAULT, Timeouts
from nahbar.toolbox import clock

LONGEST_IDLE = 28 * 60  # seconds; RFC 2177 wants it renewed before 29 minutes are over


class FolderAbsent(SendFault):
    """A folder of the settings cannot be opened; the connection is fine."""


class ImapFetcher:
    """A `contract.Fetcher`. Connects when first needed and again after a break."""

    def __init__(
        self, server: Server, folders: tuple[str, ...], tokens: Tokens | None, timeouts: Timeouts = DEFAULT
    ) -> None:
        self._server = server
        self._folders = folders
        self._tokens = tokens
        self._timeouts = timeouts
        self._client: Client | None = None
        self._seen: dict[str, Place] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop()

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[FetchBatch]:
        """Everything after `cursor`, folder by folder, oldest first. Raises SendFault.

        A folder that does not exist is reported after the others have been read.
        """
        places = dict(cursor)
        absent: SendFault | None = None
        for folder in self._folders:
            try:
                yield from self._read(folder, places)
            except FolderAbsent as fault:
                absent = fault
        if absent:
            raise absent

    def wait(self, seconds: float) -> bool:
        """Wait for news in the first folder, at most `seconds`; the others are seen at the next `fetch`.

        True where the server spoke of a new message. Raises SendFault where the connection breaks.
        """
        end = clock.monotonic() + seconds
        folder = self._folders[0]
        with self._guarded():
            # What came between the last fetch and now would not be announced again
            uidnext = int(self._open_again(folder).get(b"UIDNEXT", 0))
            client = self._ready()
            if folder in self._seen and uidnext > self._seen[folder].next > 0:
                return True
            if not client.has_capability("IDLE"):
                client.wire.linger(end - clock.monotonic())
                return False
            while (left := end - clock.monotonic()) > 0:
                if client.wire.idle(min(left, LONGEST_IDLE)):
                    return True
        return False

    def counts(self) -> dict[str, int]:
        """How many messages each folder holds, to show that reading works. Raises SendFault."""
        found = {}
        for folder in self._folders:
            with self._guarded():
                found[folder] = int(self._open(self._ready(), folder).get(b"EXISTS", 0))
        return found

    def _read(self, folder: str, places: dict[str, Any]) -> Iterator[FetchBatch]:
        before = Place.read(places[folder]) if folder in places else None
        with self._guarded():
            opened = self._open_again(folder)
            client = self._ready()
            found = imap_folder.look(client, folder, before, opened)
        place, alarms = found.place, found.alarms
        for messages, behind in self._bodies(folder, place, found.uids):
            place = behind.place
            places[folder] = place.written()
            batch = FetchBatch(tuple(messages), dict(places), (*alarms, *behind.alarms))
            alarms = ()
            del messages
            yield batch
            del batch  # two big messages never meet here, even where the caller lets go of them late
        self._seen[folder] = place
        if alarms or places.get(folder) != place.written():
            places[folder] = place.written()
            yield FetchBatch((), dict(places), alarms)

    def _bodies(self, folder: str, place: Place, uids: Sequence[int]) -> Iterator[tuple[list[Fetched], Look]]:
        """All of `uids` in portions. A portion that breaks the connection is asked for message by message, so that
        a single one that the server chokes on does not close the mailbox for all others.
        """
        for start in range(0, len(uids), imap_folder.LISTED):
            with self._guarded():
                client = self._selected(folder, place)
                portions = list(imap_folder.portions(client, uids[start : start + imap_folder.LISTED]))
            for portion in portions:
                for part in self._parts(folder, place, portion):
                    place = part[1].place
                    yield part
                    del part  # or it would live on while the next one is fetched

    def _parts(self, folder: str, place: Place, portion: Mapping[int, int]) -> Iterator[tuple[list[Fetched], Look]]:
        try:
            with self._guarded():
                whole = imap_folder.bodies(self._selected(folder, place), folder, place, portion)
        except SendFault:
            for uid, size in portion.items():
                part = self._alone(folder, place, uid, size)
                place = part[1].place
                yield part
                del part
            return
        yield whole

    def _alone(self, folder: str, place: Place, uid: int, size: int) -> tuple[list[Fetched], Look]:
        """One message on a connection of its own; withheld where only this message fails, not the server."""
        try:
            with self._guarded():
                return imap_folder.bodies(self._selected(folder, place), folder, place, {uid: size})
        except SendFault:
            with self._guarded():
                self._selected(folder, place)
        return imap_folder.received({}, folder, place, {uid: size})

    def _selected(self, folder: str, place: Place) -> Client:
        """A connection with `folder` open, a new one after a break. Raises SendFault."""
        if self._client is None:
            opened = self._open(self._ready(), folder)
            if int(opened.get(b"UIDVALIDITY", 0)) != place.uidvalidity:
                raise SendFault(
                    f"The server renumbered “{folder}” while we were reading. We begin again.", permanent=False
                )
        return self._ready()

    def _open_again(self, folder: str) -> Mapping[bytes, Any]:
        """Open `folder`; a kept connection that the server has closed meanwhile is replaced once."""
        kept = self._client is not None
        try:
            return self._open(self._ready(), folder)
        except (IMAPClientAbortError, OSError):
            if not kept:
                raise
            self._drop()
            return self._open(self._ready(), folder)

    def _open(self, client: Client, folder: str) -> Mapping[bytes, Any]:
        """EXAMINE: open for reading only. Raises FolderAbsent."""
        client.allow()
        try:
            opened: Mapping[bytes, Any] = client.select_folder(folder, readonly=True)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            if imap_login.FOR_NOW.search(str(error)):
                raise
            raise FolderAbsent(
                f"The mailbox has no folder “{folder}” that we may read. Correct its name in the settings.",
                permanent=True,
            ) from error
        return opened

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Faults in words; after one the state of the connection is unknown, so it is given up."""
        try:
            with imap_login.in_words(self._server):
                yield
        except FolderAbsent:
            raise
        except SendFault:
            self._drop()
            raise

    def _ready(self) -> Client:
        if self._client is None:
            self._client = imap_login.connect(self._server, self._tokens, self._timeouts)
        return self._client

    def _drop(self) -> None:
        if self._client is not None:
            imap_login.hang_up(self._client)
            self._client = None
