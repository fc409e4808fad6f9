"""The door itself; what comes in through it is tested over sockets in tests/mailroom/."""

from __future__ import annotations

import asyncio
import smtplib

import pytest

from nahbar.channels.email.intake import Brought, Door, open_door
from own_thread import run


async def keep(brought: Brought) -> None:
    del brought


class Broken(Door):
    """A handler that aiosmtpd cannot look through, as one with slots was before Python 3.11.3."""

    @property
    def shut(self) -> None:
        raise TypeError("cannot be looked through")


def test_door_that_nobody_could_enter_does_not_open() -> None:
    door = Broken(inbox_of=lambda _: 1, keep=keep)
    with pytest.raises(TypeError, match="looked through"):
        run(open_door(door, host="127.0.0.1", port=0, max_bytes=1000))


def test_door_has_no_slots() -> None:
    assert not hasattr(Door, "__slots__")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("<info@radhof.example>", "info@radhof.example"),
        ("<info@radhof.example> NOTIFY=NEVER", None),
        ("<a.b+c_d-e@sub.radhof.example>", "a.b+c_d-e@sub.radhof.example"),
        ('<"anna lind"@radhof.example>', '"anna lind"@radhof.example'),
        ("<müller@radhof.example>", "müller@radhof.example"),
        ("<o'neill@radhof.example>", "o'neill@radhof.example"),
        ("<info..x@radhof.example>", "info..x@radhof.example"),
        ("<info@radhof.example", "info@radhof.example"),
        ("info@radhof.example", "info@radhof.example"),
        ("<@weg.example:info@radhof.example>", "info@radhof.example"),
    ],
)
def test_addresses_are_heard_as_they_are_said(said: str, heard: str | None) -> None:
    asked: list[str] = []

    def inbox_of(address: str) -> int:
        asked.append(address)
        return 1

    async def talk() -> int:
        server = await open_door(Door(inbox_of=inbox_of, keep=keep), host="127.0.0.1", port=0, max_bytes=1000)
        async with server:
            port = server.sockets[0].getsockname()[1]
            return await asyncio.to_thread(_rcpt, port, said)

    code = run(talk())
    assert (asked, code == 250) == ([heard] if heard else [], heard is not None)


def _rcpt(port: int, said: str) -> int:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.command_encoding = "utf-8"
        client.ehlo("post.example")
        client.docmd("MAIL", "FROM:<petra@post.example> SMTPUTF8")
        return client.docmd("RCPT", f"TO:{said}")[0]
