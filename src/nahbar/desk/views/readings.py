"""Setting right what was read out of a message."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.conversations import actions
from nahbar.conversations.models import Reading
from nahbar.conversations.queries import message_of
from nahbar.conversations.rules import NotYours
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.readings import CORRECTABLE
from nahbar.desk.sentences import sentence_of
from nahbar.desk.standing import Notice, keep_notice
from nahbar.desk.views.conversations import done, refused
from nahbar.toolbox.faults import Fault


@members_only
@require_POST
def correct(request: HttpRequest, message_id: int) -> HttpResponse:
    """The form says how it is: `mood`, and `intent` for each that holds; what differs is kept and learned from."""
    member = member_of(request)
    message = message_of(member, message_id)
    reading = Reading.objects.filter(message=message).first() or Reading(message=message)
    try:
        for label, value in _changes(reading, request.POST):
            actions.correct_reading(message, label=label, value=value, member=member)
    except NotYours:
        raise
    except Fault as fault:
        return refused(request, message.conversation_id, sentence_of(fault))
    keep_notice(request, message.conversation_id, Notice(_("Thank you. Nahbar learns from it.")))
    return done(request, message.conversation_id)


def _changes(reading: Reading, form: QueryDict) -> list[tuple[str, str]]:
    mood, ticked, known = form.get("mood", ""), set(form.getlist("intent")), reading.intents
    changed = [("mood", mood)] if mood and mood != reading.mood else []
    return changed + [
        (f"intent:{name}", "yes" if name in ticked else "no")
        for name in CORRECTABLE
        if (name in ticked) != (name in known)
    ]
