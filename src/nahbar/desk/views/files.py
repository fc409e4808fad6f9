"""Files: attachments and pictures of members."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from nahbar.accounts.queries import active_members
from nahbar.conversations.queries import attachment_of
from nahbar.conversations.rules import NotYours
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.layout import PICTURES
from nahbar.mailroom.queries import blobs

CHUNK = 256 * 1024
# A file never becomes a page of ours, whatever it says it is. Drawings (SVG) keep their own styles.
SEALED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@members_only
def attachment(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """A file for saving; pictures that browsers show safely may be shown (`show`)."""
    found = attachment_of(member_of(request), attachment_id)
    shown = "show" in request.GET and found.media_type in PICTURES
    kind = found.media_type if shown else "application/octet-stream"
    return file_answer(found.blob, found.name or _("file"), kind, save=not shown)


@members_only
@cache_control(private=True, max_age=3600)
def picture(request: HttpRequest, member_id: int, digest: str) -> HttpResponseBase:
    """A member's face; the digest in the address changes with the picture."""
    del request
    member = active_members().filter(pk=member_id, picture__startswith=digest).exclude(picture="").first()
    if member is None:
        raise NotYours(_("There is no such picture."))
    return file_answer(member.picture, "picture", member.picture_type, save=False)


def file_answer(digest: str, name: str, kind: str, *, save: bool) -> StreamingHttpResponse:
    """A blob as an answer, sealed: for saving or, with `save` off, for looking at."""
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
