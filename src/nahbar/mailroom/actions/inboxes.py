"""Setting up firms and inboxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from nahbar.accounts.models import Team
from nahbar.channels.contract import SettingsFault
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
    """Open an inbox; mail to its address and its aliases is taken in from now on. Raises SettingsFault."""
    plain = channel(channel_name).normalise(address) if address else ""
    if plain and InboxAddress.objects.filter(address=plain).exists():
        raise SettingsFault("Another inbox has this address already.", field="address")
    inbox = Inbox.objects.create(
        name=name, channel=channel_name, firm=firm, address=plain, team=team, sender_style=sender_style
    )
    InboxHealth.objects.create(inbox=inbox)
    _set_addresses(inbox, aliases)
    record(actor=actor, verb="inbox.opened", subject=Subject("inbox", inbox.pk), data={"name": name})
    return inbox


@transaction.atomic
def change_inbox(
    inbox: Inbox,
    *,
    actor: Actor,
    name: str,
    address: str,
    aliases: Iterable[str],
    team: Team | None,
    sender_style: SenderStyle,
    quote_thread: bool,
) -> Inbox:
    """Change what an inbox is called, where it is reached and who works in it. Raises SettingsFault."""
    inbox.name, inbox.team = name, team
    inbox.sender_style, inbox.quote_thread = sender_style, quote_thread
    inbox.address = channel(inbox.channel).normalise(address) if address else ""
    _insist_on_free(inbox, [inbox.address])
    inbox.save(update_fields=["name", "team", "sender_style", "quote_thread", "address"])
    _set_addresses(inbox, aliases)
    record(actor=actor, verb="inbox.changed", subject=Subject("inbox", inbox.pk), data={"name": name})
    return inbox


@transaction.atomic
def switch_inbox(inbox: Inbox, *, actor: Actor, on: bool) -> Inbox:
    """Close an inbox or open it again. Closed, it takes nothing in and sends nothing; all that was said stays."""
    inbox.is_active = on
    inbox.save(update_fields=["is_active"])
    verb = "inbox.switched_on" if on else "inbox.switched_off"
    record(actor=actor, verb=verb, subject=Subject("inbox", inbox.pk))
    return inbox


def _set_addresses(inbox: Inbox, aliases: Iterable[str]) -> None:
    """Let mail to the inbox's own address and to `aliases` arrive in it, and no other. Raises SettingsFault."""
    normalise = channel(inbox.channel).normalise
    wanted = [each for each in dict.fromkeys([inbox.address, *map(normalise, aliases)]) if each]
    _insist_on_free(inbox, wanted)
    inbox.addresses.exclude(address__in=wanted).delete()
    for address in wanted:
        InboxAddress.objects.get_or_create(address=address, inbox=inbox)


def _insist_on_free(inbox: Inbox, addresses: Iterable[str]) -> None:
    for address in filter(None, addresses):
        if InboxAddress.objects.filter(address=address).exclude(inbox=inbox).exists():
            field = "address" if address == inbox.address else "aliases"
            raise SettingsFault("Another inbox has this address already.", field=field)


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
