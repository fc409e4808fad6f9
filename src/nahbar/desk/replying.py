"""From the composer's form to what leaves: with the draft's files, everybody who should get a copy, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from nahbar.accounts.models import Member
from nahbar.channels.contract import Attachment
from nahbar.conversations.actions import DraftGone, Page, Reply, plan, send_reply
from nahbar.conversations.actions.drafts import File
from nahbar.conversations.actions.outbound import last_inbound
from nahbar.conversations.models import Conversation
from nahbar.desk.copying import everyone_else
from nahbar.desk.drafting import kept_files, page_of, read_files, stored
from nahbar.desk.forms import insist_on_size
from nahbar.desk.snoozing import moment_asked

LATER = "later"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reply, and what should become of it: `at` None sends it now, else it leaves then."""

    reply: Reply
    kept: list[File]
    new: tuple[Attachment, ...]
    at: datetime | None


def wanted(
    reply: Reply, fields: dict[str, Any], conversation: Conversation, ticked: Sequence[str], member: Member
) -> Wanted:
    """All that the form says. Raises Unfit for too many files, NotAMoment for a time that nobody can read."""
    kept, new = kept_files(conversation, member, ticked), reply.attachments
    insist_on_size([*(file["size"] for file in kept), *(len(file.content) for file in new)])
    page: Page | None = page_of(fields)
    reply = replace(reply, draft=page, attachments=(*read_files(kept), *new))
    if fields.get("everyone"):
        others = everyone_else(last_inbound(conversation), reply.channel or conversation.channel)
        known = {party.address for party in reply.cc}
        reply = replace(reply, cc=(*reply.cc, *(party for party in others if party.address not in known)))
    until = moment_asked(fields["at"], "" if fields["at"] else fields["words"]) if fields["asks_when"] else None
    if until is not None and fields["then"] != LATER:
        return Wanted(replace(reply, snooze_until=until), kept, new, None)
    return Wanted(reply, kept, new, until)


def carry_out(conversation: Conversation, what: Wanted, *, member: Member) -> None:
    """Send it, or let it leave later. Raises as `send_reply` and `plan`."""
    if what.at is not None:
        plan(conversation, what.reply, member=member, at=what.at, files=[*what.kept, *stored(what.new)])
        return
    sent = send_reply(conversation, what.reply, member=member)
    if sent.text != what.reply.text.strip():
        raise DraftGone("This draft was sent already, from another window. What stands here is kept.")
