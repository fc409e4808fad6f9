"""Saving a draft while it is written, and taking over a colleague's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.accounts.models import Member
from nahbar.conversations import actions
from nahbar.conversations.models import Conversation, Draft
from nahbar.conversations.rules import NotYours, get_draft
from nahbar.desk.doors import is_htmx, member_of, members_only
from nahbar.desk.drafting import clash_of, fields_of, kept_files, page_of, stored
from nahbar.desk.forms import MessageForm, as_attachments
from nahbar.desk.returning import returned_key
from nahbar.desk.sentences import sentence_of
from nahbar.desk.stage import place_beside
from nahbar.desk.standing import Notice, keep_notice
from nahbar.desk.views.conversations import REFUSED, conversation_of, done, refused, show
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.ids import new_key
from nahbar.toolbox.room import room_needed

CLASHES = 409


@members_only
@require_POST
def save(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Keep what stands in the form. The page's script gets the new version as JSON, or (409) both texts to choose."""
    member = member_of(request)
    conversation = conversation_of(member, conversation_id)
    form = _chosen(request)
    try:
        with room_needed():
            draft = _save(conversation, form, request.POST.getlist("kept"), member)
    except (actions.DraftMoved, actions.DraftGone) as fault:
        clash = clash_of(fault)
        if is_htmx(request):
            context = {"clash": clash, "conversation": conversation, "place": place_beside(request)}
            return render(request, "desk/parts/clash.html", context, status=CLASHES)
        return show(request, conversation, status=CLASHES, clash=clash, **kept_of(form))
    except NotYours:
        raise
    except Fault as fault:
        if is_htmx(request):
            return render(request, "desk/refused.html", {"sentence": sentence_of(fault)}, status=REFUSED)
        return show(request, conversation, status=REFUSED, problem=sentence_of(fault), **kept_of(form))
    if is_htmx(request):
        once = draft.key if draft else form.data.get("once", "") or new_key(16)
        return JsonResponse({"version": draft.version if draft else 0, "once": once})
    kept = _("Your draft is kept. Colleagues who see this conversation can read it.")
    keep_notice(request, conversation.pk, Notice(kept if draft else _("The draft is empty now.")))
    return done(request, conversation.pk)


def _chosen(request: HttpRequest) -> MessageForm:
    """The form; of two texts that clashed the one that its writer chose, from the version that they saw."""
    data, choice = request.POST.copy(), request.POST.get("clash", "")
    if choice:
        mine, other = data.get("text", ""), data.get("other", "")
        data["text"] = {"take": other, "both": f"{mine.rstrip()}\n\n{other}"}.get(choice, mine)
        data["version"], data["once"] = data.get("clash_version", ""), data.get("clash_once", "")
    return MessageForm(data, request.FILES)


def _save(conversation: Conversation, form: MessageForm, ticked: list[str], member: Member) -> Draft | None:
    fields = form.insist()
    page = page_of(fields) or actions.Page("", fields["version"] or 0, fields["once"])
    files = [*kept_files(conversation, member, ticked), *stored(as_attachments(fields["attached"]))]
    return actions.save_draft(
        conversation, member=member, page=page, text=fields["text"], fields=fields_of(fields), files=files
    )


def kept_of(form: MessageForm) -> dict[str, Any]:
    """What a page that is shown again keeps of its composer."""
    data = form.data
    version = data.get("version", "")
    found = {
        "text": data.get("text", ""),
        "address": data.get(f"address-{data.get('way', '')}", ""),
        "cc": data.get("cc", ""),
        "bcc": data.get("bcc", ""),
        "known": data.get("known", ""),
        "version": int(version) if version.isdecimal() and len(version) < 9 else 0,
    }
    also = {"chosen": data.get("way", ""), "page": data.get("page", ""), "once": data.get("once", "")}
    return {**found, **{name: value for name, value in also.items() if value}}


@members_only
@require_POST
def take_over(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Write on what a colleague began."""
    member = member_of(request)
    draft = get_draft(member, draft_id)
    conversation = conversation_of(member, draft.conversation_id)
    try:
        actions.take_over(draft, member=member)
    except NotYours:
        raise
    except Fault as fault:
        return refused(request, conversation.pk, sentence_of(fault))
    if draft.member_id != member.pk:
        words = _("This is the draft of %s. It is yours now.") % draft.member.name
        request.session[returned_key(conversation.pk)] = {"hint": words}
    return done(request, conversation.pk)
