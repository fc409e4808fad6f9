"""The channels that we know: one line each, loaded when first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from nahbar.channels.contract import Channel
from nahbar.toolbox.faults import Misconfigured

CHANNELS = {
    "email": "nahbar.channels.email.channel:EmailChannel",
    "letter": "nahbar.channels.letter.channel:LetterChannel",
}


@cache
def channel(name: str) -> Channel:
    """The adapter called `name`. Raises Misconfigured for an unknown one."""
    try:
        module, _, attribute = CHANNELS[name].partition(":")
    except KeyError:
        raise Misconfigured(f"There is no channel called {name!r}; known are {', '.join(CHANNELS)}.") from None
    found: Channel = getattr(import_module(module), attribute)()
    return found
