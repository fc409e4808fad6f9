"""A wrong fold, corrected by hand."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.channels.contract import FoldKind
from nahbar.conversations.actions.details import shorten
from nahbar.conversations.actions.rearranging import insist_on_sight
from nahbar.conversations.actions.states import lock, subject_of
from nahbar.conversations.events import FoldCorrected
from nahbar.conversations.models import Message
from nahbar.conversations.words import MessageKind
from nahbar.history.actions import publish, record
from nahbar.history.words import Actor
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

Span = tuple[int, int, str]
"""Start and end in the text, and a FoldKind."""


class BadFold(Fault):
    """The spans do not fit the text."""


@transaction.atomic
def correct_fold(message: Message, *, spans: Sequence[Span], member: Member, actor: Actor | None = None) -> Message:
    """Say which parts of a message are folded; none with an empty `spans`. The text itself never changes.

    What the machine had thought is kept in `details["folds"]["read"]`; that key also tells whoever reads the raw
    message again that a person has decided. Raises NotYours, BadFold.
    """
    conversation = lock(message.conversation_id)
    insist_on_sight(member, conversation)
    current = Message.objects.select_for_update().get(pk=message.pk)
    folds = [list(span) for span in _checked(spans, len(current.text))]
    if folds == current.folds:
        return current
    earlier = current.details.get("folds", {})
    current.details["folds"] = {
        "by": member.pk,
        "name": member.name,
        "at": clock.now().isoformat(),
        "read": earlier.get("read", current.folds),
    }
    current.folds = folds
    current.save(update_fields=["folds", "details"])
    newest = (
        conversation.messages.filter(kind=MessageKind.INBOUND, inbound_kind="human").order_by("-at", "-id").first()
    )
    if newest is not None and newest.pk == current.pk:
        conversation.gist = shorten(current.own_words or current.text or current.subject)
        conversation.save(update_fields=["gist"])
    record(
        actor=actor or member.actor,
        verb="conversation.fold_corrected",
        subject=subject_of(conversation),
        data={"message": current.pk},
    )
    publish(FoldCorrected(conversation_id=conversation.pk, message_id=current.pk))
    return current


def _checked(spans: Sequence[Span], length: int) -> list[Span]:
    """The spans in order. Raises BadFold for one outside of the text, an empty or unknown one, and for overlaps."""
    ordered = sorted(spans)
    end_before = 0
    for start, end, kind in ordered:
        if not end_before <= start < end <= length or kind not in set(FoldKind):
            raise BadFold("These lines do not fit the message. Choose them again.")
        end_before = end
    return ordered
