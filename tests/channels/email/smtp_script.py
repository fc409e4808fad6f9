"""An SMTP server that keeps what it accepts and makes one mistake on order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from channels.email.talk import Served, Talk, serving

Action = str | bytes | Callable[[Talk], None]


class HangUp(EOFError):
    """Raised by an action: the connection ends here."""


def hang_up(_talk: Talk) -> None:
    raise HangUp


def fall_silent(talk: Talk) -> None:
    talk.wait_for_the_end()
    raise HangUp


@dataclass
class Book:
    """What the server saw. `kept` are the contents that it said 250 to (or would have, but for the mistake)."""

    served: Served
    commands: list[str] = field(default_factory=list)
    kept: list[bytes] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.served.port

    def said(self, verb: str) -> list[str]:
        return [command for command in self.commands if command.upper().startswith(verb)]


@contextmanager
def scripted(
    answers: Mapping[str, Action] | None = None,
    *,
    extensions: tuple[str, ...] = ("8BITMIME", "SIZE 1000000"),
    per_message: tuple[Action, ...] = (),
) -> Iterator[Book]:
    """Run the server. `answers` maps the beginning of a command (or GREETING, END for the final dot) to what
    happens instead of the usual; `per_message` are the answers to the first final dots, in order.
    """
    orders = dict(answers or {})
    ends = iter(per_message)
    book: Book

    def act(talk: Talk, action: Action) -> None:
        if callable(action):
            action(talk)
        else:
            talk.say(action)

    def handle(talk: Talk) -> None:
        act(talk, orders.get("GREETING", "220 sink.example"))
        while True:
            command = talk.hear()
            book.commands.append(command)
            action = next((value for key, value in orders.items() if command.upper().startswith(key)), None)
            if action is not None:
                act(talk, action)
                if command.upper() != "DATA" or not isinstance(action, str) or not action.startswith("354"):
                    continue
            elif command.upper().startswith("EHLO"):
                talk.say(*(f"250-{line}" for line in ("sink.example", *extensions)), "250 HELP")
            elif command.upper() == "DATA":
                talk.say("354 go on")
            elif command.upper() == "QUIT":
                talk.say("221 bye")
                return
            else:
                talk.say("250 ok")
            if command.upper() == "DATA":
                take(talk)

    def take(talk: Talk) -> None:
        lines: list[str] = []
        while (line := talk.hear()) != ".":
            lines.append(line.removeprefix("."))
        book.kept.append("\r\n".join([*lines, ""]).encode())
        act(talk, next(ends, orders.get("END", "250 2.0.0 Ok: queued as 4Xy12")))

    with serving(handle) as served:
        book = Book(served)
        yield book
