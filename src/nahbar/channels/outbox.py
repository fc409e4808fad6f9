"""A way out that leads into a folder: the demo's, where nothing ever leaves the machine."""

from __future__ import annotations

import os
import re
from pathlib import Path

from nahbar.channels.contract import Handover, Outcome, Receipt, RecipientResult, SendFault
from nahbar.toolbox.ids import new_key


class FolderSender:
    """Writes each message as one file, named by its key: a second try writes the same file."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self.folder = folder
        self.suffix = suffix

    def send(self, handover: Handover) -> Receipt:
        target = self.folder / f"{_file_name(handover.key)}.{self.suffix}"
        partial = self.folder / f".{new_key()}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as file:
                file.write(handover.content)
                file.flush()
                os.fsync(file.fileno())
            partial.rename(target)
        except OSError as error:
            raise SendFault(f"The outbox folder cannot be written: {error.strerror}.", permanent=False) from error
        answer = f"written to {target.name}"
        return Receipt(tuple(RecipientResult(address, Outcome.ACCEPTED, answer) for address in handover.recipients))


def _file_name(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9._@-]", "_", key)[:150].lstrip(".")
