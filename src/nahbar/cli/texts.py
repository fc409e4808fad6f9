"""Taking a text from a file or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from nahbar.toolbox.faults import Fault


class NoText(Fault):
    """The text cannot be read."""


def text_from(source: str) -> str:
    """The text of a file, or of standard input for `-`. Raises NoText.

    What is no UTF-8 is read as Windows-1252, which older programs still write.
    """
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise NoText(f"{source} cannot be read: {error.strerror}.") from error
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace").replace("\r\n", "\n")
