"""Sending a message on to somebody outside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahbar.accounts.models import Member
from nahbar.channels.registry import channel
from nahbar.conversations.actions import forward
from nahbar.conversations.actions.drafts import once_of
from nahbar.conversations.actions.forwarding import inbox_to_forward, quoted
from nahbar.conversations.models import Message
from nahbar.conversations.queries import message_of
from nahbar.conversations.rules import NotYours
from nahbar.conversations.words import MessageKind
from nahbar.desk.copying import copies_to
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.forms import MessageForm, insist_on_size
from nahbar.desk.sentences import sentence_of
from nahbar.desk.views.conversations import REFUSED, address_beside
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.ids import new_key
from nahbar.toolbox.room import room_needed


@members_only
def forwarding(request: HttpRequest, message_id: int) -> HttpResponse:
    """The form, and its sending: `to`, a `text` above, and which of the message's `files` go along."""
    member = member_of(request)
    message = message_of(member, message_id)
    if message.kind == MessageKind.NOTE:
        raise NotYours("This message does not exist, or it belongs to a team that you are not in.")
    if request.method != "POST":
        kept = request.session.pop(forward_key(message.pk), {})
        return _page(request, message, **kept)
    form = MessageForm(request.POST)
    try:
        with room_needed():
            _forward(message, form.insist(), request, member)
    except NotYours:
        raise
    except Fault as fault:
        values = {"to": request.POST.get("to", ""), "text": request.POST.get("text", "")}
        return _page(request, message, problem=sentence_of(fault), ticked=request.POST.getlist("files"), **values)
    return redirect(address_beside(request, message.conversation_id))


def forward_key(message_id: int) -> str:
    """Where the session keeps what was written above a message that was forwarded and taken back."""
    return f"forward-{message_id}"


def _forward(message: Message, fields: dict[str, Any], request: HttpRequest, member: Member) -> None:
    way = inbox_to_forward(message.conversation, member).channel
    files = [each for each in message.attachments.order_by("id") if str(each.pk) in request.POST.getlist("files")]
    insist_on_size([file.size for file in files])
    forward(
        message,
        member=member,
        to=copies_to(request.POST.get("to", "")[:2000], way),
        note=fields["text"],
        files=files,
        undo_seconds=channel(way).capabilities.undo_seconds,
        once=once_of(member, fields["once"]) if fields["once"] else None,
    )


def _page(request: HttpRequest, message: Message, **values: Any) -> HttpResponse:  # noqa: ANN401 - fields of the form
    files = list(message.attachments.order_by("id"))
    context = {
        "message": message,
        "files": files,
        "ticked": values.pop("ticked", [str(each.pk) for each in files]),
        "quoted": quoted(message),
        "once": request.POST.get("once") or new_key(16),
        "member": member_of(request),
        "back": address_beside(request, message.conversation_id),
        **values,
    }
    return render(request, "desk/forward.html", context, status=REFUSED if values.get("problem") else 200)
