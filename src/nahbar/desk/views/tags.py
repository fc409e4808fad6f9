"""Tags: on a conversation, and the page on which administrators keep them in order."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.accounts.models import Member
from nahbar.conversations import actions
from nahbar.conversations.models import Tag
from nahbar.conversations.queries import tags_of
from nahbar.conversations.words import TagColour
from nahbar.desk.admins import only_where
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.places import MOST_DIGITS
from nahbar.desk.sentences import sentence_of
from nahbar.desk.views.conversations import conversation_of, done, refused
from nahbar.toolbox.faults import Fault


@members_only
def tag_menu(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """All tags, with those that the conversation carries ticked: asked for when its menu opens."""
    found = conversation_of(member_of(request), conversation_id)
    carried = {tag.pk for tag in tags_of([found.pk]).get(found.pk, [])}
    return render(request, "desk/parts/tag_ticks.html", {"all_tags": Tag.objects.all(), "carried": carried})


@members_only
@require_POST
def tag(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Put on what is ticked (`tag`), take off what was `shown` and is not; `name` makes a new one."""
    member = member_of(request)
    found = conversation_of(member, conversation_id)
    ticked, shown = _ids(request, "tag"), _ids(request, "shown")
    try:
        new = request.POST.get("name", "").strip()
        made = [actions.make_tag(new, actor=member.actor, colour=request.POST.get("colour", ""))] if new else []
        add = [*Tag.objects.filter(pk__in=ticked), *made]
        taken_off = Tag.objects.filter(pk__in=shown - ticked).exclude(pk__in=[each.pk for each in made])
        actions.tag_conversation(found, actor=member.actor, add=add, remove=taken_off)
    except Fault as fault:
        return refused(request, found.pk, sentence_of(fault))
    return done(request, found.pk)


def _ids(request: HttpRequest, name: str) -> set[int]:
    return {int(each) for each in request.POST.getlist(name) if each.isdecimal() and len(each) < MOST_DIGITS}


def _is_admin(member: Member) -> bool:
    return member.is_admin


@only_where(_is_admin)
def tags(request: HttpRequest) -> HttpResponse:
    """The page; a post makes a tag."""
    if request.method == "POST":
        actor = member_of(request).actor
        try:
            actions.make_tag(request.POST.get("name", ""), actor=actor, colour=request.POST.get("colour", ""))
        except Fault as fault:
            messages.error(request, sentence_of(fault))
        return redirect("desk:tags")
    rows = Tag.objects.annotate(number=Count("conversations"))
    return render(request, "desk/settings/tags.html", {"rows": rows, "colours": TagColour.choices})


@only_where(_is_admin)
def one_tag(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Change it (`do=change`), merge it into another (`do=merge`, `into`) or delete it (`do=delete`)."""
    found = get_object_or_404(Tag, pk=tag_id)
    if request.method == "POST":
        try:
            messages.success(request, _change(request, found))
        except Fault as fault:
            messages.error(request, sentence_of(fault))
            return redirect("desk:one_tag", found.pk)
        return redirect("desk:tags")
    others = Tag.objects.exclude(pk=found.pk)
    number = found.conversations.count()
    context = {"tag": found, "others": others, "number": number, "colours": TagColour.choices}
    return render(request, "desk/settings/tag.html", context)


def _change(request: HttpRequest, found: Tag) -> str:
    actor, name = member_of(request).actor, found.name
    do = request.POST.get("do", "change")
    if do == "delete":
        actions.delete_tag(found, actor=actor)
        return _("The tag “%s” is deleted. Its conversations are still there.") % name
    if do == "merge":
        number = request.POST.get("into", "")
        into = get_object_or_404(Tag, pk=int(number) if number.isdecimal() and len(number) < MOST_DIGITS else 0)
        actions.merge_tags(found, into=into, actor=actor)
        return _("“%(from)s” is part of “%(into)s” now.") % {"from": name, "into": into.name}
    actions.change_tag(found, actor=actor, name=request.POST.get("name", ""), colour=request.POST.get("colour", ""))
    return _("Saved.")
