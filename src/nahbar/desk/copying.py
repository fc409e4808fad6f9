"""Who gets a copy of an answer, and who of them is new to the conversation."""

from __future__ import annotations

import re
from email.utils import parseaddr

from django.utils.translation import gettext as _

from nahbar.channels.contract import Party
from nahbar.channels.registry import channel
from nahbar.conversations.actions import Reply
from nahbar.conversations.actions.writers import plain
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.newcomers import newcomers
from nahbar.mailroom.queries import inboxes_at
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


def everyone_else(last: Message | None, way: str) -> list[Party]:
    """Whom else the person's newest message went to: what a reply to all adds. Our own inboxes are left out.

    Nobody where only the first of very many are known: that would be no answer to all.
    """
    if last is None or last.envelope.get("more"):
        return []
    found = addressed_in(last, way)
    ours = set(inboxes_at(list(found))) if found else set()
    return [party for address, party in found.items() if address not in ours]


def addressed_in(last: Message | None, way: str) -> dict[str, Party]:
    """Everybody in To and Cc of a message but its writer, by plain address; nobody where the way takes no copies."""
    if last is None or not (way and last.channel == way and channel(way).capabilities.cc):
        return {}
    writers = {_plain(way, each["address"]) for name in ("from", "reply_to") for each in last.envelope.get(name, [])}
    parties = [each for name in ("to", "cc") for each in last.envelope.get(name, [])]
    found = {_plain(way, each["address"]): Party(each["name"], each["address"]) for each in parties}
    return {address: party for address, party in found.items() if address and address not in writers}


def _plain(way: str, address: str) -> str:
    """As it is compared, without what stands behind a +: our own inboxes carry the conversation's token there."""
    local, at, domain = (plain(way, address) or "").rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def point_out(conversation: Conversation, reply: Reply, known: str) -> None:
    """Raises NewHere where a copy would go to somebody new, until the writer has seen that (`known`)."""
    copies = (*reply.cc, *reply.bcc)
    if not copies:
        return
    new = [party.address for party in newcomers(conversation, reply.channel, copies)]
    if set(new) - set(known.split(",")):
        words = _("New to this conversation: %s. They get to read what is quoted below your answer.") % ", ".join(new)
        raise NewHere(f"{words} {_('Send again if that is right.')}", new)
