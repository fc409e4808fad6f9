"""Asked, and done; following."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.conversations import actions
from nahbar.conversations.rules import get_question
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.standing import Notice, keep_notice
from nahbar.desk.views.conversations import conversation_of, done


@members_only
@require_POST
def settle(request: HttpRequest, question_id: int) -> HttpResponse:
    """What was asked is done; nothing needs to be said."""
    member = member_of(request)
    question = get_question(member, question_id)
    actions.settle_question(question, member=member)
    return done(request, question.note.conversation_id)


@members_only
@require_POST
def follow(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Hear of a conversation (`on`), or no more."""
    member = member_of(request)
    found = conversation_of(member, conversation_id)
    on = bool(request.POST.get("on"))
    actions.follow(found, member=member, on=on)
    words = (
        _("You follow this now: you hear of it when the person writes.")
        if on
        else _("You do not follow this any more.")
    )
    undo = {} if on else {"on": "yes"}
    keep_notice(request, found.pk, Notice(words, reverse("desk:follow", args=[found.pk]), fields=undo))
    return done(request, found.pk)
