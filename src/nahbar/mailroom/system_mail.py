"""Django's own mail (invitations, password resets) takes the mailroom's way: durable and retried.

The rule against loops, for all mail that no person wrote (this, and copies to members): it leaves because a
member did something or a person wrote; never because of a message that says by RFC 3834, an empty return path or our
own loop header that a machine sent it. It says itself that a machine sent it, and leaves once. What members were told
may speak of an answer of theirs that came back; that a mail of this kind came back tells nobody anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.db import transaction
from django.utils import translation

from nahbar.channels.contract import Outbound, Party
from nahbar.mailroom.actions import post, prepare
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import firm_details, mail_inbox
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Misconfigured
from nahbar.toolbox.ids import new_key


class SystemMail(BaseEmailBackend):
    """Posts each message through the first mail inbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        inbox = mail_inbox()
        if inbox is None:
            raise Misconfigured("No mail inbox is set up yet, so no mail can leave. Set one up first.")
        for message in email_messages:
            prepared = prepare(
                inbox, outbound_of(inbox, to=message.to, subject=str(message.subject), text=str(message.body))
            )
            with transaction.atomic():
                post(prepared, origin_kind="system", origin_id=0)
        return len(email_messages)


def outbound_of(inbox: Inbox, *, to: Sequence[str], subject: str, text: str) -> Outbound:
    """A mail from the house to members, in the language that is active."""
    language = translation.get_language() or "de"
    domain = inbox.address.rpartition("@")[2]
    return Outbound(
        key=f"{new_key(20)}@{domain}",
        sender=Party(inbox.firm.name, inbox.address),
        to=tuple(Party("", address) for address in to),
        subject=subject,
        text=text,
        created_at=clock.now(),
        firm=firm_details(inbox.firm, language),
        language=language,
        automatic=True,
    )
