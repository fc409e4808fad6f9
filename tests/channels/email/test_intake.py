"""The door itself; what comes in through it is tested over sockets in tests/mailroom/."""

from __future__ import annotations

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
