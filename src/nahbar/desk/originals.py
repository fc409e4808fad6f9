"""A message as it came: its head lines, its own layout, its raw bytes."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from urllib.parse import unquote

from nahbar.channels.registry import channel
from nahbar.conversations.models import Message
from nahbar.desk.timeline import PICTURES
from nahbar.mailroom.queries import blobs, deliveries_of
from nahbar.toolbox.html import clean

MOST_INLINE_BYTES = 8 * 1024 * 1024
MOST_HEAD_BYTES = 64 * 1024
WITH_HEAD_LINES = "eml"
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_INLINE_SOURCE = re.compile(r'src="cid:([^"]{1,255})"')
_HELD_BACK = re.compile(r'<img((?:\s+[a-z-]+="[^"]*")*?) data-remote-src="')
_FROM_THE_WEB = re.compile(r"""<img\b[^>]{0,2000}?\bsrc\s{0,9}=\s{0,9}["']?\s{0,9}https?:""", re.IGNORECASE)


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


def layout_of(message: Message, *, pictures: bool = False) -> str:
    """The HTML of a mail, cleaned. Pictures inside the mail travel in it; those of the web only with `pictures`."""
    known = _pictures(message)
    body = _INLINE_SOURCE.sub(lambda match: _inline_source(match, known), clean(message.html))
    return _HELD_BACK.sub(r'<img\1 src="', body) if pictures else body


def has_remote_pictures(html: str) -> bool:
    """Would the layout ask the web for a picture? A quick look: cleaning every mail of a page would cost too much."""
    return _FROM_THE_WEB.search(html) is not None


def _pictures(message: Message) -> dict[str, str]:
    """Data addresses of the pictures inside a mail, by content id, as far as a page can bear."""
    found: dict[str, str] = {}
    room = MOST_INLINE_BYTES
    for each in message.attachments.exclude(content_id="").filter(media_type__in=PICTURES):
        if each.size <= room:
            room -= each.size
            content = base64.b64encode(blobs().get(each.blob)).decode()
            found[each.content_id.strip("<>")] = f"data:{each.media_type};base64,{content}"
    return found


def _inline_source(match: re.Match[str], pictures: dict[str, str]) -> str:
    return f'src="{pictures.get(unquote(match.group(1)), "")}"'
