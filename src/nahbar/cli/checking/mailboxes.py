"""Inboxes: their settings, their servers, and how they fared lately."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from nahbar.channels.registry import channel
from nahbar.cli.checking.finding import Finding, ok, warning, wrong
from nahbar.mailroom.models import Inbox, InboxHealth
from nahbar.mailroom.queries import settings_of
from nahbar.toolbox.faults import Fault

IN_SETTINGS = "Correct it on the desk, under the settings of the inbox."


def inboxes(*, network: bool) -> Iterator[Finding]:
    """Every active inbox; with `network` its servers are tried for real."""
    found = list(Inbox.objects.filter(is_active=True).select_related("health"))
    if not found:
        yield warning("inboxes", "No inbox is set up yet.", "Sign in on the desk as an administrator and set one up.")
    for inbox in found:
        if settings.NAHBAR.demo:
            yield ok(_name(inbox), "In the demo its messages go to the outbox folder.")
            continue
        try:
            yield from _one(inbox, network=network)
        except Fault as fault:
            yield wrong(_name(inbox), fault.sentence, IN_SETTINGS)
        yield from _health(inbox)


def _name(inbox: Inbox) -> str:
    return f"inbox {inbox.address or inbox.name}"


def _one(inbox: Inbox, *, network: bool) -> Iterator[Finding]:
    adapter, opened = channel(inbox.channel), settings_of(inbox)
    faults = adapter.check(opened)
    for fault in faults:
        field = f" ({fault.field})" if fault.field else ""
        yield wrong(_name(inbox), f"{fault.sentence}{field}", IN_SETTINGS)
    if faults:
        return
    if network:
        yield from (ok(_name(inbox), sentence) for sentence in adapter.probe(opened))
    else:
        yield ok(_name(inbox), "The settings are complete; the servers were not tried.")


def _health(inbox: Inbox) -> Iterator[Finding]:
    health: InboxHealth | None = getattr(inbox, "health", None)
    if health is None:
        return
    for problem, since in (
        (health.fetch_problem, health.fetch_problem_since),
        (health.send_problem, health.send_problem_since),
    ):
        if problem:
            moment = f"{since:%Y-%m-%d %H:%M} UTC" if since else "a while"
            yield warning(_name(inbox), f"Since {moment}: {problem}", "It is tried again by itself.")
    if health.alarm:
        yield warning(_name(inbox), health.alarm, "Have a look at the mailbox itself.")
