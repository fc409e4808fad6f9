"""Setting up firms and inboxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from nahbar.accounts.models import Team
from nahbar.channels.registry import channel
from nahbar.history.actions import record
from nahbar.history.words import Actor, Subject
from nahbar.mailroom.models import Firm, Inbox, InboxAddress, InboxHealth
from nahbar.mailroom.queries import seal
from nahbar.mailroom.words import SenderStyle


@transaction.atomic
def save_firm(*, actor: Actor, firm: Firm | None = None, **details: str) -> Firm:
    """Make or change a firm; `details` are fields of Firm."""
    saved = firm or Firm()
    for name, value in details.items():
        setattr(saved, name, value)
    saved.save()
    record(actor=actor, verb="firm.saved", subject=Subject("firm", saved.pk), data={"fields": sorted(details)})
    return saved


@transaction.atomic
def open_inbox(
    *,
    actor: Actor,
    name: str,
    channel_name: str,
    firm: Firm,
    address: str = "",
    team: Team | None = None,
    sender_style: SenderStyle = SenderStyle.INBOX,
    aliases: Iterable[str] = (),
) -> Inbox:
    """Open an inbox; mail to its address and its aliases is taken in from now on."""
    adapter = channel(channel_name)
    plain = adapter.normalise(address) if address else ""
    inbox = Inbox.objects.create(
        name=name, channel=channel_name, firm=firm, address=plain, team=team, sender_style=sender_style
    )
    InboxHealth.objects.create(inbox=inbox)
    for each in dict.fromkeys([plain, *(adapter.normalise(alias) for alias in aliases)]):
        if each:
            InboxAddress.objects.create(inbox=inbox, address=each)
    record(actor=actor, verb="inbox.opened", subject=Subject("inbox", inbox.pk), data={"name": name})
    return inbox


@transaction.atomic
def configure_inbox(inbox: Inbox, *, actor: Actor, values: Mapping[str, str]) -> Inbox:
    """Store settings; secrets are sealed, and an empty secret keeps the one that stands."""
    secret_names = {field.name for field in channel(inbox.channel).fields if field.secret}
    secrets = seal().open(inbox.sealed) | {
        name: value for name, value in values.items() if name in secret_names and value
    }
    plain: dict[str, Any] = inbox.settings | {
        name: value for name, value in values.items() if name not in secret_names
    }
    inbox.settings, inbox.sealed = plain, seal().close(secrets)
    inbox.save(update_fields=["settings", "sealed"])
    record(actor=actor, verb="inbox.configured", subject=Subject("inbox", inbox.pk), data={"fields": sorted(values)})
    return inbox


def reset_secrets(inbox_id: int, secrets: Mapping[str, str]) -> None:
    """Save secrets that the other side exchanged (OAuth), at once and beside those that stay."""
    with transaction.atomic():
        inbox = Inbox.objects.select_for_update().get(pk=inbox_id)
        inbox.sealed = seal().close(seal().open(inbox.sealed) | dict(secrets))
        inbox.save(update_fields=["sealed"])


def add_address(inbox: Inbox, address: str) -> None:
    """Let mail to one more address arrive in this inbox."""
    InboxAddress.objects.get_or_create(address=channel(inbox.channel).normalise(address), defaults={"inbox": inbox})
