"""Taking back a join or a split."""

from __future__ import annotations

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.conversations.actions.joining import become_part
from nahbar.conversations.actions.merged import lock_living
from nahbar.conversations.actions.rearranging import (
    SAVED,
    insist_on_sight,
    leave,
    name_inboxes,
    recount,
    restore,
    said_since,
    take_part,
    tell,
)
from nahbar.conversations.models import Conversation, Message, Participant, Rearrangement
from nahbar.conversations.words import RearrangementKind
from nahbar.history.words import Actor
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault


class NothingToUndo(Fault):
    """It was taken back already, or overtaken by what happened since."""


@transaction.atomic
def undo(rearrangement: Rearrangement, *, member: Member, actor: Actor | None = None) -> Rearrangement:
    """Take back a join or a split. What was said since stays where it was said; undoing a split takes it along.

    Raises NotYours, NothingToUndo.
    """
    living = lock_living({rearrangement.source_id, rearrangement.target_id})
    done = Rearrangement.objects.select_for_update().get(pk=rearrangement.pk)
    if done.undone_at is not None:
        raise NothingToUndo("This was taken back already.")
    insist_on_sight(member, *living.values())
    target = living[done.target_id]
    if done.kind == RearrangementKind.JOIN:
        _part_again(done, target)
    else:
        _put_back(done, living[done.source_id], target)
    done.undone_at = clock.now()
    done.save(update_fields=["undone_at"])
    tell(done, actor=actor or member.actor, change="undone")
    return done


def _part_again(done: Rearrangement, target: Conversation) -> None:
    """Undo a join: the messages go back, wherever the one that they were joined into went since."""
    source = Conversation.objects.get(pk=done.source_id)  # locked on the way to the living one
    if source.merged_into_id != done.target_id:
        raise NothingToUndo("This conversation lies somewhere else by now, so joining it cannot be taken back.")
    back = Message.objects.filter(pk__in=done.moved["messages"], conversation=target)
    if not back.update(conversation=source):
        raise NothingToUndo("Nothing of this conversation is left here, so joining it cannot be taken back.")
    Participant.objects.filter(conversation=target, address__in=done.moved.get("vouched", [])).update(vouched_at=None)
    source.merged_into = None
    restore(source, done.moved["source"])
    source.save(update_fields=SAVED)
    target.followers.filter(member__in=done.moved.get("followers", [])).delete()
    target.tags.remove(*done.moved.get("tags", []))
    leave(target, participants=done.moved["participants"], inbox_ids=done.moved["inboxes"])
    _settle(target, done, done.moved["target"], is_original=target.pk == done.target_id)


def _put_back(done: Rearrangement, source: Conversation, target: Conversation) -> None:
    """Undo a split: the split-off conversation goes back as a whole, with what was said in it."""
    if source.pk == target.pk:
        raise NothingToUndo("The two are one conversation again already.")
    since = said_since(target, done.moved["newest"])
    Message.objects.filter(conversation=target).update(conversation=source)
    take_part(source, target.participants.all())
    name_inboxes(source, target.inboxes.values_list("pk", flat=True))
    if since and target.state != source.state:
        source.state = target.state
    become_part(target, source)
    _settle(source, done, done.moved["source"], is_original=source.pk == done.source_id and not since)


def _settle(conversation: Conversation, done: Rearrangement, kept: dict[str, object], *, is_original: bool) -> None:
    """As it stood before, where nothing was said since; else as its messages say."""
    if is_original and not said_since(conversation, done.moved["newest"]):
        restore(conversation, kept)
    else:
        recount(conversation)
    conversation.save(update_fields=SAVED)
