"""Correcting what is folded in a message: on the spot, or paragraph by paragraph on a page of its own."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.channels.contract import FoldKind
from nahbar.conversations import actions
from nahbar.conversations.models import Message
from nahbar.conversations.queries import message_of
from nahbar.conversations.rules import NotYours
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.folded import parts_of
from nahbar.desk.forms import Unfit
from nahbar.desk.refolding import Span, hidden, shown, spans_of
from nahbar.desk.sentences import sentence_of
from nahbar.desk.stage import place_beside
from nahbar.desk.standing import Notice, keep_notice
from nahbar.desk.views.conversations import done, refused
from nahbar.desk.words import FOLD_WORDS
from nahbar.toolbox.faults import Fault

MOST_SPANS = 500


@members_only
def folds(request: HttpRequest, message_id: int) -> HttpResponse:
    """Every paragraph of a message, and whether it is folded."""
    message = message_of(member_of(request), message_id)
    context = {
        "message": message,
        "parts": parts_of(message.text, message.folds),
        "kinds": FOLD_WORDS.items(),
        "corrected": message.details.get("folds", {}),
        "as_read": json.dumps(message.details.get("folds", {}).get("read", [])),
        "beside": place_beside(request),
    }
    return render(request, "desk/folds.html", context)


@members_only
@require_POST
def correct(request: HttpRequest, message_id: int) -> HttpResponse:
    """Fold (`do` is hide, from) or unfold (show) from `start` to `end`; or say it all at once (pieces, spans)."""
    member = member_of(request)
    message = message_of(member, message_id)
    before = json.dumps(message.folds)
    try:
        actions.correct_fold(message, spans=_wanted(message, request.POST), member=member)
    except NotYours:
        raise
    except Fault as fault:
        return refused(request, message.conversation_id, sentence_of(fault))
    undo = reverse("desk:correct_folds", args=[message.pk])
    words = _("Corrected. The text itself is as it was.")
    keep_notice(request, message.conversation_id, Notice(words, undo, fields={"do": "spans", "spans": before}))
    return done(request, message.conversation_id)


def _wanted(message: Message, form: QueryDict) -> list[Span]:
    """The spans that the form asks for. Raises Unfit."""
    text, spans = message.text, spans_of(message.folds)
    kind = form.get("kind", "") or FoldKind.QUOTE
    what = form.get("do", "")
    if what == "spans":
        return _given(form.get("spans", ""))
    if what == "pieces":
        return _pieces(text, spans, form, kind)
    if what.startswith("from-"):  # a button that carries its place
        return hidden(text, spans, _place(what.removeprefix("from-")), len(text), kind)
    start = _place(form.get("start", ""))
    if what == "show":
        return shown(text, spans, start, _place(form.get("end", "")))
    if what == "hide":
        return hidden(text, spans, start, _place(form.get("end", "")), kind)
    if what == "from":
        return hidden(text, spans, start, len(text), kind)
    raise Unfit(_("Choose first what belongs to the message."))


def _pieces(text: str, spans: list[Span], form: QueryDict, kind: str) -> list[Span]:
    """Those paragraphs folded that are ticked, and no others; what was folded before keeps its kind."""
    ticked = {value for value in form.getlist("hidden") if value.isdecimal()}
    wanted = spans
    for part in parts_of(text, spans):
        for piece in part.paragraphs:
            is_ticked = str(piece.start) in ticked
            if is_ticked and not part.kind:
                wanted = hidden(text, wanted, piece.start, piece.end, kind)
            elif not is_ticked and part.kind:
                wanted = shown(text, wanted, piece.start, piece.end)
    return wanted


def _place(text: str) -> int:
    if text.isdecimal() and len(text) < 10:
        return int(text)
    raise Unfit(_("Choose first what belongs to the message."))


def _given(text: str) -> list[Span]:
    """Spans as JSON, as they stood before. Raises Unfit."""
    try:
        return spans_of(json.loads(text)[:MOST_SPANS])
    except (ValueError, TypeError, KeyError) as error:
        raise Unfit(_("Choose first what belongs to the message.")) from error
