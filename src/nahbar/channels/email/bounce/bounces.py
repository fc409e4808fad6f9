"""What a delivery report says: for whom, whether for good, and about which message (RFC 3464, 3463, and the rest)."""

from __future__ import annotations

from dataclasses import replace

from nahbar.channels.contract import Bounce
from nahbar.channels.email.bounce import delivery_status, provider_notices, returned
from nahbar.channels.email.bounce import prose as bounce_prose
from nahbar.channels.email.header import addresses
from nahbar.channels.email.parts.mime import Part


def read(root: Part, text: str) -> tuple[Bounce, ...]:
    """One Bounce per recipient that the report names, at most 1,000; one without recipient where none is found.

    A report of success (Action: delivered) is no bounce: the result is then empty.
    """
    about = returned.message_id(root, text)
    groups = delivery_status.groups(root) or delivery_status.groups_in(text[: delivery_status.MAX_STATUS_PART])
    if not groups:
        return provider_notices.bounces(text) or bounce_prose.bounces(root, text, about)
    failed = [one for one in groups if not delivery_status.arrived(one)][: delivery_status.MAX_RECIPIENTS]
    found = list(dict.fromkeys(delivery_status.bounce(group, text, about) for group in failed))
    if found and not any(one.recipient for one in found):
        found[0] = replace(found[0], recipient=bounce_prose.named(root, text))
    return tuple(found)


def complaint(root: Part, text: str) -> tuple[Bounce, ...]:
    """Who pressed "spam", about which message; without a recipient where the provider withholds the address."""
    noticed = provider_notices.bounces(text)
    if noticed:
        return noticed
    about = returned.message_id(root, text)
    return (Bounce(permanent=True, recipient=_complained(root), status="", about=about),)


def _complained(root: Part) -> str:
    """The address in a feedback report (RFC 5965), else the one that the returned message was sent to."""
    for part in root.walk():
        if part.media_type == "message/feedback-report":
            fields = dict(reversed(_fields(part)))
            for name in ("original-rcpt-to", "removal-recipient"):
                found = delivery_status.address_in(fields.get(name, ""))
                if found:
                    return found
    if root.headers.first("x-apple-unsubscribe"):  # Apple Mail writes it in the person's own name
        party = addresses.parse_one(root.headers.first("from"))
        return party.address if party else ""
    back = returned.header_of(root)
    party = addresses.parse_one(back.first("to")) if back else None
    return party.address if party and "@" in party.address else ""


def _fields(part: Part) -> list[tuple[str, str]]:
    lines = part.content(delivery_status.MAX_STATUS_PART).decode("utf-8", "replace").splitlines()
    pairs = (line.partition(":") for line in lines[:1000])
    return [(name.strip().lower(), value.strip()) for name, _, value in pairs]
