"""A message as it came: its raw bytes and its head lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nahbar.channels.registry import channel
from nahbar.conversations.models import Message
from nahbar.mailroom.queries import blobs, deliveries_of

MOST_HEAD_BYTES = 64 * 1024
WITH_HEAD_LINES = "eml"
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Raw:
    """The stored bytes of a message: where they lie and what the saved file is called."""

    blob: str
    name: str
    suffix: str


def raw_of(message: Message) -> Raw | None:
    """What came in byte for byte, or what left; None for a note."""
    blob, suffix = "", ""
    if message.arrival is not None:
        blob, suffix = message.arrival.blob, channel(message.arrival.channel).suffix
    elif found := deliveries_of("message", [message.pk]).get(message.pk):
        blob, suffix = found[-1].blob, channel(found[-1].channel).suffix
    return Raw(blob, f"{message.at:%Y-%m-%d}-{message.pk}.{suffix}", suffix) if blob else None


def head_lines(raw: Raw | None) -> str:
    """The head of a mail as its servers wrote it; empty for what has none. Undecodable bytes are shown as �."""
    if raw is None or raw.suffix != WITH_HEAD_LINES:
        return ""
    with blobs().open(raw.blob) as file:
        start = file.read(MOST_HEAD_BYTES)
    return _HEAD_ENDS.split(start, maxsplit=1)[0].decode("utf-8", "replace").replace("\r\n", "\n").replace("\0", "�")
