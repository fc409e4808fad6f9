"""How long we wait for a mail server, in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timeouts:
    """`answer` bounds a whole answer, however slowly its bytes drip; `verdict` the one that follows the data.

    RFC 5321 section 4.5.3.2 asks for 5 minutes per command and 10 after the data; a submission server that
    needs more than a minute for a command is as good as down, but giving up after the data costs an UNKNOWN.
    `chunk` is for 64 KiB to leave, `command` for a whole IMAP command with all that it brings.
    """

    connect: float = 20
    answer: float = 60
    chunk: float = 60
    verdict: float = 600
    command: float = 600


DEFAULT = Timeouts()
