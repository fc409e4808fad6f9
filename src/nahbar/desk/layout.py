"""The HTML of a mail, made fit for a frame."""

from __future__ import annotations

import base64
import re
from urllib.parse import unquote

from nahbar.conversations.models import Message
from nahbar.desk.layout_folds import folded_layout
from nahbar.mailroom.queries import blobs
from nahbar.toolbox.html import clean

# Media types that browsers show safely.
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
MOST_INLINE_BYTES = 8 * 1024 * 1024
_INLINE_SOURCE = re.compile(r'src="cid:([^"]{1,255})"')
_HELD_BACK = re.compile(r'<img((?:\s+[a-z-]+="[^"]*")*?) data-remote-src="([^"]*)"')
_FROM_THE_WEB = re.compile(r"""<img\b[^>]{0,2000}?\bsrc\s{0,9}=\s{0,9}["']?\s{0,9}https?:""", re.IGNORECASE)


def layout_of(message: Message, *, pictures: bool = False) -> str:
    """The HTML of a mail, cleaned. Pictures inside the mail travel in it; those of the web only with `pictures`."""
    known = _pictures(message)
    # What was held back when the mail was read goes through the cleaner as it came, or that would drop it for good.
    as_it_came = message.html.replace(' data-remote-src="', ' src="')
    body = _INLINE_SOURCE.sub(
        lambda match: _inline_source(match, known), folded_layout(clean(as_it_came), message.subject)
    )
    return _HELD_BACK.sub(r'<img\1 src="\2"' if pictures else r"<img\1", body)


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
