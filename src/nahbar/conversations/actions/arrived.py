"""What placing gets: an arrival, read."""

from __future__ import annotations

from dataclasses import dataclass

from nahbar.channels.contract import Inbound, Party

# Whoever writes without a usable address; the name of the domain can never be registered (RFC 2606).
NOBODY = Party("", "unknown@sender.invalid")


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """An attachment whose content is a blob already."""

    blob: str
    name: str
    media_type: str
    size: int
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """An arrival, read. `problem` says why it could not be, then `inbound` carries what is known all the same."""

    arrival_id: int
    inbound: Inbound
    attachments: tuple[StoredAttachment, ...] = ()
    problem: str = ""
