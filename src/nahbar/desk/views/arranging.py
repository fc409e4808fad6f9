"""Putting conversations in order: joining, splitting, suggestions, spam, blocked senders. All of it can be undone."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nahbar.conversations import actions
from nahbar.conversations.models import Conversation, Message, Rearrangement
from nahbar.conversations.queries import address_of, conversations_with, find, message_of
from nahbar.conversations.rules import NotYours, get_visible, visible_to
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.sentences import sentence_of
from nahbar.desk.stage import place_beside
from nahbar.desk.standing import Notice, keep_notice
from nahbar.desk.views.conversations import conversation_of, done, moved_to, refused
from nahbar.people.models import Address
from nahbar.toolbox.faults import Fault

MOST_FOUND = 20


def _number(request: HttpRequest, name: str) -> int:
    """An id from the form. Raises NotYours for what is none."""
    text = request.POST.get(name, "")
    if not (text.isdecimal() and len(text) < 19):
        raise NotYours(_("This conversation does not exist, or it belongs to a team that you are not in."))
    return int(text)


@members_only
def join_search(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Choose what to join with: by number or words (`q`), at first the person's own conversations."""
    member = member_of(request)
    found = conversation_of(member, conversation_id)
    asked = request.GET.get("q", "").strip()
    if asked:
        rows = find(visible_to(member), asked).filter(merged_into__isnull=True).exclude(pk=found.pk)
        others = list(rows.select_related("person", "inbox").order_by("-last_message_at")[:MOST_FOUND])
    else:
        others = [row for row in conversations_with(found.person, member, limit=MOST_FOUND) if row.pk != found.pk]
        others = [row for row in others if row.merged_into_id is None]
    context = {"conversation": found, "others": others, "asked": asked, "beside": place_beside(request)}
    return render(request, "desk/join.html", context)


@members_only
@require_POST
def join(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Everything goes over `into`; the page then shows that one."""
    member = member_of(request)
    found = get_visible(member, conversation_id)
    into = get_visible(member, _number(request, "into"))
    return _rearranged(request, found, lambda: actions.join(found, into=into, member=member))


@members_only
@require_POST
def split(request: HttpRequest, message_id: int) -> HttpResponse:
    """A message, or with `rest` it and all after it, become a conversation of their own."""
    member = member_of(request)
    message = message_of(member, message_id)
    chosen = [message]
    if "rest" in request.POST:
        chosen = [each for each in _in_order(message) if (each.at, each.pk) >= (message.at, message.pk)]
    return _rearranged(request, message.conversation, lambda: actions.split_off(chosen, member=member))


def _in_order(message: Message) -> list[Message]:
    return list(message.conversation.messages.order_by("at", "id").only("pk", "at", "conversation"))


@members_only
@require_POST
def accept(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The parked one belongs where it says."""
    member = member_of(request)
    found = get_visible(member, conversation_id)
    return _rearranged(request, found, lambda: actions.accept_suggestion(found, member=member))


def _rearranged(
    request: HttpRequest, conversation: Conversation, rearrange: Callable[[], Rearrangement]
) -> HttpResponse:
    """Do it and show where the messages went, with a way back."""
    try:
        made = rearrange()
    except NotYours:
        raise
    except Fault as fault:
        return refused(request, conversation.pk, sentence_of(fault))
    number = len(made.moved.get("messages", []))
    if made.kind == "split":
        words = ngettext(
            "Split off from conversation %(from)d: %(number)d message.",
            "Split off from conversation %(from)d: %(number)d messages.",
            number,
        ) % {"from": made.source_id, "number": number}
    else:
        words = _("Joined: conversation %d is part of this one now.") % made.source_id
    keep_notice(request, made.target_id, Notice(words, reverse("desk:undo", args=[made.pk])))
    return moved_to(request, made.target_id)


@members_only
@require_POST
def undo(request: HttpRequest, rearrangement_id: int) -> HttpResponse:
    """Take a join or a split back, and show the conversation as it is again."""
    member = member_of(request)
    made = Rearrangement.objects.filter(pk=rearrangement_id).first()
    if made is None:
        raise NotYours(_("This conversation does not exist, or it belongs to a team that you are not in."))
    seen = get_visible(member, made.source_id)
    try:
        actions.undo(made, member=member)
    except NotYours:
        raise
    except Fault as fault:
        return refused(request, seen.pk, sentence_of(fault))
    keep_notice(request, seen.pk, Notice(_("Taken back: everything is as it was.")))
    return moved_to(request, seen.pk)


@members_only
@require_POST
def decline(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The parked one is a matter of its own. The page stays `here`, where the member is."""
    member = member_of(request)
    found = get_visible(member, conversation_id)
    try:
        actions.decline_suggestion(found, member=member)
    except Fault as fault:
        return refused(request, found.pk, sentence_of(fault))
    here = get_visible(member, _number(request, "here")).pk if "here" in request.POST else found.pk
    words = _("Conversation %d stands for itself now, among the open ones.") % found.pk
    keep_notice(request, here, Notice(words))
    return done(request, here)


@members_only
@require_POST
def spam(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """To the spam pile."""
    member = member_of(request)
    found = conversation_of(member, conversation_id)
    actions.mark_spam(found, member)
    words = _("This lies in spam now. Nobody waits in it any more.")
    keep_notice(request, found.pk, Notice(words, reverse("desk:not_spam", args=[found.pk])))
    return done(request, found.pk)


@members_only
@require_POST
def not_spam(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Out of the spam pile."""
    member = member_of(request)
    found = conversation_of(member, conversation_id)
    actions.not_spam(found, member)
    words = _("No spam: it lies where it belongs again.")
    keep_notice(request, found.pk, Notice(words, reverse("desk:spam", args=[found.pk])))
    return done(request, found.pk)


@members_only
@require_POST
def block(request: HttpRequest, address_id: int) -> HttpResponse:
    """What comes from this address goes to spam from now on."""
    member = member_of(request)
    address = address_of(member, address_id)
    here = conversation_of(member, _number(request, "here")).pk
    try:
        actions.block_sender(address, member)
    except NotYours:
        raise
    except Fault as fault:
        return refused(request, here, sentence_of(fault))
    words = _("%s is blocked. What comes from there goes straight to spam.") % address.value
    keep_notice(request, here, _way_back(words, "desk:unblock", address, here))
    return done(request, here)


@members_only
@require_POST
def unblock(request: HttpRequest, address_id: int) -> HttpResponse:
    """What comes from this address counts again."""
    member = member_of(request)
    address = address_of(member, address_id)
    here = conversation_of(member, _number(request, "here")).pk
    actions.unblock_sender(address, member)
    words = _("%s is no longer blocked.") % address.value
    keep_notice(request, here, _way_back(words, "desk:block", address, here))
    return done(request, here)


def _way_back(words: str, name: str, address: Address, here: int) -> Notice:
    return Notice(words, reverse(name, args=[address.pk]), fields={"here": str(here)})
