"""Writing: replies, notes, taking back, deciding about what did not arrive."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.accounts.models import Member
from nahbar.channels.contract import Party
from nahbar.channels.registry import channel
from nahbar.conversations import actions
from nahbar.conversations.actions.send import ThreadMoved
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.queries import message_of
from nahbar.conversations.rules import NotYours
from nahbar.desk.copying import NewHere, copies_to, point_out
from nahbar.desk.doors import is_htmx, member_of, members_only
from nahbar.desk.drafting import clash_of
from nahbar.desk.forms import MessageForm, NoteForm, as_attachments
from nahbar.desk.replying import carry_out, wanted
from nahbar.desk.returning import returned_key
from nahbar.desk.sentences import sentence_of
from nahbar.desk.stage import may_take, place_beside, stage
from nahbar.desk.views.conversations import REFUSED, conversation_of, done, refused, show
from nahbar.desk.views.drafts import CLASHES, kept_of
from nahbar.desk.views.forwarding import forward_key
from nahbar.people.actions import add_address
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.room import room_needed


@members_only
@require_POST
def reply(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Send an answer. What cannot be sent comes back with its text and a sentence."""
    member = member_of(request)
    conversation = conversation_of(member, conversation_id)
    form = MessageForm(request.POST, request.FILES)
    try:
        fields = form.insist()
        with room_needed():
            _know_address(conversation, fields, member)
            draft = reply_of(fields, member, close="close" in request.POST)
            what = wanted(draft, fields, conversation, request.POST.getlist("kept"), member)
            point_out(conversation, what.reply, fields["known"])
            carry_out(conversation, what, member=member)
    except Fault as fault:
        return refuse(request, conversation, form, fault)
    actions.stop_typing(conversation, member=member)
    return done(request, conversation.pk)


def reply_of(fields: dict[str, Any], member: Member, *, close: bool = False) -> actions.Reply:
    """What the form says, as the action takes it. The key is the member's own, so that nobody's collide."""
    way = fields["way"]
    return actions.Reply(
        text=fields["text"],
        channel=way,
        cc=copies_to(fields.get("cc", ""), way),
        bcc=copies_to(fields.get("bcc", ""), way),
        attachments=as_attachments(fields["attached"]),
        undo_seconds=channel(way).capabilities.undo_seconds if way else 0,
        seen=fields["seen"],
        once=f"desk:{member.pk}:{fields['once']}" if fields["once"] else None,
        close=close,
    )


def _know_address(conversation: Conversation, fields: dict[str, Any], member: Member) -> None:
    if fields["address"].strip():
        add_address(
            conversation.person, actor=member.actor, channel_name=fields["way"], value=fields["address"].strip()
        )


def refuse(request: HttpRequest, conversation: Conversation, form: MessageForm, fault: Fault) -> HttpResponse:
    """Say what is wrong and keep what was written; where the thread has moved, show what came."""
    if isinstance(fault, (actions.DraftMoved, actions.DraftGone)):
        return _refuse_clash(request, conversation, form, fault)
    problem = sentence_of(fault)
    is_note = isinstance(form, NoteForm)
    if not is_htmx(request):
        if is_note:
            return show(request, conversation, status=REFUSED, problem=problem, note=form.data.get("text", ""))
        kept = {**kept_of(form), "known": ",".join(fault.addresses) if isinstance(fault, NewHere) else ""}
        return show(request, conversation, status=REFUSED, problem=problem, **kept)
    moved = isinstance(fault, ThreadMoved)
    known = ",".join(fault.addresses) if isinstance(fault, NewHere) else ""
    context = stage(request, conversation) if moved else {}
    response = render(
        request,
        "desk/parts/problem.html",
        {**context, "problem": problem, "moved": moved, "known": known},
        status=REFUSED,
    )
    response.headers["HX-Retarget"] = "#note-problem" if is_note else "#problem"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _refuse_clash(request: HttpRequest, conversation: Conversation, form: MessageForm, fault: Fault) -> HttpResponse:
    """Let the writer choose between what stands in the page and what stands elsewhere."""
    clash = clash_of(fault)
    if not is_htmx(request):
        return show(request, conversation, status=CLASHES, clash=clash, **kept_of(form))
    context = {"clash": clash, "conversation": conversation, "place": place_beside(request)}
    response = render(request, "desk/parts/clash.html", context, status=REFUSED)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#clash", "innerHTML"
    return response


