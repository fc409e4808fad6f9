"""Moving what was selected in a list: taking on, handing over, closing, snoozing, tagging, and taking that back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.accounts.models import Member
from nahbar.accounts.queries import teams
from nahbar.conversations import actions
from nahbar.conversations.actions import Moved
from nahbar.conversations.models import Conversation, Tag
from nahbar.conversations.words import MOST_MOVED
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.moved import UNDO, in_numbers, keep_moved
from nahbar.desk.places import MOST_DIGITS
from nahbar.desk.sentences import sentence_of
from nahbar.desk.snoozing import moment_asked
from nahbar.desk.stage import place_beside
from nahbar.desk.views.conversations import taker_of
from nahbar.desk.when import ahead
from nahbar.toolbox.faults import Fault

_Move = Callable[[Conversation], Conversation]


@members_only
@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """Do `do` (take, assign, close, snooze, tag) to the `chosen` ones."""
    place = place_beside(request)
    chosen = [int(each) for each in request.POST.getlist("chosen") if each.isdecimal() and len(each) < MOST_DIGITS]
    if request.POST.get("do") in ("choose-taker", "choose-tag") and chosen:
        return render(request, "desk/many.html", {**_choices(request), "place": place, "chosen": chosen[:MOST_MOVED]})
    try:
        move, words = _move_asked(request)
    except Fault as fault:
        keep_moved(request, sentence_of(fault), Moved(), can_undo=False)
        return redirect(place.url)
    moved = actions.move_many(chosen, member=member_of(request), move=move)
    if moved.before or moved.problems:
        keep_moved(request, words % in_numbers(len(moved.before)), moved)
    else:
        keep_moved(request, _("Nothing is selected."), moved)
    return redirect(place.url)


def _move_asked(request: HttpRequest) -> tuple[_Move, str]:
    """The move that the form asks for, and the sentence that tells of it. Raises Fault."""
    member, asked = member_of(request), request.POST
    do = asked.get("do", "")
    if do == "take":
        return (lambda each: actions.assign(each, actor=member.actor, member=member)), _("%s with you now.")
    if do == "assign":
        return (lambda each: _hand_over(each, asked.get("to", ""), member)), _("%s handed over.")
    if do == "close":
        return (lambda each: actions.close_one(each, actor=member.actor)), _("%s closed.")
    if do == "tag":
        tag = _tag_asked(asked.get("tag", ""), asked.get("name", ""), member)
        words = _("%s tagged with “{tag}”.").format(tag=tag.name.replace("%", "%%"))
        return (lambda each: actions.tag_conversation(each, actor=member.actor, add=[tag])), words
    until = moment_asked(asked.get("at", ""), asked.get("words", ""))
    words = _("%s snoozed until {until}.").format(until=ahead(until))
    return (lambda each: actions.snooze(each, until=until, actor=member.actor)), words


def _hand_over(conversation: Conversation, choice: str, member: Member) -> Conversation:
    to_member, to_team = taker_of(conversation, choice)
    return actions.assign(conversation, actor=member.actor, member=to_member, team=to_team)


def _tag_asked(number: str, name: str, member: Member) -> Tag:
    if not name.strip() and number.isdecimal() and len(number) < MOST_DIGITS:
        found = Tag.objects.filter(pk=int(number)).first()
        if found is not None:
            return found
    return actions.make_tag(name, actor=member.actor)


def _choices(request: HttpRequest) -> dict[str, object]:
    return {
        "member": member_of(request),
        "can_take": Member.objects.filter(is_active=True),
        "teams": teams(),
        "all_tags": Tag.objects.all(),
        "choosing": request.POST.get("do", ""),
    }


@members_only
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Let what was moved last stand as it did."""
    place = place_beside(request)
    kept = request.session.pop(UNDO, None)
    before, after = kept or ([], [])
    moved = actions.put_back(before, after, member=member_of(request))
    words = _("Taken back: %s as before.") % in_numbers(len(moved.before))
    keep_moved(request, words, moved, can_undo=False)
    return redirect(place.url)
