"""Is it the message that kills its reader, or was the reader killed by chance? A child process tries."""

from __future__ import annotations

import subprocess
import sys

from nahbar.channels.registry import channel
from nahbar.toolbox.faults import Fault

# The slowest mail that was ever measured (5 MB of nested HTML) took 2 s.
SECONDS = 60


def survives(channel_name: str, raw: bytes, *, seconds: float = SECONDS) -> bool:
    """Read `raw` in a process of its own; false where that process dies or finds no end. Refusals survive."""
    child = [sys.executable, "-m", "nahbar.channels.trial", channel_name]
    try:
        # Only our own interpreter and module; the message comes in as data.
        tried = subprocess.run(child, input=raw, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return False
    return tried.returncode == 0


def _try() -> None:
    adapter = channel(sys.argv[1])
    try:
        adapter.parse(sys.stdin.buffer.read())
    except Fault:
        return


if __name__ == "__main__":
    _try()