@members_only
@require_POST
def preview(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The answer as it would leave, for channels that print."""
    member = member_of(request)
    conversation = conversation_of(member, conversation_id)
    form = MessageForm(request.POST, request.FILES)
    try:
        fields = form.insist()
        draft = reply_of(fields, member)
        if fields["address"].strip():
            to = Party(conversation.person.name, channel(fields["way"]).normalise(fields["address"]))
            draft = actions.Reply(text=draft.text, channel=draft.channel, to=(to,))
        content = actions.preview(conversation, draft, member=member)
    except Fault as fault:
        return render(request, "desk/refused.html", {"sentence": sentence_of(fault)}, status=REFUSED)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": "inline", "Cache-Control": "no-store"},
    )


@members_only
@require_POST
def note(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Write something for colleagues; it never leaves."""
    member = member_of(request)
    conversation = conversation_of(member, conversation_id)
    form = NoteForm(request.POST)
    try:
        fields = form.insist()
        once = f"desk:{member.pk}:{fields['once']}" if fields["once"] else None
        with room_needed():
            asked = ask_whom(conversation, fields["ask"])
            actions.add_note(conversation, member=member, text=fields["text"], once=once, ask=asked)
    except Fault as fault:
        return refuse(request, conversation, form, fault)
    return done(request, conversation.pk)


def ask_whom(conversation: Conversation, member_id: int | None) -> list[Member]:
    """Who is to be asked, if anybody. Raises NotYours for who could not see it."""
    if member_id is None:
        return []
    member = may_take(conversation, member_id)
    if member is None:
        raise NotYours("Whoever should be asked does not exist any more, or could not see this conversation.")
    return [member]


@members_only
@require_POST
def take_back(request: HttpRequest, message_id: int) -> HttpResponse:
    """Undo: the text goes back into the composer."""
    member = member_of(request)
    message = message_of(member, message_id)
    conversation = conversation_of(member, message.conversation_id)
    try:
        actions.take_back(message, actor=member.actor, member=member)
    except Fault as fault:
        return refused(request, conversation.pk, sentence_of(fault))
    if of := message.details.get("forward_of"):
        return _forward_again(request, message, of)
    request.session[returned_key(conversation.pk)] = {"hint": _("The message is back here.")}
    return done(request, conversation.pk)


def _forward_again(request: HttpRequest, taken: Message, of: int) -> HttpResponse:
    """Back to the form above the message that was to go on, with what was said to it."""
    note = taken.text[: taken.folds[0][0]].rstrip() if taken.folds else ""
    note = note.removesuffix(member_of(request).signature.strip()).rstrip()
    to = ", ".join(party["address"] for party in taken.envelope.get("to", []))
    request.session[forward_key(of)] = {"text": note, "to": to}
    address = reverse("desk:forward", args=[of])
    return HttpResponse(status=204, headers={"HX-Redirect": address}) if is_htmx(request) else redirect(address)


@members_only
@require_POST
def send_again(request: HttpRequest, message_id: int) -> HttpResponse:
    """Try a failed or unknown message once more, by a person's decision."""
    member = member_of(request)
    message = message_of(member, message_id)
    try:
        actions.send_again(message, actor=member.actor)
    except Fault as fault:
        return refused(request, message.conversation_id, sentence_of(fault))
    return done(request, message.conversation_id)


@members_only
@require_POST
def send_elsewhere(request: HttpRequest, message_id: int) -> HttpResponse:
    """What came back leaves once more, to the address that a member corrected."""
    member = member_of(request)
    message = message_of(member, message_id)
    try:
        with room_needed():
            actions.send_to_another(
                message,
                instead_of=request.POST.get("instead_of", "").replace("\r\n", "\n"),
                address=request.POST.get("address", "").strip(),
                member=member,
                undo_seconds=channel(message.channel).capabilities.undo_seconds,
            )
    except Fault as fault:
        return refused(request, message.conversation_id, sentence_of(fault))
    return done(request, message.conversation_id)


@members_only
@require_POST
def arrived(request: HttpRequest, message_id: int) -> HttpResponse:
    """The message of unknown fate did arrive."""
    member = member_of(request)
    message = message_of(member, message_id)
    try:
        actions.confirm_arrived(message, actor=member.actor)
    except Fault as fault:
        return refused(request, message.conversation_id, sentence_of(fault))
    return done(request, message.conversation_id)
