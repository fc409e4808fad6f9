"""Who gets a copy of an answer, and who of them is new to the conversation."""

from __future__ import annotations

import re
from email.utils import parseaddr

from django.utils.translation import gettext as _

from nahbar.channels.contract import Party
from nahbar.channels.registry import channel
from nahbar.conversations.actions import Reply
from nahbar.conversations.models import Conversation
from nahbar.conversations.newcomers import newcomers
from nahbar.toolbox.faults import Fault

_BETWEEN = re.compile(r"[,;\n]+")


class NewHere(Fault):
    """Somebody would read the conversation for the first time. `addresses` says who."""

    permanent = False

    def __init__(self, sentence: str, addresses: list[str]) -> None:
        super().__init__(sentence)
        self.addresses = addresses


def copies_to(text: str, way: str) -> tuple[Party, ...]:
    """The recipients that somebody typed, with commas between them. Raises SettingsFault for what is no address."""
    if not text.strip() or not (way and channel(way).capabilities.cc):
        return ()
    found: dict[str, Party] = {}
    for part in _BETWEEN.split(text):
        if part.strip():
            name, address = parseaddr(part.strip())
            plain = channel(way).normalise(address or part.strip())
            found.setdefault(plain, Party(name, plain))
    return tuple(found.values())


def point_out(conversation: Conversation, reply: Reply, known: str) -> None:
    """Raises NewHere where a copy would go to somebody new, until the writer has seen that (`known`)."""
    if not reply.cc:
        return
    new = [party.address for party in newcomers(conversation, reply.channel, reply.cc)]
    if set(new) - set(known.split(",")):
        words = _("New to this conversation: %s. They get to read what is quoted below your answer.") % ", ".join(new)
        raise NewHere(f"{words} {_('Send again if that is right.')}", new)
