"""What everybody could read: personal data stops it, unless somebody with the right lets it through with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nahbar.accounts.models import Member
from nahbar.channels.registry import channel
from nahbar.language.coach import Draft, Severity, look
from nahbar.language.coach.draft import CHANNELS
from nahbar.mailroom.models import Inbox
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.html_text import to_text
from nahbar.voice.rules import may_override_stop

if TYPE_CHECKING:
    from nahbar.conversations.actions.send import Reply


class TooPersonal(Fault):
    """The text names what belongs to one person, and everybody could read it."""


class MayNotOverride(Fault):
    """Only administrators and the language owner let such a text through."""


def insist_on_discretion(inbox: Inbox, reply: Reply, *, person: str, member: Member) -> None:
    """Raises TooPersonal where the reply would be public and names a person, and MayNotOverride.

    Nothing is asked of channels whose messages one person reads. No house can switch this off.
    """
    adapter = channel(inbox.channel)
    if not adapter.capabilities.public:
        return
    name = adapter.name if adapter.name in CHANNELS else "post"
    text = "\n\n".join(filter(None, [reply.text, to_text(reply.html) if reply.html else ""]))
    advice = look(
        Draft(text=text, subject=reply.subject, person=person, member=member.name, channel=name, public=True)
    )
    if not any(finding.severity is Severity.STOP for finding in advice.findings):
        return
    if not reply.override.strip():
        raise TooPersonal(
            "Everybody can read this answer, and it names what belongs to one person. "
            "Take it out, or write privately."
        )
    if not may_override_stop(member):
        raise MayNotOverride("Only administrators and whoever looks after your language may let this through.")
