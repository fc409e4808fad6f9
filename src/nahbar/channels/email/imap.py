"""The way in: looks for new mail by IMAP, waits by IDLE, and changes nothing on the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from nahbar.channels.contract import FetchBatch, SendFault
from nahbar.channels.email import imap_folder, imap_login
from nahbar.channels.email.imap_folder import Place
from nahbar.channels.email.imap_wire import Client
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
        places = {folder: place for folder, place in cursor.items() if folder in self._folders}
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
        portions = imap_folder.portions(client, found.uids)
        while True:
            with self._guarded():
                portion = next(portions, None)
                if portion is None:
                    break
                messages, behind = imap_folder.bodies(client, folder, place, portion)
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
