"""The letter: composed as PDF/A, handed to a hot folder or to a printer. Letters do not come in this way."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from nahbar.channels.contract import (
    Capabilities,
    Fetcher,
    Inbound,
    Outbound,
    ParseFault,
    Sender,
    SendFault,
    SettingsFault,
    SettingsField,
)
from nahbar.channels.letter import address as postal
from nahbar.channels.letter.content import letter_data
from nahbar.channels.letter.folder import FolderSender
from nahbar.channels.letter.form import FORM_B, Form
from nahbar.channels.letter.ipp import IppSender, describe
from nahbar.channels.letter.typesetting import STANDARD, NoGlyphFault, typeset

WAYS = (("folder", "Print folder"), ("ipp", "Printer (IPP)"))
FIELDS = (
    SettingsField(
        name="way",
        label="How letters leave",
        help="Into a folder that a print program watches, or straight to a printer.",
        kind="choice",
        required=True,
        default="folder",
        choices=WAYS,
    ),
    SettingsField(
        name="folder",
        label="Print folder",
        help="Full path of the folder, such as /srv/letters. Only for letters that leave into a folder.",
    ),
    SettingsField(
        name="printer",
        label="Printer",
        help="Address of the printer or CUPS queue, such as ipp://localhost/printers/letters. Only for a printer.",
    ),
)


class LetterChannel:
    """`form` is the letter's layout (DIN 5008), `standard` the PDF/A level ("a-2b" or "a-1b")."""

    name = "letter"
    suffix = "pdf"
    capabilities = Capabilities(
        subject=True,
        html=True,
        attachments=False,  # PDF/A does not embed PDF pages, and a list of enclosures that nobody prints would lie
        cc=False,
        quotes_thread=False,
        receives=False,
        undo_seconds=15,
        shared_address=True,
    )
    fields = FIELDS
    recipe_fields: tuple[SettingsField, ...] = ()

    def __init__(self, form: Form = FORM_B, standard: str = STANDARD) -> None:
        self._form = form
        self._standard = standard

    def check(self, settings: Mapping[str, str]) -> list[SettingsFault]:
        """What is wrong with these settings; looks at no disk and no network."""
        way = settings.get("way", "")
        if not way:
            return [SettingsFault("Please choose how letters leave: folder or printer.", field="way")]
        if way == "folder":
            return _check_folder(settings.get("folder", "").strip())
        if way == "ipp":
            return _check_printer(settings.get("printer", "").strip())
        return [SettingsFault(f"There is no way called {way!r} for letters; choose folder or ipp.", field="way")]

    def probe(self, settings: Mapping[str, str]) -> list[str]:
        """Write and remove a file in the folder, or ask the printer. Raises SendFault, SettingsFault."""
        self._insist(settings)
        if settings["way"] == "ipp":
            return [describe(settings["printer"].strip())]
        folder = settings["folder"].strip()
        try:
            with tempfile.TemporaryFile(dir=folder, prefix=".nahbar-"):
                pass
        except OSError as error:
            raise SendFault(f"The print folder {folder} cannot be written to: {error.strerror}.") from error
        return [f"Letters can be written into {folder}."]

    def normalise(self, address: str) -> str:
        """One line each for street, postcode and city, country. Raises SettingsFault."""
        return postal.normalise(address)

    def fingerprint(self, raw: bytes) -> str:
        """SHA-256 of the file: two letters are the same when their bytes are."""
        return hashlib.sha256(raw).hexdigest()

    def parse(self, raw: bytes) -> Inbound:
        """Always raises ParseFault: what comes by post is a picture of paper, to be read by a person."""
        raise ParseFault(f"A letter that came by post ({len(raw)} bytes) cannot be read by machine yet.")

    def read_form(self, recipe: Mapping[str, str], inbound: Inbound) -> Mapping[str, str]:  # noqa: ARG002 - contract
        return {}

    def apply_recipes(self, inbound: Inbound, recipes: Iterable[Mapping[str, str]]) -> Inbound:  # noqa: ARG002 - contract
        return inbound

    def check_protection(self, raw: bytes, inbound: Inbound, certificates: Path) -> Inbound:  # noqa: ARG002 - contract
        return inbound

    def compose(self, outbound: Outbound) -> bytes:
        """The letter as PDF/A. Raises SettingsFault where address or firm's details are missing."""
        try:
            return typeset(letter_data(outbound, self._form), outbound.created_at, self._standard)
        except NoGlyphFault as fault:
            raise SettingsFault(fault.sentence, field="address") from fault

    def open(
        self, settings: Mapping[str, str], renewed: Callable[[Mapping[str, str]], None] = lambda _: None
    ) -> AbstractContextManager[Sender]:
        """A way to the folder or printer; nothing is contacted before the first `send`. Raises SettingsFault."""
        del renewed  # neither folder nor printer exchanges secrets
        self._insist(settings)
        if settings["way"] == "ipp":
            return _opened(IppSender(settings["printer"].strip()))
        return _opened(FolderSender(Path(settings["folder"].strip())))

    def fetcher(
        self,
        settings: Mapping[str, str],  # noqa: ARG002 - the contract's signature
        renewed: Callable[[Mapping[str, str]], None],  # noqa: ARG002 - the contract's signature
    ) -> AbstractContextManager[Fetcher] | None:
        """None: there is no server to look for letters at."""
        return None

    def _insist(self, settings: Mapping[str, str]) -> None:
        for fault in self.check(settings):
            raise fault


@contextmanager
def _opened(sender: Sender) -> Iterator[Sender]:
    yield sender


def _check_folder(folder: str) -> list[SettingsFault]:
    if not folder:
        return [SettingsFault("Please name the print folder.", field="folder")]
    if not Path(folder).is_absolute():
        return [SettingsFault("The print folder needs its full path, such as /srv/letters.", field="folder")]
    return []


def _check_printer(printer: str) -> list[SettingsFault]:
    if not printer:
        return [SettingsFault("Please give the printer's address.", field="printer")]
    try:
        parts = urlsplit(printer)
        host = parts.hostname
        parts.port  # noqa: B018 - reading it is what finds a wrong port
    except ValueError:
        host = None
    if not host or parts.scheme not in {"ipp", "ipps"}:
        sentence = "The printer's address looks like ipp://printer.example/ipp/print or ipps://…"
        return [SettingsFault(sentence, field="printer")]
    if parts.username or parts.password:
        sentence = "A printer's address carries no password, others could see it. Let a CUPS queue keep it."
        return [SettingsFault(sentence, field="printer")]
    return []
