"""The coach's look at a draft: while it is written, or by a button where no script runs. Nothing is sent or stored
but what somebody waved away.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from nahbar.desk.coaching import Hint, applied, coached
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.forms import MessageForm
from nahbar.desk.sentences import sentence_of
from nahbar.desk.stage import place_beside
from nahbar.desk.views.conversations import REFUSED, conversation_of, show
from nahbar.desk.views.drafts import kept_of
from nahbar.toolbox.faults import Fault
from nahbar.voice.actions import wave_away


@members_only
@require_POST
def coach(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Findings on `text`; `wave` and `apply` name one to wave away (with `reason`) or to take over first.

    With `part` only the part beside the draft comes back, else the whole page with the draft as it is now.
    """
    member = member_of(request)
    conversation = conversation_of(member, conversation_id)
    form = MessageForm(request.POST)
    try:
        fields = form.insist()
    except Fault as fault:
        return render(request, "desk/refused.html", {"sentence": sentence_of(fault)}, status=REFUSED)
    text, way = fields["text"], fields["way"]
    found = coached(conversation, member, text, way)
    if (hint := _named(found.hints, request.POST.get("wave", ""))) is not None and hint.can_wave:
        reason = request.POST.get("reason", "") or request.POST.get(f"reason-{hint.key}", "")
        wave_away(member=member, rule=hint.rule, words=hint.quote, conversation_id=conversation.pk, reason=reason)
        found = coached(conversation, member, text, way)
    if (hint := _named(found.hints, request.POST.get("apply", ""))) is not None and hint.can_apply:
        text = applied(text, hint)
        found = coached(conversation, member, text, way)
    if request.POST.get("part"):
        context = {"coached": found, "conversation": conversation, "asked": True, "place": place_beside(request)}
        return render(request, "desk/parts/coached.html", context)
    return show(request, conversation, coached=found, **{**kept_of(form), "text": text})


def _named(hints: Sequence[Hint], key: str) -> Hint | None:
    return next((hint for hint in hints if hint.key == key), None) if key else None
