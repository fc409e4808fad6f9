"""A message as it came: on a page with its head, in its own layout, as a file, on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from nahbar.conversations.queries import message_of
from nahbar.conversations.rules import NotYours
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.layout import has_remote_pictures, layout_of
from nahbar.desk.originals import head_lines, raw_of
from nahbar.desk.printing import pdf_of
from nahbar.desk.sentences import sentence_of
from nahbar.desk.views.files import file_answer
from nahbar.toolbox.faults import Fault

# No scripts, no forms, nothing from outside; links may open in a page of their own.
CAGE = (
    "default-src 'none'; img-src {images}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
KEPT_OUT, LET_IN = "data:", "data: https: http:"
# How a mail looks on our paper: its own colours and layout stay its own.
PAGE = (
    '<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>'
    "body{{font:16px/1.5 system-ui,sans-serif;margin:12px;background:#fff;color:#222;overflow-wrap:break-word}}"
    "img{{max-width:100%;height:auto}}.link-warning{{background:#fbf0d9;color:#825400;padding:0 4px}}"
    "details>summary{{cursor:pointer;color:#655e55;font-size:14px}}"
    "</style></head><body>{body}</body></html>"
)


@members_only
def original(request: HttpRequest, message_id: int) -> HttpResponse:
    """Everything about how a message came: head, layout, text, and the ways to keep it."""
    message = message_of(member_of(request), message_id)
    raw = raw_of(message)
    context = {
        "message": message,
        "raw": raw,
        "head_lines": head_lines(raw),
        "remote": has_remote_pictures(message.html),
        "title": message.subject or message.conversation.subject or _("Without a subject"),
    }
    return render(request, "desk/original.html", context)


@members_only
def layout(request: HttpRequest, message_id: int) -> HttpResponse:
    """The HTML of a mail, cleaned and caged, for a frame. `pictures` lets those of the web in, for this one time."""
    message = message_of(member_of(request), message_id)
    wanted = "pictures" in request.GET
    page = PAGE.format(
        language=message.conversation.person.language or "de",
        title=_("Original layout"),
        body=layout_of(message, pictures=wanted),
    )
    policy = CAGE.format(images=LET_IN if wanted else KEPT_OUT)
    return HttpResponse(page, headers={"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"})


@members_only
def raw(request: HttpRequest, message_id: int) -> HttpResponseBase:
    """The message as it came or left, byte for byte."""
    found = raw_of(message_of(member_of(request), message_id))
    if found is None:
        raise NotYours(_("There is no raw file of this message."))
    return file_answer(found.blob, found.name, "application/octet-stream", save=True)


@members_only
def pdf(request: HttpRequest, message_id: int) -> HttpResponse:
    """The message on paper."""
    message = message_of(member_of(request), message_id)
    try:
        content = pdf_of(message)
    except Fault as fault:
        return render(request, "desk/refused.html", {"sentence": sentence_of(fault)}, status=500)
    name = f"{message.at:%Y-%m-%d}-{message.pk}.pdf"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "", "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
