"""Files: attachments, raw messages, pictures of members, and the HTML of a mail in its cage."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from nahbar.accounts.queries import active_members
from nahbar.channels.registry import channel
from nahbar.conversations.models import Message
from nahbar.conversations.queries import attachment_of, message_of
from nahbar.conversations.rules import NotYours
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.timeline import PICTURES
from nahbar.mailroom.queries import blobs
from nahbar.toolbox.html import clean

CHUNK = 256 * 1024
MOST_INLINE_BYTES = 8 * 1024 * 1024
# No scripts, no forms, nothing from outside; links may open in a page of their own.
CAGE = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
# A file never becomes a page of ours, whatever it says it is. Drawings (SVG) keep their own styles.
SEALED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_INLINE_SOURCE = re.compile(r'src="cid:([^"]{1,255})"')
# How a mail looks on our paper: its own colours and layout stay its own.
PAGE = (
    '<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>'
    "body{{font:16px/1.5 system-ui,sans-serif;margin:12px;background:#fff;color:#222;overflow-wrap:break-word}}"
    "img{{max-width:100%;height:auto}}.link-warning{{background:#fbf0d9;color:#825400;padding:0 4px}}"
    "</style></head><body>{body}</body></html>"
)


@members_only
def attachment(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """A file for saving; pictures that browsers show safely may be shown (`show`)."""
    found = attachment_of(member_of(request), attachment_id)
    shown = "show" in request.GET and found.media_type in PICTURES
    kind = found.media_type if shown else "application/octet-stream"
    return _file(found.blob, found.name or _("file"), kind, save=not shown)


@members_only
def raw(request: HttpRequest, message_id: int) -> HttpResponseBase:
    """The message as it came, byte for byte."""
    message = message_of(member_of(request), message_id)
    if message.arrival is None:
        raise NotYours(_("There is no raw file of this message."))
    name = f"{message.at:%Y-%m-%d}-{message.pk}.{channel(message.channel).suffix}"
    return _file(message.arrival.blob, name, "application/octet-stream", save=True)


@members_only
@cache_control(private=True, max_age=3600)
def picture(request: HttpRequest, member_id: int, digest: str) -> HttpResponseBase:
    """A member's face; the digest in the address changes with the picture."""
    del request
    member = active_members().filter(pk=member_id, picture__startswith=digest).exclude(picture="").first()
    if member is None:
        raise NotYours(_("There is no such picture."))
    return _file(member.picture, "picture", member.picture_type, save=False)


@members_only
def original(request: HttpRequest, message_id: int) -> HttpResponse:
    """The HTML of a mail, cleaned and caged, for a frame. Pictures inside the mail travel in the page itself."""
    message = message_of(member_of(request), message_id)
    pictures = _pictures(message)
    body = _INLINE_SOURCE.sub(lambda match: _inline_source(match, pictures), clean(message.html))
    page = PAGE.format(language=message.conversation.person.language or "de", title=_("Original layout"), body=body)
    return HttpResponse(page, headers={"Content-Security-Policy": CAGE, "Referrer-Policy": "no-referrer"})


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


def _file(digest: str, name: str, kind: str, *, save: bool) -> StreamingHttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(save, name) or "inline",
        "Content-Length": str(blobs().path(digest).stat().st_size),
        "Content-Security-Policy": SEALED,
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(_chunks(digest), content_type=kind, headers=headers)


async def _chunks(digest: str) -> AsyncIterator[bytes]:
    """A blob piece by piece, read outside the event loop."""
    file = await asyncio.to_thread(blobs().open, digest)
    try:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk
    finally:
        file.close()
