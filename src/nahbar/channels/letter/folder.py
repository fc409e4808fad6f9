"""Handing letters over through a hot folder: a print shop's program takes away what appears in it."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from nahbar.channels.contract import Handover, Outcome, Receipt, RecipientResult, SendFault


class FolderSender:
    """Writes `<key>.pdf` under a hidden name first and renames it, so that nobody takes half a letter."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, handover: Handover) -> Receipt:
        """Put the letter into the folder; the same letter again changes nothing. Raises SendFault."""
        name = file_name(handover.key)
        target = self._folder / name
        if target.exists():
            return self._standing(target, handover)
        write_whole(target, handover.content)
        return _receipt(handover, Outcome.ACCEPTED, name, "The letter lies in the print folder.")

    @staticmethod
    def _standing(target: Path, handover: Handover) -> Receipt:
        if target.read_bytes() == handover.content:
            return _receipt(handover, Outcome.ACCEPTED, target.name, "The letter lay in the print folder already.")
        sentence = "The print folder holds another file of this name; please look at it before sending again."
        return _receipt(handover, Outcome.PERMANENT, target.name, sentence)


def file_name(key: str) -> str:
    """A file name for `key`: harmless in any file system, and different for different keys."""
    safe = re.sub(r"[^A-Za-z0-9@._-]", "_", key).lstrip(".")[:120]
    if safe != key or not key:
        safe = f"{safe or 'letter'}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    return f"{safe}.pdf"


def write_whole(target: Path, content: bytes) -> None:
    """Make `target` appear with all of `content` or not at all, on the disk when this returns. Raises SendFault."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise SendFault(
            f"The letter could not be written into the print folder {target.parent}: {error.strerror}.",
            permanent=False,
        ) from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _receipt(handover: Handover, outcome: Outcome, name: str, sentence: str) -> Receipt:
    results = tuple(RecipientResult(address, outcome, name, sentence) for address in handover.recipients)
    return Receipt(results, remote_id=name if outcome is Outcome.ACCEPTED else "")
