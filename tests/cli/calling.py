"""Calling the nahbar command as an administrator does, and looking at what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from servers.nahbar import Nahbar

COMMAND = [sys.executable, "-m", "nahbar"]
Done = subprocess.CompletedProcess[str]


def call(house: Nahbar, *arguments: str, typed: str = "", **settings: str) -> Done:
    """Run to the end; `settings` (without NAHBAR_) are for this call only."""
    environment = {**house.environment, **{f"NAHBAR_{name}": value for name, value in settings.items()}}
    return subprocess.run(
        [*COMMAND, *arguments], env=environment, input=typed, capture_output=True, text=True, check=False
    )


@contextmanager
def calling(house: Nahbar, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start it and go on; ended by its id where the test leaves it running."""
    process = subprocess.Popen([*COMMAND, *arguments], env=house.environment, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def on_terminal(environment: Mapping[str, str], arguments: list[str], answers: Mapping[str, str]) -> tuple[int, str]:
    """Run on a terminal of its own and type an answer at each prompt; returns exit code and all that was shown."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments], env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    shown, answered = "", 0
    waiting = dict(answers)
    while True:
        try:
            shown += os.read(ours, 4096).decode()
        except OSError:  # Linux says so where the other side has closed the terminal
            break
        prompt = next((prompt for prompt in waiting if prompt in shown[answered:]), None)
        if prompt:
            answered = len(shown)
            os.write(ours, f"{waiting.pop(prompt)}\n".encode())
    os.close(ours)
    return process.wait(), shown
