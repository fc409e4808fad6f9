"""Understanding texts in a process of its own, which yields to everything else.

A text costs 3 ms of computing. As a thread of the worker it took them from placing: measured on two cores, 118 mails
a second were placed beside it and 174 without it. The child ends with us, however we end: its input does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import IO, Any

from nahbar.language.reading import read
from nahbar.language.reading.shape import as_data
from nahbar.toolbox.faults import Fault

Weights = Mapping[str, Any] | None
Understand = Callable[[str, str, Weights], dict[str, Any]]
"""From a text, the language where it cannot be told, and the weights learned here, to a reading as plain data."""

_KNOWN = ("de", "en")
# Where two want a core, we get a sixtieth of it.
NICE = 19


class NotUnderstood(Fault):
    """No rule foresaw this text; the sentence names the error."""


class ReaderDied(Fault):
    """The process that reads was ended. The next text starts another."""


def understand(text: str, fallback: str, local: Weights) -> dict[str, Any]:
    """Read here and now: what tests and small houses do."""
    found = read(text, local=local)
    if found.language == "unsure" and fallback in _KNOWN:
        found = read(text, fallback, local=local)
    return as_data(found)


class ReadingProcess:
    """Understands one text after the other in a child, which is started by the first. For one thread at a time."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._told: Weights = None
        self._lock = threading.Lock()

    def understand(self, text: str, fallback: str, local: Weights) -> dict[str, Any]:
        """As the function of this name. Raises NotUnderstood, ReaderDied."""
        with self._lock:
            child = self._child or self._start()
            try:
                if local is not self._told:
                    _say(child.stdin, {"local": local})
                    self._told = local
                _say(child.stdin, {"text": text, "fallback": fallback})
                answer = child.stdout.readline() if child.stdout else ""
            except OSError:
                answer = ""
            if not answer:
                self._drop()
                raise ReaderDied("The process that reads texts was ended.", permanent=False)
        found: dict[str, Any] = json.loads(answer)
        if "problem" in found:
            raise NotUnderstood(found["problem"])
        return found

    def close(self) -> None:
        """End the child; whoever waits for it hears that it died."""
        if self._child is not None:
            self._child.terminate()
        with self._lock:
            self._drop()

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", __name__]
        # Only our own interpreter and module; texts come in as data.
        self._child = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._told = None
        return self._child

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        # Leaving the block closes the pipes and waits; what they still held has nobody to go to.
        try:
            with child:
                pass
        except BrokenPipeError:
            child.wait()


def _say(pipe: IO[str] | None, line: Mapping[str, Any]) -> None:
    if pipe is None:
        raise BrokenPipeError
    # ASCII only, because a lone surrogate has no bytes in UTF-8.
    pipe.write(json.dumps(line) + "\n")
    pipe.flush()


def _answer(question: Mapping[str, Any], local: Weights) -> dict[str, Any]:
    try:
        return understand(question["text"], question["fallback"], local)
    except Exception as error:  # noqa: BLE001 - told to the worker, which logs it
        return {"problem": type(error).__name__}


def _serve() -> None:
    os.nice(NICE)
    local: Weights = None
    for line in sys.stdin:
        question = json.loads(line)
        if "local" in question:
            local = question["local"]
            continue
        sys.stdout.write(json.dumps(_answer(question, local)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
