"""What a member was told, how they want to be told, and their browsers that take pushes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.desk.doors import is_htmx, member_of, members_only
from nahbar.desk.sentences import sentence_of
from nahbar.desk.settings_forms.notices import NoticesForm
from nahbar.desk.views.conversations import CHANGED
from nahbar.history.words import Subject
from nahbar.notices.actions import BadDevice, add_device, forget_endpoint, mark_all_seen, mark_seen, remove_device
from nahbar.notices.pushing import is_on, sender_of_house
from nahbar.notices.queries import in_words, newest
from nahbar.notices.rules import NoSuchNotice, devices_of, get_notice
from nahbar.notices.webpush import packed, public_bytes

REFUSED = 422


@members_only
def notices(request: HttpRequest) -> HttpResponse:
    """The newest ones: a page, or the list in it (`part=list`)."""
    part = request.GET.get("part") == "list"
    context = {"told": newest(member_of(request))}
    return render(request, "desk/parts/notices_list.html" if part else "desk/notices.html", context)


@members_only
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Go where a notice leads; all that was told of it is seen then."""
    member = member_of(request)
    try:
        found = get_notice(member, notice_id)
    except NoSuchNotice as fault:
        return _missing(request, sentence_of(fault))
    told = in_words(member, [found])
    mark_seen(member, Subject(found.subject_kind, found.subject_id))
    if not told:
        return _missing(request, _("This conversation does not exist, or it belongs to a team that you are not in."))
    return redirect(told[0].subject.path)


def _missing(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "desk/missing.html", {"sentence": sentence}, status=404)


@members_only
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """All of them."""
    member = member_of(request)
    mark_all_seen(member)
    if not is_htmx(request):
        return redirect("desk:notices")
    response = render(request, "desk/parts/notices_list.html", {"told": newest(member)})
    response.headers["HX-Trigger"] = CHANGED
    return response


@members_only
def choices(request: HttpRequest) -> HttpResponse:
    """How this member hears of what."""
    member = member_of(request)
    form = NoticesForm(request.POST) if request.method == "POST" else NoticesForm.of(member)
    if request.method == "POST" and form.is_valid():
        form.keep(member)
        messages.success(request, _("Saved."))
        return redirect("desk:notice_choices")
    context = {
        "form": form,
        "devices": devices_of(member).order_by("-added_at"),
        "push_key": packed(public_bytes(sender_of_house().key)) if is_on() else "",
    }
    return render(request, "desk/settings/notices.html", context, status=REFUSED if form.errors else 200)


@members_only
@require_POST
def device(request: HttpRequest) -> HttpResponse:
    """A browser says where it takes pushes, or (`gone`) that it does not any more."""
    member, given = member_of(request), request.POST
    if given.get("gone"):
        forget_endpoint(member, given.get("endpoint", ""))
        return HttpResponse(status=204)
    fields = {name: given.get(name, "") for name in ("endpoint", "key", "secret")}
    try:
        add_device(member, **fields, name=given.get("name", "").strip() or _("A browser"))
    except BadDevice as fault:
        return HttpResponse(sentence_of(fault), status=REFUSED, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@members_only
@require_POST
def drop_device(request: HttpRequest, device_id: int) -> HttpResponse:
    remove_device(member_of(request), device_id)
    messages.success(request, _("This browser hears nothing any more."))
    return redirect("desk:notice_choices")
