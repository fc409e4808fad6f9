"""An SMTP server that keeps what it accepts and makes one mistake on order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from channels.email.talk import Served, Talk, serving

Action = str | bytes | Callable[[Talk], None]


def hang_up(_talk: Talk) -> None:
    raise EOFError


def fall_silent(talk: Talk) -> None:
    talk.wait_for_the_end()
    raise EOFError


@dataclass
class Book:
    """What the server saw. `kept` are the contents that it said 250 to (or would have, but for the mistake)."""

    served: Served
    commands: list[str]
    kept: list[bytes]

    @property
    def port(self) -> int:
        return self.served.port

    def said(self, verb: str) -> list[str]:
        return [command for command in self.commands if command.upper().startswith(verb)]


class Script:
    """One server's orders, carried out for each of its connections."""

    def __init__(self, answers: Mapping[str, Action], extensions: Sequence[str], ends: Sequence[Action]) -> None:
        self._answers = answers
        self._extensions = extensions
        self._ends = iter(ends)
        self.commands: list[str] = []
        self.kept: list[bytes] = []

    def handle(self, talk: Talk) -> None:
        self._act(talk, self._answers.get("GREETING", "220 sink.example"))
        while True:
            command = talk.hear()
            self.commands.append(command)
            action = next((act for key, act in self._answers.items() if command.upper().startswith(key)), None)
            if action is not None:
                self._act(talk, action)
            elif self._usual(talk, command.upper()):
                return

    def _usual(self, talk: Talk, command: str) -> bool:
        """The honest answer; true where it ends the connection."""
        if command.startswith("EHLO"):
            talk.say(*(f"250-{line}" for line in ("sink.example", *self._extensions)), "250 HELP")
        elif command == "DATA":
            talk.say("354 go on")
            self._take(talk)
        elif command == "QUIT":
            talk.say("221 bye")
            return True
        else:
            talk.say("250 ok")
        return False

    def _take(self, talk: Talk) -> None:
        lines: list[str] = []
        while (line := talk.hear()) != ".":
            lines.append(line.removeprefix("."))
        self.kept.append("\r\n".join([*lines, ""]).encode())
        self._act(talk, next(self._ends, self._answers.get("END", "250 2.0.0 Ok: queued as 4Xy12")))

    @staticmethod
    def _act(talk: Talk, action: Action) -> None:
        if callable(action):
            action(talk)
        else:
            talk.say(action)


@contextmanager
def scripted(
    answers: Mapping[str, Action] | None = None,
    *,
    extensions: Sequence[str] = ("8BITMIME", "SIZE 1000000"),
    per_message: Sequence[Action] = (),
) -> Iterator[Book]:
    """Run the server. `answers` maps the beginning of a command (or GREETING, END for the final dot) to what
    happens instead of the usual; `per_message` are the answers to the first final dots, in order.
    """
    script = Script(answers or {}, extensions, per_message)
    with serving(script.handle) as served:
        yield Book(served, script.commands, script.kept)
