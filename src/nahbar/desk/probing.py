"""Trying the connection of an inbox while somebody waits for the page."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from nahbar.channels.registry import channel
from nahbar.desk.sentences import in_words
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import settings_of
from nahbar.toolbox.faults import Fault

# Longer than that nobody looks at a page that does not come.
PATIENCE_SECONDS = 20


@dataclass(slots=True)
class Probed:
    """What a try showed: what works, and what does not."""

    good: list[str] = field(default_factory=list)
    trouble: str = ""


def try_connection(inbox: Inbox, patience: float = PATIENCE_SECONDS) -> Probed:
    """Try the stored settings for at most `patience` seconds. The demo never talks to the outside."""
    if settings.NAHBAR.demo:
        return Probed(trouble=_("In the demo nothing leaves this machine, so there is no connection to test."))
    known = settings_of(inbox)
    said: list[Probed] = []
    # A thread of its own, since a channel may wait for a silent server longer than a person waits for a page.
    # It touches no database and ends by itself with the channel's own time limit.
    worker = threading.Thread(target=lambda: said.append(_probe(inbox.channel, known)), daemon=True)
    worker.start()
    worker.join(patience)
    if not said:
        return Probed(trouble=_("The other side has not answered for %d seconds. Is its name right?") % patience)
    found = said[0]
    return Probed([in_words(sentence) for sentence in found.good], in_words(found.trouble))


def _probe(channel_name: str, known: dict[str, str]) -> Probed:
    try:
        return Probed(good=channel(channel_name).probe(known))
    except Fault as fault:
        return Probed(trouble=fault.sentence)
